/** The Activity page: its states, links, unfolding, filter and search, older pages, and what is read again when something happened. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HistoryEntry } from '../../electron/contract/history.ts';
import { linkTo } from '../../renderer/lib/hash-place.ts';
import { happenedTo, sampleChart, sampleEdit, sampleEntry, sampleList } from '../helpers/sample-history.ts';
import { sampleServerId, sampleView } from '../helpers/sample-view.ts';
import { field } from './fields.ts';
import { find, namesOf, type Screen, showApp, textOf } from './show.tsx';

/** The screen in memory has no sizes; a virtual list draws nothing without them. */
const sizes = { clientHeight: 640, clientWidth: 900, offsetHeight: 32 };
const saved = Object.keys(sizes).map((name) => [name, Object.getOwnPropertyDescriptor(HTMLElement.prototype, name)] as const);
beforeAll(() => {
  for (const [name, value] of Object.entries(sizes))
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value });
});
afterAll(() => {
  for (const [name, descriptor] of saved) {
    if (descriptor === undefined) Reflect.deleteProperty(HTMLElement.prototype, name);
    else Object.defineProperty(HTMLElement.prototype, name, descriptor);
  }
});

const now = Date.now();
const at = (minutesAgo: number) => now - minutesAgo * 60_000;
const github = happenedTo('github');
const edit = sampleEntry(1, { at: at(3), edit: sampleEdit({ added: [github], removed: [happenedTo('gone')] }) });
const synced = sampleEntry(2, {
  at: at(2),
  kind: 'server.synced',
  server: github,
  cause: 1,
  durationMs: 1_200,
  lists: [sampleList(26, { added: ['create_issue'], removed: ['old_tool'] })],
});
const page = (entries: readonly HistoryEntry[], more = false) => ({ entries, more, problem: null });
const quiet = sampleChart({}, at(24 * 60));
const lines = (screen: Screen) =>
  [...screen.root.querySelectorAll('.timeline .happened')].map((line) => line.querySelector('.line-words > span')?.textContent);
const reads = (screen: Screen) => screen.asked.filter((one) => one.name === 'history.get').map((one) => one.input);

