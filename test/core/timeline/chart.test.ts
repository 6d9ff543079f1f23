/** Sync times and failures in pieces of time. */
import { expect, test } from 'vitest';
import type { HistoryEntry, HistoryKind } from '../../../electron/contract/history.ts';
import { historyChart } from '../../../electron/core/timeline/chart.ts';

const hourMs = 3_600_000;
const now = 1_000 * hourMs;

const entry = (kind: HistoryKind, agoMs: number, durationMs: number | null = null): HistoryEntry => ({
  number: 1,
  at: now - agoMs,
  kind,
  source: null,
  server: null,
  cause: null,
  edit: null,
  lists: [],
  durationMs,
  problem: null,
});

test('pieces cover the hours without a gap, oldest first, empty ones included', () => {
  const chart = historyChart([], 24, now);
  expect(chart).toMatchObject({ from: now - 24 * hourMs, to: now, pieceMs: 900_000 });
  expect(chart.pieces).toHaveLength(96);
  expect(chart.pieces.map(({ at }) => at)).toEqual(Array.from({ length: 96 }, (_, index) => now - 24 * hourMs + index * 900_000));
  expect(
    chart.pieces.every((piece) => piece.syncs === 0 && piece.failures === 0 && piece.medianMs === null && piece.slowestMs === null),
  ).toBe(true);
});

test.each([
  ['one sync', [entry('server.synced', 1, 40)], { syncs: 1, failures: 0, medianMs: 40, slowestMs: 40 }],
  [
    'the lower one in the middle of two',
    [entry('server.synced', 1, 90), entry('server.synced', 2, 10)],
    { syncs: 2, medianMs: 10, slowestMs: 90 },
  ],
  ['an odd one in any order', [30, 5, 80].map((ms) => entry('server.synced', 5, ms)), { syncs: 3, medianMs: 30, slowestMs: 80 }],
  ['failures are counted apart', [entry('server.failed', 1), entry('server.failed', 2)], { syncs: 0, failures: 2, medianMs: null }],
  ['a sync without a time is left out', [entry('server.synced', 1)], { syncs: 0 }],
  ['other kinds do not count', [entry('server.recovered', 1, 5), entry('source.failed', 1)], { syncs: 0, failures: 0 }],
  ['the moment itself belongs to the last piece', [entry('server.synced', 0, 7)], { syncs: 1, slowestMs: 7 }],
] as const)('%s', (_name, entries, expected) => {
  expect(historyChart(entries, 24, now).pieces.at(-1)).toMatchObject(expected);
});

test('what is older than the chart, or in the future, is left out; what is just inside is in the first piece', () => {
  const chart = historyChart([entry('server.failed', hourMs + 1), entry('server.failed', -1), entry('server.failed', hourMs)], 1, now);
  expect(chart.pieces.map(({ failures }) => failures)).toEqual([1, ...Array<number>(95).fill(0)]);
});
