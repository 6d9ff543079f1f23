/** Search, long tables and what is drawn anew on the page “Servers”. */
import { act } from 'react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ListedRow } from '../../electron/contract/capability.ts';
import { findTools } from '../../renderer/bridge/find-tools.ts';
import { nextRun } from '../../renderer/features/servers/sync-run.ts';
import { sampleServer, sampleView } from '../helpers/sample-view.ts';
import { find, namesOf, type Screen, showApp, textOf } from './show.tsx';

const drawn = vi.hoisted(() => ({ rows: 0 }));
vi.mock('../../renderer/features/servers/server-status.tsx', async (original) => {
  const real = await original<typeof import('../../renderer/features/servers/server-status.tsx')>();
  return {
    ...real,
    ServerStatus: (props: Parameters<typeof real.ServerStatus>[0]) => {
      drawn.rows += 1;
      return real.ServerStatus(props);
    },
  };
});

const row = (server: string, name: string, description = ''): ListedRow => ({
  server,
  source: '/home/ada/.cursor/mcp.json',
  name,
  description,
  stale: false,
  as_of: null,
  enabled: true,
});
const rows = [row('github', 'create_issue', 'Opens an issue'), row('github', 'list_issues'), row('files', 'read_file', 'An issue? No.')];
const two = sampleView({ servers: [sampleServer('files'), sampleServer('github')] });

const searchField = (screen: Screen): HTMLElement => find(screen, 'textbox', 'Search servers and tools');
/** The focus is what makes the tools be read. */
async function useSearch(screen: Screen): Promise<void> {
  await act(async () => searchField(screen).focus());
  await screen.settle();
  await screen.settle();
}

const shownNames = (screen: Screen): readonly string[] =>
  [...screen.root.querySelectorAll('tbody tr[data-server] td.col-name')].map((cell) => cell.textContent ?? '');

describe('search over servers and tools', () => {
  test('finds servers by a tool of theirs, and lists the tools with a link to each', async () => {
    const screen = await showApp(two, '/', { 'listings.get': rows });
    await useSearch(screen);
    await screen.type(searchField(screen), 'create_iss');
    expect(shownNames(screen)).toEqual(['github']);
    const link = find(screen, 'link', 'create_issue');
    expect(link.getAttribute('href')).toBe(`#/servers/${encodeURIComponent(sampleServer('github').id)}/tools/create_issue`);
  });

  test('a tool that only mentions a word is listed, but brings in no server', async () => {
    const screen = await showApp(two, '/', { 'listings.get': rows });
    await useSearch(screen);
    await screen.type(searchField(screen), 'issue');
    expect(shownNames(screen)).toEqual(['github']);
    expect(textOf(screen)).toContain('3 tools');
  });

  test('tools are read on first use and again when the totals change, not before', async () => {
    const screen = await showApp(two, '/', { 'listings.get': rows });
    expect(screen.asked).toEqual([]);
    await useSearch(screen);
    expect(screen.asked.map(({ name }) => name)).toEqual(['listings.get']);
    searchField(screen).blur();
    await useSearch(screen);
    expect(screen.asked).toHaveLength(1);
  });

  test('when nothing is left, one button shows everything again', async () => {
    const screen = await showApp(two);
    await screen.type(searchField(screen), 'nothing like it');
    expect(textOf(screen)).toContain('No server matches');
    await screen.click(find(screen, 'button', 'Show all servers'));
    expect(shownNames(screen)).toHaveLength(2);
  });

  test('Escape empties the field', async () => {
    const screen = await showApp(two);
    await screen.type(searchField(screen), 'git');
    await screen.press(searchField(screen), 'Escape');
    expect(shownNames(screen)).toHaveLength(2);
  });

  test('names come before mentions, beginnings before middles', () => {
    const tools = ['reissue', 'issue_list', 'other'].map((name) => ({
      server: 's',
      name,
      title: null,
      description: '',
      nameText: `${name} `,
      text: `${name} an issue`,
    }));
    const found = findTools(tools, 'issue', 2);
    expect(found.tools.map(({ name }) => name)).toEqual(['issue_list', 'reissue']);
    expect(found.total).toBe(3);
  });
});