describe('activity page', () => {
  const answers = { 'history.get': page([synced, edit]), 'history.chart': quiet };

  test('says what happened, with links to servers that are there and names of those that are gone', async () => {
    const screen = await showApp(sampleView(), '/activity', answers);
    expect(namesOf(screen, 'heading')[0]).toMatch(/^1 change (today; the last|.*) [23] min ago\.$|^No changes today/);
    expect(lines(screen)).toEqual(['.cursor/mcp.json changed: github added, gone removed', 'github synced: 26 tools (+1 −1) in 1.2 s']);
    const link = [...screen.root.querySelectorAll('.timeline a')].find((one) => one.textContent === 'github');
    expect(link?.getAttribute('href')).toBe(linkTo('servers', sampleServerId('github')));
    expect([...screen.root.querySelectorAll('.timeline a')].map((one) => one.textContent)).not.toContain('gone');
    expect(screen.root.querySelector('.happened.nested')?.textContent).toContain('github synced');
  });

  test('a line unfolds to the tools that came and went', async () => {
    const screen = await showApp(sampleView(), '/activity', answers);
    expect(textOf(screen)).not.toContain('create_issue');
    const unfold = find(screen, 'button', 'Details of github synced: 26 tools (+1 −1) in 1.2 s');
    expect(unfold.getAttribute('aria-expanded')).toBe('false');
    await screen.click(unfold);
    expect(textOf(screen)).toContain('Tools that came: create_issue');
    expect(textOf(screen)).toContain('Tools that went: old_tool');
    expect(unfold.getAttribute('aria-expanded')).toBe('true');
  });

  test('filter and search narrow the timeline', async () => {
    const failed = sampleEntry(3, { at: at(1), kind: 'server.failed', server: happenedTo('notes') });
    const screen = await showApp(sampleView(), '/activity', { ...answers, 'history.get': page([failed, synced, edit]) });
    await screen.click(field(screen, 'Show', 'failures'));
    expect(lines(screen)).toEqual(['notes failed']);
    await screen.click(field(screen, 'Show', 'all'));
    await screen.type(find(screen, 'textbox', 'Search activity'), 'create_issue');
    expect(lines(screen)).toHaveLength(2);
    await screen.type(find(screen, 'textbox', 'Search activity'), 'never happened');
    expect(textOf(screen)).toContain('No entry of the timeline fits');
  });

  test('is read again when something happened, and keeps what is unfolded', async () => {
    let entries = [synced, edit];
    const screen = await showApp(sampleView({ historyNumber: 2 }), '/activity', {
      'history.chart': quiet,
      get 'history.get'() {
        return page(entries);
      },
    });
    await screen.click(find(screen, 'button', 'Details of github synced: 26 tools (+1 −1) in 1.2 s'));
    entries = [sampleEntry(3, { at: at(0), kind: 'watching.paused', source: null }), ...entries];
    screen.send({ kind: 'change', number: 1, change: { servers: [], removed: [], rest: { historyNumber: 3 } } });
    await screen.settle();
    expect(lines(screen)[0]).toBe('Watching paused');
    expect(textOf(screen)).toContain('Tools that came: create_issue');
    expect(reads(screen)).toHaveLength(2);
  });

  test('thousands: only what is on screen is drawn, and older pages are read when the end comes near', async () => {
    const entries = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => sampleEntry(from - index, { at: at(index), kind: 'server.recovered', server: github }));
    let asked = 0;
    const screen = await showApp(sampleView(), '/activity', {
      'history.chart': quiet,
      get 'history.get'() {
        asked += 1;
        return asked === 1 ? page(entries(5_000, 40), true) : page(entries(4_960, 2_000), true);
      },
    });
    await screen.settle();
    expect(reads(screen)).toEqual([{ limit: 200 }, { limit: 200, before: 4_961 }]);
    expect(screen.root.querySelectorAll('.timeline .happened').length).toBeLessThan(60);
    const rows = [...screen.root.querySelectorAll('.timeline-row')];
    expect(rows[0]?.getAttribute('aria-posinset')).toBe('1');
    expect(rows[0]?.getAttribute('aria-setsize')).toBe('-1');
  });

  test('an empty timeline says what will be here', async () => {
    const screen = await showApp(sampleView(), '/activity', { ...answers, 'history.get': page([]) });
    expect(namesOf(screen, 'heading')[0]).toBe('Nothing has happened yet.');
    expect(textOf(screen)).toContain('Every change of a watched file is told here');
  });

  test('a timeline that cannot be read says so and is read again on demand', async () => {
    const problem = { code: 'internal', message: 'the timeline cannot be read' };
    const screen = await showApp(sampleView(), '/activity', { ...answers, 'history.get': { ok: false, problem } });
    expect(screen.root.querySelector('[role="alert"]')?.textContent).toContain('the timeline cannot be read');
    await screen.click(find(screen, 'button', 'Try again'));
    expect(reads(screen)).toHaveLength(2);
  });

  test('a timeline that is not kept on disk says why', async () => {
    const problem = { code: 'history-unwritable', message: 'the disk is full' };
    const screen = await showApp(sampleView(), '/activity', { ...answers, 'history.get': { entries: [edit], more: false, problem } });
    expect(textOf(screen)).toContain('the disk is full');
    expect(lines(screen)).toHaveLength(1);
  });

  test('the chart is there in one sentence and as a table', async () => {
    const chart = sampleChart({ 90: { syncs: 3, medianMs: 800, slowestMs: 4_100 }, 92: { failures: 1 } }, at(24 * 60));
    const screen = await showApp(sampleView(), '/activity', { ...answers, 'history.chart': chart });
    expect(textOf(screen)).toContain('3 syncs in the last 24 hours, usually 800 ms, the slowest 4.1 s; 1 server failure.');
    expect(find(screen, 'table', 'Sync times and failures').querySelectorAll('tbody tr')).toHaveLength(2);
  });

  test('T17 hostile names stay text', async () => {
    const hostile = sampleEntry(1, {
      at: at(1),
      kind: 'server.failed',
      server: happenedTo('<img src=x>\u202E'),
      problem: { code: 'exited', message: 'x' },
    });
    const screen = await showApp(sampleView(), '/activity', { ...answers, 'history.get': page([hostile]) });
    expect(lines(screen)).toEqual(['<img src=x>⟨U+202E⟩ failed: x']);
    expect(screen.root.querySelector('img')).toBeNull();
  });
});
