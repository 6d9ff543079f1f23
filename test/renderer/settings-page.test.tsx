/** The Settings page: every setting saved as it is changed, problems at their field, trust with a question first, import with a preview. */
import { act } from 'react';
import { describe, expect, test } from 'vitest';
import type { FlagView } from '../../electron/contract/flags.ts';
import { defaultSettings, type Settings } from '../../electron/contract/settings.ts';
import { trustWarnings } from '../../renderer/features/settings/import-words.ts';
import { boundsOf, durationParts, durationWords, readNumber } from '../../renderer/features/settings/number-words.ts';
import { sampleView } from '../helpers/sample-view.ts';
import { choose, field } from './fields.ts';
import { find, namesOf, type Screen, showApp, textOf } from './show.tsx';

const settingsWith = (change: Partial<Settings>): Settings => ({ ...defaultSettings, ...change });
const flag = (value: FlagView['value'], source: FlagView['source']): FlagView => ({ value, source });
/** The settings are read again and again by the clock; that is not what these tests are about. */
const asked = (screen: Screen) => screen.asked.filter((one) => one.name !== 'settings.get');
const changes = (screen: Screen) => screen.asked.filter((one) => one.name === 'settings.set').map((one) => one.input);

describe('numbers', () => {
  test('the bounds are those of the schema', () => {
    expect(boundsOf('parallel')).toEqual({ min: 1, max: 64 });
    expect(boundsOf('port')).toEqual({ min: 1, max: 65_535 });
    expect(boundsOf('debounceMs')).toEqual({ min: 0, max: 5_000 });
  });

  test.each([
    [300_000, '5 minutes'],
    [90_000, '90 seconds'],
    [3_600_000, '1 hour'],
    [1_500, '1500 milliseconds'],
    [0, '0 milliseconds'],
  ])('%i ms is said as %s', (ms, words) => {
    expect(durationWords(ms)).toBe(words);
    const { count, unit } = durationParts(ms);
    expect(`${count} ${unit}`.replace(/s$/, '')).toBe(words.replace(/s$/, ''));
  });

  test.each(['', ' ', 'ten', '1.5', '-3', '1e3', '0x10', '１２', '99999999999999999999'])('%j is no number', (text) => {
    expect(readNumber(text, { min: 1, max: 64 })).toEqual({ ok: false, complaint: 'Enter a whole number, between 1 and 64.' });
  });

  test('bounds are said in the words of the field', () => {
    expect(readNumber('0', { min: 1, max: 64 })).toEqual({ ok: false, complaint: 'It has to be between 1 and 64.' });
    const read = readNumber('25', boundsOf('refreshIntervalMs'), 3_600_000, durationWords);
    expect(read).toEqual({ ok: false, complaint: 'It has to be between 1 second and 24 hours.' });
    expect(readNumber(' 64 ', { min: 1, max: 64 })).toEqual({ ok: true, value: 64 });
  });
});

