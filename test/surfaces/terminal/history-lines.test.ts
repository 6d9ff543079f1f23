/** The timeline as lines for a person. */
import { expect, test } from 'vitest';
import { type HistoryEntry, HistoryKind } from '../../../electron/contract/history.ts';
import { serverId, sourceId } from '../../../electron/contract/ids.ts';
import { historyLines } from '../../../electron/surfaces/terminal/print/history-lines.ts';
import { run } from './stub-world.ts';

const source = sourceId('/home/ada/mcp.json');
const server = (name: string) => ({ id: serverId(source, ['mcpServers', name]), name });
const entry = (number: number, kind: HistoryKind, parts: Partial<HistoryEntry> = {}): HistoryEntry => ({
  number,
  at: new Date(2026, 0, 31, 9, 5, number).getTime(),
  kind,
  source: null,
  server: null,
  cause: null,
  edit: null,
  lists: [],
  durationMs: null,
  problem: null,
  ...parts,
});
const list = {
  capability: 'tools' as const,
  added: ['t1', 't2'],
  removed: [],
  changed: ['t3'],
  addedCount: 12,
  removedCount: 0,
  changedCount: 1,
  total: 20,
};
const edit = {
  added: [server('b')],
  removed: [server('c'), server('d')],
  changed: [{ ...server('a'), changes: ['disabled'] }],
  addedCount: 1,
  removedCount: 2,
  changedCount: 1,
};
const lines = (entries: readonly HistoryEntry[]) =>
  historyLines(entries, { paint: (_colour, text) => text, widthMax: Number.POSITIVE_INFINITY });

test('newest last, with time, cause and what changed by name', () => {
  const entries = [
    entry(3, 'server.failed', { server: server('b'), cause: 1, problem: { code: 'exited', message: 'The server ended.' } }),
    entry(2, 'server.synced', { server: server('a'), cause: 1, lists: [list], durationMs: 40 }),
    entry(1, 'source.changed', { source, edit }),
  ];
  expect(lines(entries)).toEqual([
    '#  TIME                 CAUSE  WHAT',
    '1  2026-01-31 09:05:01         ✎ file changed /home/ada/mcp.json: added b, removed c, d, changed a (disabled)',
    '2  2026-01-31 09:05:02  by #1  ● synced a: 20 tools (new t1, t2 and 10 more, changed t3) in 40 ms',
    '3  2026-01-31 09:05:03  by #1  ▲ failed b: The server ended.',
  ]);
});

test.each(HistoryKind.options)('%s has a shape and words', (kind) => {
  expect(lines([entry(1, kind)])[1]).toMatch(/09:05:01 {9}\S [a-zA-Z ]+$/);
});

test('T17 names from outside cannot steer the terminal', () => {
  const evil = '\u001b[2J\u001b]0;x\u0007a\u202eb\r\n';
  const shown = lines([
    entry(1, 'server.synced', { server: server(evil), lists: [{ ...list, added: [evil] }] }),
    entry(2, 'source.changed', { source: sourceId(evil), edit: { ...edit, changed: [{ ...server(evil), changes: [evil] }] } }),
    entry(3, 'server.failed', { problem: { code: 'exited', message: evil } }),
  ]);
  expect(shown).toHaveLength(4);
  expect(shown.join('')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
});

test('an empty timeline, a problem and older entries are said', async () => {
  const page = (entries: readonly HistoryEntry[], more: boolean, problem: unknown) => ({
    answers: { 'history.get': { entries, more, problem } },
  });
  expect((await run(['history'], page([], false, null))).stdout).toBe('Nothing has happened yet.\n');
  const full = await run(['history', '--limit', '1'], {
    ...page([entry(2, 'watching.paused')], true, { code: 'history-unwritable', message: 'The disk is full.' }),
    isTerminal: true,
  });
  expect(full.stdout).toContain('There are older entries: tooltray history --limit 4');
  expect(full.stdout).toContain('The disk is full.');
  expect(full.engine.calls.map(({ name, input }) => [name, input])).toContainEqual(['history.get', { limit: 1 }]);
});

test.each(['0', '1001', '-1', 'x', '1.5', ''])('a limit of "%s" is a wrong usage with the range in words', async (limit) => {
  const ran = await run(['history', `--limit=${limit}`]);
  expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining('1 to 1000')]);
});