describe('a long table', () => {
  afterEach(() => void vi.restoreAllMocks());

  async function showMany(count: number): Promise<Screen> {
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(640);
    return showApp(sampleView({ servers: Array.from({ length: count }, (_, at) => sampleServer(`s${at}`)) }));
  }

  test('holds only the rows in view, and says how many there are and which these are', async () => {
    const screen = await showMany(500);
    const shown = [...screen.root.querySelectorAll('tbody tr[data-server]')];
    expect(shown.length).toBeGreaterThan(10);
    expect(shown.length).toBeLessThan(60);
    expect(find(screen, 'table', 'Servers').getAttribute('aria-rowcount')).toBe('501');
    expect(shown[0]?.getAttribute('aria-rowindex')).toBe('2');
  });

  test('End and Home reach rows that were not in the document, and the focus is on them', async () => {
    const screen = await showMany(500);
    const first = screen.root.querySelector<HTMLElement>('tbody tr[data-server]');
    if (!first) throw new Error('no row');
    await screen.press(first, 'End');
    expect(document.activeElement?.getAttribute('aria-rowindex')).toBe('501');
    await screen.press(document.activeElement ?? first, 'Home');
    expect(document.activeElement?.getAttribute('aria-rowindex')).toBe('2');
  });

  test('one Tab stop for the whole table: the row that was walked to', async () => {
    const screen = await showMany(100);
    const stops = () => screen.root.querySelectorAll('tbody tr[tabindex="0"]');
    const [first] = stops();
    if (!first) throw new Error('no row');
    await screen.press(first, 'ArrowDown');
    expect([...stops()].map((one) => one.getAttribute('aria-rowindex'))).toEqual(['3']);
  });

  test('the focus stays with its server when the order changes', async () => {
    const screen = await showApp(two);
    const github = screen.root.querySelectorAll<HTMLElement>('tbody tr')[1];
    await act(async () => github?.focus());
    screen.send({
      kind: 'change',
      number: 1,
      change: { servers: [], removed: [], order: [...two.servers].reverse().map(({ id }) => id), rest: {} },
    });
    expect(shownNames(screen)).toEqual(['github', 'files']);
    expect(document.activeElement).toBe(github);
  });

  test('a change draws the changed row anew and no other, news of something else none', async () => {
    const screen = await showApp(sampleView({ servers: Array.from({ length: 30 }, (_, at) => sampleServer(`s${at}`)) }));
    drawn.rows = 0;
    screen.send({ kind: 'change', number: 1, change: { servers: [sampleServer('s7', { tools: 99 })], removed: [], rest: {} } });
    expect(textOf(screen)).toContain('99 tools');
    expect(drawn.rows).toBe(1);
    screen.send({ kind: 'change', number: 2, change: { servers: [], removed: [], rest: { sentence: 'Something else.' } } });
    expect(namesOf(screen, 'heading')[0]).toBe('Something else.');
    expect(drawn.rows).toBe(1);
  });
});

describe('how far a sync is', () => {
  const at = (status: 'syncing' | 'synced', lastSyncAt = 1) => sampleServer('a', { status, lastSyncAt });

  test('a server counts as done once it was seen at it, or was synced since', () => {
    const asked = nextRun(null, [at('synced'), sampleServer('b')], true);
    expect(asked).toMatchObject({ done: 0 });
    expect(asked?.members.size).toBe(2);
    expect(nextRun(asked, [at('synced', 2), sampleServer('b')], true)?.done).toBe(1);
    const seen = nextRun(asked, [at('syncing'), sampleServer('b')], true);
    expect(nextRun(seen, [at('synced'), sampleServer('b')], true)?.done).toBe(1);
  });

  test('it is over when nothing syncs and nobody waits', () => {
    expect(nextRun(nextRun(null, [at('syncing')], false), [at('synced')], false)).toBeNull();
  });

  test('who is switched off or waits for an approval takes no part', () => {
    const others = [sampleServer('off', { enabled: false, status: 'disabled' }), sampleServer('ask', { status: 'approval' })];
    expect(nextRun(null, [at('synced'), ...others], true)?.members.size).toBe(1);
  });
});