describe('settings page', () => {
  const answers = { 'settings.get': defaultSettings };

  test.each([
    ['Notifications', { notifications: false }],
    ['Launch at login', { launchAtLogin: true }],
    ['Keep servers running', { keepAlive: true }],
    ['Smart sync', { smartSync: false }],
  ] as const)('the switch "%s" is saved as it is changed', async (name, change) => {
    const screen = await showApp(sampleView(), '/settings', { ...answers, 'settings.set': settingsWith(change) });
    const before = (find(screen, 'switch', name) as HTMLInputElement).checked;
    await screen.click(find(screen, 'switch', name));
    expect(changes(screen)).toEqual([change]);
    expect((find(screen, 'switch', name) as HTMLInputElement).checked).toBe(!before);
  });

  test('a number is saved with Enter, and only when it fits', async () => {
    const screen = await showApp(sampleView(), '/settings', { ...answers, 'settings.set': settingsWith({ parallel: 8 }) });
    const parallel = find(screen, 'textbox', 'Parallel starts');
    await screen.type(parallel, '65');
    await screen.press(parallel, 'Enter');
    expect(textOf(screen)).toContain('It has to be between 1 and 64.');
    expect(parallel.getAttribute('aria-invalid')).toBe('true');
    await screen.type(parallel, '8');
    await screen.press(parallel, 'Enter');
    expect(changes(screen)).toEqual([{ parallel: 8 }]);
    expect(textOf(screen)).not.toContain('It has to be');
  });

  test('a time is saved with its unit', async () => {
    const screen = await showApp(sampleView(), '/settings', { ...answers, 'settings.set': settingsWith({ refreshIntervalMs: 5_000 }) });
    expect((find(screen, 'textbox', 'Refresh interval') as HTMLInputElement).value).toBe('5');
    await choose(screen, 'Unit of Refresh interval', 'seconds');
    expect(changes(screen)).toEqual([{ refreshIntervalMs: 5_000 }]);
  });

  test('a setting that could not be saved says so at its field', async () => {
    const problem = { code: 'settings-invalid', message: 'the disk is full', hint: 'Make room.' };
    const screen = await showApp(sampleView(), '/settings', { ...answers, 'settings.set': { ok: false, problem } });
    await screen.click(find(screen, 'switch', 'Notifications'));
    const row = find(screen, 'switch', 'Notifications').closest('.setting-row');
    expect(row?.querySelector('[role="alert"]')?.textContent).toContain('Not saved: the disk is full');
    expect(screen.root.querySelectorAll('[role="alert"]')).toHaveLength(1);
    expect((find(screen, 'switch', 'Notifications') as HTMLInputElement).checked).toBe(true);
  });

  test('an edit from outside is read when the view tells of it', async () => {
    let settings = defaultSettings;
    const screen = await showApp(sampleView(), '/settings', {
      get 'settings.get'() {
        return settings;
      },
    });
    settings = settingsWith({ theme: 'dark', parallel: 12 });
    screen.send({ kind: 'change', number: 1, change: { servers: [], removed: [], rest: { theme: 'dark' } } });
    await screen.settle();
    expect((find(screen, 'textbox', 'Parallel starts') as HTMLInputElement).value).toBe('12');
  });

  test('an edit from outside is read when the window gets the focus', async () => {
    let settings = defaultSettings;
    const screen = await showApp(sampleView(), '/settings', {
      get 'settings.get'() {
        return settings;
      },
    });
    settings = settingsWith({ keepAlive: true });
    await act(async () => void window.dispatchEvent(new Event('focus')));
    await screen.settle();
    expect((find(screen, 'switch', 'Keep servers running') as HTMLInputElement).checked).toBe(true);
  });

  test('settings that cannot be read are said so, with a way to try again', async () => {
    const problem = { code: 'settings-invalid', message: 'settings.json was written by a later version' };
    const screen = await showApp(sampleView(), '/settings', { 'settings.get': { ok: false, problem } });
    expect(screen.root.querySelector('[role="alert"]')?.textContent).toContain('written by a later version');
    await screen.click(find(screen, 'button', 'Try again'));
    expect(screen.asked.filter((one) => one.name === 'settings.get').length).toBeGreaterThan(1);
  });

  test('every flag has its value and where it comes from', async () => {
    const flags = { TOOLTRAY_PORT: flag('9000', 'environment'), smartSync: flag(false, 'setting'), TOOLTRAY_LOG: flag('info', 'default') };
    const screen = await showApp(sampleView({ flags }), '/settings', answers);
    const rows = [...find(screen, 'table', 'Flags').querySelectorAll('tbody tr')].map((row) =>
      [...row.querySelectorAll('td')].map((cell) => cell.textContent),
    );
    expect(rows).toEqual([
      ['TOOLTRAY_PORT', '9000', 'environment variable'],
      ['smartSync', 'off', 'settings'],
      ['TOOLTRAY_LOG', 'info', 'default'],
    ]);
    expect(textOf(screen)).toContain('TOOLTRAY_PORT is set to 9000');
  });
});

