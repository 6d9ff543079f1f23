/** The page of one server, over given views and answers. */
import { act } from 'react';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { ServerView } from '../../electron/contract/app-view.ts';
import type { HistoryEntry } from '../../electron/contract/history.ts';
import { ProblemCode } from '../../electron/contract/problem.ts';
import { sampleServer, sampleServerId, sampleSource, sampleView } from '../helpers/sample-view.ts';
import { find, namesOf, type Screen, showApp, textOf } from './show.tsx';

const id = sampleServerId('github');
const place = (...rest: readonly string[]): string => ['/servers', encodeURIComponent(id), ...rest.map(encodeURIComponent)].join('/');
const viewOf = (overrides: Partial<ServerView> = {}) => sampleView({ servers: [sampleServer('github', overrides)] });
const tool = (name: string, rest: Record<string, unknown> = {}) => ({
  name,
  description: `About ${name}`,
  inputSchema: { type: 'object' },
  ...rest,
});
const listed = (items: readonly unknown[], rest: Record<string, unknown> = {}) => ({
  'servers.items': { items, stale: false, readAt: 1_000_000, ...rest },
});
const lineOf = (screen: Screen, name: string): HTMLElement => {
  const found = [...screen.root.querySelectorAll<HTMLElement>('.listed-line')].find(
    (line) => line.querySelector('code')?.textContent === name,
  );
  if (found === undefined) throw new Error(`no line ${name}`);
  return found;
};
const heading = (screen: Screen): string | undefined => namesOf(screen, 'heading')[0];

describe('the sentence of a server', () => {
  const refused = { code: 'unauthorized' as const, message: 'https://x/mcp answered 401 Unauthorized.' };
  test.each<[string, Partial<ServerView>]>([
    ['github is in sync.', {}],
    ['github is being synced.', { status: 'syncing' }],
    ['github is in sync and rests until it is needed.', { status: 'idle' }],
    ['github failed: not authorised (401).', { status: 'failed', problem: refused }],
    [
      'github failed 3 d ago: not authorised (401).',
      { status: 'failed', problem: refused, failingSince: Date.now() - 3 * 86_400_000 - 1_000 },
    ],
    [
      'github is not fully in sync: could not list its tools.',
      { status: 'stale', problem: { code: 'list-failed', message: 'no tools/list' } },
    ],
    ['github needs your approval.', { status: 'approval' }],
    ['You rejected the launch of github.', { status: 'approval', problem: { code: 'rejected', message: 'you rejected this launch' } }],
    ['github is switched off.', { status: 'disabled', enabled: false }],
    ['⟨U+202E⟩hub is in sync.', { name: '\u202ehub' }],
  ])('%s', async (sentence, overrides) => {
    expect(heading(await showApp(viewOf(overrides), place()))).toBe(sentence);
  });
});

