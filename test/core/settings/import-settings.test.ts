/** Settings as text: versions, export, import, and what differs in words. */
import { describe, expect, test } from 'vitest';
import { defaultSettings, type Settings } from '../../../electron/contract/settings.ts';
import { exportText, isExport } from '../../../electron/core/settings/export-settings.ts';
import { importSettings } from '../../../electron/core/settings/import-settings.ts';
import { parseSettings } from '../../../electron/core/settings/settings-format.ts';

const machine = { platform: 'linux', homeFolder: '/home/ada', ownSource: '/home/ada/.tooltray/mcp.json' } as const;
const elsewhere = { platform: 'linux', homeFolder: '/home/bob', ownSource: '/home/bob/.tooltray/mcp.json' } as const;
const cursor = { path: '/home/ada/.cursor/mcp.json', client: 'cursor', trust: 'ask' } as const;
const settings: Settings = {
  ...defaultSettings,
  theme: 'dark',
  refreshIntervalMs: 600_000,
  sources: [cursor, { path: '/etc/mcp.json', client: 'generic', trust: 'always' }],
  welcomed: true,
  toldAboutTray: true,
};

function imported(text: string, current: Settings = defaultSettings, here: typeof machine | typeof elsewhere = machine) {
  const outcome = importSettings(text, current, here);
  if ('code' in outcome) throw new Error(`${outcome.code}: ${outcome.message}`);
  return outcome;
}

const refusal = (text: string) => importSettings(text, defaultSettings, machine);

describe('versions', () => {
  test('a file without a version is version 0 and is migrated step by step', () => {
    const steps = [(one: object) => ({ ...one, hue: 'dark' }), ({ hue, ...rest }: Record<string, unknown>) => ({ ...rest, theme: hue })];
    expect(parseSettings({ port: 9_001, later: 1 }, 2, steps)).toMatchObject({
      kind: 'settings',
      version: 0,
      settings: { port: 9_001, theme: 'dark' },
      members: { later: 1, theme: 'dark' },
    });
    expect(parseSettings({ version: 1, hue: 'light' }, 2, steps)).toMatchObject({ version: 1, settings: { theme: 'light' } });
    expect(parseSettings({ version: 2 }, 2, steps)).toMatchObject({ kind: 'settings', version: 2, settings: { theme: 'system' } });
  });

  test('a newer one is used as far as it is understood', () => {
    expect(parseSettings({ version: 7, theme: 'dark', port: 'auto', notifications: false })).toMatchObject({
      kind: 'newer',
      version: 7,
      settings: { theme: 'dark', port: defaultSettings.port, notifications: false },
    });
  });

  test.each([
    [[], 'it is not a JSON object'],
    ['text', 'it is not a JSON object'],
    [{ version: 'one' }, 'its version is not a number'],
    [{ version: -1 }, 'its version is not a number'],
    [{ theme: 'pink' }, /^theme: /],
    [{ sources: [{ path: '' }] }, /^sources\.0\./],
  ])('%j is not usable and says why', (value, why) => {
    expect(parseSettings(value)).toMatchObject({ kind: 'invalid', why: typeof why === 'string' ? why : expect.stringMatching(why) });
  });
});

describe('export and import', () => {
  test('a text of everything but what is only about this installation; paths at home begin with a tilde', () => {
    const text = exportText(settings, machine);
    const members = JSON.parse(text);
    expect(Object.keys(members)).not.toContain('welcomed');
    expect(Object.keys(members)).not.toContain('toldAboutTray');
    expect(members).toMatchObject({
      kind: 'tooltray-settings',
      theme: 'dark',
      sources: [{ path: '~/.cursor/mcp.json' }, { path: '/etc/mcp.json' }],
    });
    expect([text, '{"kind":"other"}', '[]', 'x', ''].map(isExport)).toEqual([true, false, false, false, false]);
  });

  test('what was exported comes back the same, here and for another person', () => {
    const text = exportText(settings, machine);
    expect(imported(text, { ...settings, sources: [], theme: 'light' }).settings).toEqual(settings);
    expect(imported(text, settings)).toEqual({ settings, changes: [] });
    const there = imported(text, defaultSettings, elsewhere).settings;
    expect(there.sources[0]?.path).toBe('/home/bob/.cursor/mcp.json');
    expect(there).toMatchObject({ toldAboutTray: false, welcomed: true });
  });

  test('every change is a line in words, and trust without asking is said in so many words', () => {
    const current: Settings = { ...defaultSettings, sources: [cursor, { path: '/old.json', client: 'generic', trust: 'ask' }] };
    const wanted: Settings = {
      ...current,
      theme: 'dark',
      refreshIntervalMs: 600_000,
      notifications: false,
      trust: 'always',
      sources: [
        { path: '/etc/mcp.json', client: 'generic', trust: 'always' },
        { ...cursor, trust: 'always' },
      ],
    };
    const { changes } = imported(exportText(wanted, machine), current);
    expect(changes).toEqual([
      'Trust: ask → always (new and changed servers run without being asked about)',
      'Refresh interval: 5 min → 10 min',
      'Notifications: on → off',
      'Theme: system → dark',
      expect.stringMatching(/^Watch \/etc\/mcp\.json \(.+\); trust: always/),
      'Stop watching /old.json',
      expect.stringMatching(/^Trust of \/home\/ada\/\.cursor\/mcp\.json: ask → always/),
    ]);
  });

  test('another order alone is said', () => {
    const turned = { ...settings, sources: [...settings.sources].reverse() };
    expect(imported(exportText(turned, machine), settings).changes).toEqual(['Another order of the watched files']);
  });

  test('settings that the text does not name stay, files included', () => {
    expect(imported('{"theme": "light"}', settings).settings).toEqual({ ...settings, theme: 'light' });
  });

  test('no file is watched whose path or client does not fit here, and neither the own file nor a file twice', () => {
    const sources = ['C:\\Users\\x\\mcp.json', 'relative/mcp.json', machine.ownSource, '/a.json', '/a.json'].map((path) => ({
      path,
      client: 'generic',
    }));
    const { settings: found, changes } = imported(
      JSON.stringify({ sources: [...sources, { path: '/b.json', client: 'from the future' }] }),
    );
    expect(found.sources.map((source) => source.path)).toEqual(['/a.json']);
    expect(changes.filter((line) => line.startsWith('Not watched'))).toHaveLength(3);
  });

  test('a setting of a later version is left out and said', () => {
    expect(imported('{"theme": "dark", "colour": 1}').changes).toContain('Left out: "colour" is no setting of this version');
  });

  test.each([
    ['', { line: 1, column: 1 }],
    ['{"theme": "dark",\n  "port": }', { line: 2, column: 11 }],
    ['{\n  "theme": "pink"\n}', { line: 2, column: 12, pointer: '/theme' }],
    ['{"port": 0}', { line: 1, pointer: '/port' }],
    ['[1]', { line: 1 }],
    ['{"kind": "something else"}', { line: 1 }],
  ])('%j is refused with its place, and nothing would change', (text, where) => {
    expect(refusal(text)).toMatchObject({ code: 'wrong-input', where, hint: expect.any(String) });
  });

  test('settings of a newer version are refused', () => {
    expect(refusal('{"version": 99}')).toMatchObject({ code: 'wrong-input', hint: 'Update Tooltray first.' });
  });
});