describe('trust', () => {
  const answers = { 'settings.get': defaultSettings, 'settings.set': settingsWith({ trust: 'always' }) };

  test('"Always" is asked about first, and the question opens on "Cancel"', async () => {
    const screen = await showApp(sampleView(), '/settings', answers);
    await screen.click(field(screen, 'Trust', 'always'));
    expect(changes(screen)).toEqual([]);
    expect(textOf(screen)).toContain('can then run commands as you');
    expect(find(screen, 'button', 'Cancel').hasAttribute('data-autofocus')).toBe(true);
    await screen.click(find(screen, 'button', 'Always trust all files'));
    expect(changes(screen)).toEqual([{ trust: 'always' }]);
    expect(textOf(screen)).toContain('Warning: new and changed servers of every file run');
  });

  test('"Cancel" changes nothing', async () => {
    const screen = await showApp(sampleView(), '/settings', answers);
    await screen.click(field(screen, 'Trust', 'always'));
    await screen.click(find(screen, 'button', 'Cancel'));
    expect(changes(screen)).toEqual([]);
    expect(namesOf(screen, 'dialog')).toEqual([]);
    expect((field(screen, 'Trust', 'ask') as HTMLInputElement).checked).toBe(true);
  });

  test('going back to "Ask" needs no question', async () => {
    const screen = await showApp(sampleView(), '/settings', { ...answers, 'settings.get': settingsWith({ trust: 'always' }) });
    await screen.click(field(screen, 'Trust', 'ask'));
    expect(changes(screen)).toEqual([{ trust: 'ask' }]);
  });

  test('the environment decides: said so, and nothing to choose', async () => {
    const screen = await showApp(sampleView({ flags: { TOOLTRAY_TRUST: flag('always', 'environment') } }), '/settings', answers);
    expect(textOf(screen)).toContain('TOOLTRAY_TRUST is set to always');
    expect((field(screen, 'Trust', 'ask') as HTMLInputElement).disabled).toBe(true);
  });
});

describe('export and import', () => {
  const answers = { 'settings.get': defaultSettings, 'settings.export': { text: '{"version":1}', path: null } };

  test('an export shows the whole text and is saved where a person says', async () => {
    const screen = await showApp(sampleView(), '/settings', answers);
    await screen.click(find(screen, 'button', 'Export settings'));
    expect((find(screen, 'textbox', 'Settings text') as HTMLTextAreaElement).value).toBe('{"version":1}');
    await screen.type(find(screen, 'textbox', 'Save to a file'), ' /home/ada/tooltray.json ');
    await screen.click(find(screen, 'button', 'Save'));
    expect(asked(screen).at(-1)).toEqual({ name: 'settings.export', input: { path: '/home/ada/tooltray.json' } });
  });

  test('a refused path is said at the field', async () => {
    let calls = 0;
    const screen = await showApp(sampleView(), '/settings', {
      ...answers,
      get 'settings.export'() {
        calls += 1;
        return calls === 1
          ? { text: '{}', path: null }
          : { ok: false, problem: { code: 'wrong-input', message: '"x" is no absolute path' } };
      },
    });
    await screen.click(find(screen, 'button', 'Export settings'));
    await screen.type(find(screen, 'textbox', 'Save to a file'), 'x');
    await screen.click(find(screen, 'button', 'Save'));
    expect(find(screen, 'textbox', 'Save to a file').getAttribute('aria-invalid')).toBe('true');
    expect(textOf(screen)).toContain('"x" is no absolute path');
  });

  const preview = { settings: settingsWith({ trust: 'always' }), changes: ['Trust: Ask → Always', 'Port: 8881 → 9000\u202E'] };

  test('an import shows every change and warns about trust before anything happens', async () => {
    const screen = await showApp(sampleView(), '/settings', { ...answers, 'settings.import': preview });
    await screen.click(find(screen, 'button', 'Import settings'));
    expect((find(screen, 'button', 'Import these settings') as HTMLButtonElement).disabled).toBe(true);
    await screen.type(find(screen, 'textbox', 'Settings text'), '{"trust":"always"}');
    await screen.click(find(screen, 'button', 'Preview changes'));
    expect(asked(screen).at(-1)).toEqual({ name: 'settings.import', input: { text: '{"trust":"always"}', dryRun: true } });
    for (const words of ['2 changes:', 'Trust: Ask → Always', '9000⟨U+202E⟩', 'of every file will run without being asked about'])
      expect(textOf(screen)).toContain(words);
  });

  test('what was there before comes back with "Undo"', async () => {
    const screen = await showApp(sampleView(), '/settings', { ...answers, 'settings.import': preview });
    await screen.click(find(screen, 'button', 'Import settings'));
    await screen.type(find(screen, 'textbox', 'Settings text'), '{"trust":"always"}');
    await screen.click(find(screen, 'button', 'Preview changes'));
    await screen.click(find(screen, 'button', 'Import these settings'));
    const imports = () => screen.asked.filter((one) => one.name === 'settings.import').map((one) => one.input);
    expect(imports().at(-1)).toEqual({ text: '{"trust":"always"}', dryRun: false });
    expect(namesOf(screen, 'dialog')).toEqual([]);
    await screen.click(find(screen, 'button', 'Undo'));
    expect(imports().at(-1)).toEqual({ text: '{"version":1}', dryRun: false });
    expect(textOf(screen)).toContain('Earlier settings are back');
  });

  test('a text that is changed after the preview has to be previewed again', async () => {
    const screen = await showApp(sampleView(), '/settings', { ...answers, 'settings.import': preview });
    await screen.click(find(screen, 'button', 'Import settings'));
    await screen.type(find(screen, 'textbox', 'Settings text'), '{}');
    await screen.click(find(screen, 'button', 'Preview changes'));
    await screen.type(find(screen, 'textbox', 'Settings text'), '{"trust":"always"}');
    expect((find(screen, 'button', 'Import these settings') as HTMLButtonElement).disabled).toBe(true);
  });

  test('a text that is no settings gets a clear problem', async () => {
    const problem = { code: 'settings-invalid', message: 'line 1, column 3: a value is missing', hint: 'Paste the whole text.' };
    const screen = await showApp(sampleView(), '/settings', { ...answers, 'settings.import': { ok: false, problem } });
    await screen.click(find(screen, 'button', 'Import settings'));
    await screen.type(find(screen, 'textbox', 'Settings text'), '{"');
    await screen.click(find(screen, 'button', 'Preview changes'));
    expect(textOf(screen)).toContain('line 1, column 3');
    expect((find(screen, 'button', 'Import these settings') as HTMLButtonElement).disabled).toBe(true);
  });

  test('warnings name what is newly trusted, and nothing that is trusted already or does not change', () => {
    const source = { path: '/p/mcp.json', client: 'cursor', trust: 'always' as const };
    const next = { settings: settingsWith({ sources: [source], trust: 'always' }), changes: ['x'] };
    expect(trustWarnings(next, defaultSettings)).toEqual([
      'New and changed servers of every file will run without being asked about.',
      'Servers of /p/mcp.json will run without being asked about.',
    ]);
    expect(trustWarnings(next, null)).toHaveLength(2);
    expect(trustWarnings(next, next.settings)).toEqual([]);
    expect(trustWarnings({ ...next, changes: [] }, defaultSettings)).toEqual([]);
  });
});