describe('a failing server', () => {
  const failing = (code: ProblemCode, rest: Partial<ServerView> = {}) =>
    viewOf({ status: 'failed', problem: { code, message: 'the message', hint: 'the hint', evidence: ['line 1', 'line 2'] }, ...rest });

  test.each(ProblemCode.options)('has a card with title, words, evidence and details: %s', async (code) => {
    const screen = await showApp(failing(code), place());
    const card = screen.root.querySelector('.failure');
    expect(card?.querySelector('[role="alert"]')?.textContent).not.toBe('');
    for (const words of ['the hint', 'line 1\nline 2', code]) expect(card?.textContent).toContain(words);
  });

  test('its evidence is reached by keyboard, and its steps do something', async () => {
    const screen = await showApp(failing('exited'), place());
    expect(screen.root.querySelector('.failure pre')?.getAttribute('tabindex')).toBe('0');
    await screen.click(find(screen, 'button', 'Resync'));
    await screen.click(find(screen, 'button', 'Show its file'));
    expect(screen.asked.slice(-2)).toEqual([
      { name: 'servers.sync', input: { names: [id] } },
      { name: 'files.reveal', input: { what: 'source', path: sampleSource } },
    ]);
    await screen.click(find(screen, 'link', 'Show log'));
    expect(find(screen, 'tab', 'Log').getAttribute('aria-selected')).toBe('true');
  });

  test('a server that is switched off is not offered a resync', async () => {
    const screen = await showApp(failing('entry-unsupported', { status: 'disabled', enabled: false }), place());
    expect(namesOf(screen, 'button')).not.toContain('Resync');
  });

  test('F38 the count-down goes on without being read out', async () => {
    vi.useFakeTimers({ now: 1_000_000, toFake: ['Date', 'setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const screen = await showApp(failing('crash-loop', { retryAt: 1_040_000 }), place());
    const words = () => screen.root.querySelector('.failure')?.textContent ?? '';
    expect(words()).toContain('tried again by itself in 40 s');
    await act(async () => void vi.advanceTimersByTime(5_000));
    expect(words()).toContain('tried again by itself in 35 s');
    expect(screen.root.querySelector('.failure [role="alert"]')?.textContent).not.toContain('35 s');
  });
});

describe('what can be done with a server', () => {
  test('a sync under way is called off', async () => {
    const screen = await showApp(viewOf({ status: 'syncing' }), place());
    await screen.click(find(screen, 'button', 'Cancel'));
    expect(screen.asked.at(-1)).toEqual({ name: 'servers.cancel', input: { names: [id] } });
  });

  test('only a server of a file that Tooltray edits has a switch', async () => {
    const screen = await showApp(viewOf({ editable: true }), place());
    await screen.click(find(screen, 'switch', 'Enable github'));
    expect(screen.asked.at(-1)).toEqual({ name: 'servers.setEnabled', input: { name: 'github', source: sampleSource, enabled: false } });
    const other = await showApp(viewOf({ editable: false }), place());
    expect(other.root.querySelectorAll('main')[1]?.querySelector('[role="switch"]')).toBeNull();
  });

  test('its process is described, with the memory of all it started', async () => {
    const screen = await showApp(viewOf(), place(), { 'servers.process': { pid: 4_242, processes: 3, memoryBytes: 52_428_800 } });
    expect(textOf(screen)).toContain('pid 4242');
    expect(textOf(screen)).toContain('50 MB · 3 processes');
  });
});

describe('its lists', () => {
  const many = Array.from({ length: 12 }, (_, index) => tool(`tool-${index}`));

  test.each([
    ['Tools', 'tools', 'Resync tools'],
    ['Prompts', 'prompts', 'Resync prompts'],
    ['Resources', 'resources', 'Resync resources'],
  ])('%s are listed again by themselves, and the tab is in the address', async (tab, only, button) => {
    const screen = await showApp(viewOf(), place(), listed(many));
    await screen.click(find(screen, 'tab', tab));
    expect(window.location.hash).toBe(`#${place(only)}`);
    await screen.click(find(screen, 'button', button));
    expect(screen.asked.at(-1)).toEqual({ name: 'servers.sync', input: { names: [id], only } });
  });

  test('arrow keys walk the tabs', async () => {
    const screen = await showApp(viewOf(), place('log'));
    await screen.press(find(screen, 'tab', 'Log'), 'ArrowRight');
    expect(find(screen, 'tab', 'History').getAttribute('aria-selected')).toBe('true');
  });

  test('a tool shows its parameters as a table, its badges and its cost', async () => {
    const schema = { type: 'object', properties: { title: { type: 'string', description: 'Of the issue' } }, required: ['title'] };
    const item = tool('create', { inputSchema: schema, annotations: { destructiveHint: true }, outputSchema: true });
    const screen = await showApp(viewOf(), place(), listed([item]));
    expect(lineOf(screen, 'create').textContent).toMatch(/destructive.*about \d+ tokens/);
    await screen.click(lineOf(screen, 'create'));
    expect([...find(screen, 'table', 'Parameters of create').querySelectorAll('td')].map((cell) => cell.textContent)).toEqual([
      'titlerequired',
      'text',
      'Of the issue',
    ]);
    expect(lineOf(screen, 'create').getAttribute('aria-expanded')).toBe('true');
    expect(textOf(screen)).toContain('What it gives back');
  });

  test('a search finds by name and description, and says how many', async () => {
    const screen = await showApp(viewOf(), place(), listed([...many, tool('odd', { description: 'A Needle' })]));
    await screen.type(find(screen, 'textbox', 'Search tools'), 'needle');
    expect([...screen.root.querySelectorAll('.listed-line code')].map((name) => name.textContent)).toEqual(['odd']);
    expect(textOf(screen)).toContain('1 of 13 tools');
  });

  test('the tool that the address names is open and has the focus', async () => {
    const screen = await showApp(viewOf(), place('tools', 'tool-7'), listed(many));
    expect(lineOf(screen, 'tool-7').getAttribute('aria-expanded')).toBe('true');
    expect(document.activeElement).toBe(lineOf(screen, 'tool-7'));
  });

  test('a tool that is gone is said to be gone', async () => {
    expect(textOf(await showApp(viewOf(), place('tools', 'old'), listed(many)))).toContain('There is no tool “old” here any more.');
  });

  test('of 5,000 tools only those on screen are drawn, and all are searched', async () => {
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(800);
    onTestFinished(() => void vi.restoreAllMocks());
    const screen = await showApp(
      viewOf({ tools: 5_000 }),
      place(),
      listed(Array.from({ length: 5_000 }, (_, index) => tool(`t${index}x`))),
    );
    const drawn = screen.root.querySelectorAll('.listed-line').length;
    expect(drawn).toBeGreaterThan(0);
    expect(drawn).toBeLessThan(100);
    expect(screen.root.querySelector('.listed-item')?.getAttribute('aria-setsize')).toBe('5000');
    await screen.type(find(screen, 'textbox', 'Search tools'), 't4999x');
    expect(lineOf(screen, 't4999x')).toBeDefined();
  });

  test('last known lists say so with their time', async () => {
    const screen = await showApp(viewOf(), place(), listed(many, { stale: true, readAt: Date.now() - 7_200_000 }));
    expect(textOf(screen)).toContain('last known, read 2 h ago');
  });

  test.each([
    ['never read', { items: [], stale: false, readAt: null }, 'Not listed yet'],
    ['empty', { items: [], stale: false, readAt: 1 }, 'This server offers no tools'],
    ['failed', { ok: false, problem: { code: 'internal', message: 'it broke' } }, 'it broke'],
  ])('a list says how it is: %s', async (_name, answer, words) => {
    expect(textOf(await showApp(viewOf(), place(), { 'servers.items': answer }))).toContain(words);
  });

  test('prompts show their arguments, resources their address, type and size', async () => {
    const prompt = { name: 'p', arguments: [{ name: 'topic', required: true, description: 'What about' }] };
    const prompts = await showApp(viewOf(), place('prompts', 'p'), listed([prompt]));
    expect(find(prompts, 'table', 'Arguments of p').textContent).toContain('topicrequired');
    const resource = { name: 'r', uri: 'file:///r', mimeType: 'text/plain', size: 2_048 };
    const resources = await showApp(viewOf({ resourceTemplates: 0 }), place('resources', 'r'), listed([resource]));
    for (const words of ['file:///r', 'text/plain', '2.0 kB']) expect(textOf(resources)).toContain(words);
  });

  test('names and texts that hide something are shown with codes and break nothing', async () => {
    const hostile = [
      tool('a\u202eb', { description: '<img src=x onerror=alert(1)>\u200b', annotations: 'x', inputSchema: 'not a schema' }),
      tool('', { inputSchema: { type: 'object', properties: { '\u202e': { enum: ['\u0007'] } } } }),
      { name: '__proto__', description: 3, title: {}, inputSchema: null, arguments: 7 },
    ];
    const screen = await showApp(viewOf(), place(), listed(hostile));
    for (const line of screen.root.querySelectorAll('.listed-line')) await screen.click(line);
    expect(textOf(screen)).toContain('a⟨U+202E⟩b');
    expect(textOf(screen)).toContain('⟨U+200B⟩');
    expect(screen.root.querySelector('img')).toBeNull();
    expect(screen.root.querySelector('[role="alert"]')).toBeNull();
  });
});

describe('its log', () => {
  const log = { 'servers.log': { lines: ['started', 'ERROR broke', 'WARN slow'] } };
  const shown = (screen: Screen) => screen.root.querySelector('[role="log"]')?.textContent;

  test('is filtered by level and searched', async () => {
    const screen = await showApp(viewOf(), place('log'), log);
    const level = screen.root.querySelector<HTMLSelectElement>('select[aria-label="Level"]');
    if (level === null) throw new Error('no filter');
    await act(async () => {
      level.value = 'error';
      level.dispatchEvent(new Event('change', { bubbles: true }));
    });
    expect(shown(screen)).toBe('ERROR broke');
    expect(textOf(screen)).toContain('1 of 3 lines');
    await screen.type(find(screen, 'textbox', 'Search log'), 'nowhere');
    expect(textOf(screen)).toContain('No line fits.');
  });

  test('without any level there is no filter', async () => {
    const screen = await showApp(viewOf(), place('log'), { 'servers.log': { lines: ['plain'] } });
    expect(screen.root.querySelector('select')).toBeNull();
  });

  test('stays as it is while it is not followed', async () => {
    const answer = { lines: ['one'] };
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
    onTestFinished(() => void vi.useRealTimers());
    const screen = await showApp(viewOf(), place('log'), { 'servers.log': answer });
    const readAgain = async () => {
      await act(async () => void (await vi.advanceTimersByTimeAsync(1_100)));
      await screen.settle();
    };
    await screen.click(find(screen, 'button', 'Stop following'));
    answer.lines = ['one', 'two'];
    await readAgain();
    expect(shown(screen)).toBe('one');
    await screen.click(find(screen, 'button', 'Follow'));
    await readAgain();
    expect(shown(screen)).toBe('one\ntwo');
  });

  test('its folder is opened', async () => {
    const screen = await showApp(viewOf(), place('log'), log);
    await screen.click(find(screen, 'button', 'Open log folder'));
    expect(screen.asked.some((one) => one.name === 'files.reveal' && JSON.stringify(one.input) === '{"what":"logs"}')).toBe(true);
  });
});

describe('its history', () => {
  const entry = (number: number, overrides: Partial<HistoryEntry>): HistoryEntry => ({
    number,
    at: Date.now() - (100 - number) * 60_000,
    kind: 'server.synced',
    source: null,
    server: { id, name: 'github' },
    cause: null,
    edit: null,
    lists: [],
    durationMs: null,
    problem: null,
    ...overrides,
  });
  const edit = {
    added: [],
    removed: [],
    changed: [{ id, name: 'github', changes: ['arguments changed'] }],
    addedCount: 0,
    removedCount: 0,
    changedCount: 1,
  };
  const list = {
    capability: 'tools' as const,
    added: ['new_one'],
    removed: [],
    changed: ['old\u202e'],
    addedCount: 3,
    removedCount: 0,
    changedCount: 1,
    total: 5,
  };
  const page = {
    entries: [
      entry(98, { kind: 'server.failed', problem: { code: 'exited', message: 'exited with code 1' }, cause: 2 }),
      entry(96, { lists: [list], durationMs: 1_200, cause: 95 }),
      entry(95, { kind: 'source.changed', source: sampleSource, edit }),
    ],
    more: true,
  };

  test('says what changed, how long it took and which edit caused it', async () => {
    const screen = await showApp(viewOf(), place('history'), { 'history.get': page });
    const [failed, synced, edited] = [...screen.root.querySelectorAll('.server-history-entry')].map((line) => line.textContent ?? '');
    expect(failed).toContain('Failed: exited with code 1');
    expect(failed).toContain('Caused by something before the oldest line shown.');
    expect(synced).toContain('Synced in 1.2 s');
    expect(synced).toContain('+ 3 new tools: new_one and 2 more');
    expect(synced).toContain('~ 1 tool changed: old⟨U+202E⟩');
    expect(synced).toContain(`Because: its file was edited (${sampleSource}), 5 min ago – arguments changed`);
    expect(edited).toContain('arguments changed');
  });

  test('is read again when there is something new, and further back when asked', async () => {
    const screen = await showApp(viewOf(), place('history'), { 'history.get': page });
    const asked = () => screen.asked.filter((one) => one.name === 'history.get').map((one) => one.input);
    expect(asked()).toEqual([{ server: id, limit: 50 }]);
    screen.send({ kind: 'change', number: 1, change: { servers: [], removed: [], rest: { historyNumber: 99 } } });
    await screen.settle();
    expect(asked()).toHaveLength(2);
    await screen.click(find(screen, 'button', 'Show older'));
    expect(asked().at(-1)).toEqual({ server: id, limit: 100 });
  });

  test.each([
    ['empty', { entries: [], more: false }, 'Nothing has happened yet'],
    ['failed', { ok: false, problem: { code: 'internal', message: 'no history' } }, 'no history'],
  ])('says how it is: %s', async (_name, answer, words) => {
    expect(textOf(await showApp(viewOf(), place('history'), { 'history.get': answer }))).toContain(words);
  });
});