describe('about', () => {
  test('places are shown in files, and diagnostics are copied', async () => {
    const copied: string[] = [];
    // The screen in memory has no clipboard; what is selected is what would be copied.
    document.execCommand = () => copied.push(document.querySelector<HTMLTextAreaElement>('textarea.screen-reader-only')?.value ?? '') > 0;
    const screen = await showApp(sampleView(), '/settings', {
      'settings.get': defaultSettings,
      'diagnostics.get': { text: 'Tooltray 0.1.0' },
    });
    await screen.click(find(screen, 'button', 'Show in files'));
    await screen.click(find(screen, 'button', 'Open log folder'));
    await screen.click(find(screen, 'button', 'Copy diagnostics'));
    expect(asked(screen).slice(-3)).toEqual([
      { name: 'files.reveal', input: { what: 'home' } },
      { name: 'files.reveal', input: { what: 'logs' } },
      { name: 'diagnostics.get', input: {} },
    ]);
    expect(textOf(screen)).toContain('Diagnostics copied');
    expect(copied).toEqual(['Tooltray 0.1.0']);
  });

  test('no desktop to show a place on is said, with the path', async () => {
    const problem = { code: 'no-desktop', message: 'there is no file viewer', hint: 'Look in /home/ada/.tooltray.' };
    const screen = await showApp(sampleView(), '/settings', { 'settings.get': defaultSettings, 'files.reveal': { ok: false, problem } });
    await screen.click(find(screen, 'button', 'Show in files'));
    expect(screen.root.querySelector('[role="alert"]')?.textContent).toContain('Look in /home/ada/.tooltray.');
  });
});
