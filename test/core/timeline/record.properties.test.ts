/** What holds for the timeline of any history. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { HistoryEntry } from '../../../electron/contract/history.ts';
import { emptyMemory, remember } from '../../../electron/core/timeline/memory.ts';
import { record } from '../../../electron/core/timeline/record.ts';
import { movedEntries } from '../../../electron/core/timeline/renumber.ts';
import { anyHistory, type History } from '../reconcile/any-history.ts';
import { stepsOf } from '../reconcile/play-history.ts';

const runs = Number(process.env.TOOLTRAY_TIMELINES ?? 1_500);
const seed = Number(process.env.TOOLTRAY_HISTORY_SEED ?? 20_260_101);
const limitMs = 600_000;

interface Timeline {
  readonly entries: readonly HistoryEntry[];
  /** A person asked for a sync, which is answered also with what was told before. */
  readonly isAsked: boolean;
}

const serversIn = ({ server, edit }: HistoryEntry): readonly string[] =>
  [...(server ? [server] : []), ...(edit?.added ?? []), ...(edit?.removed ?? []), ...(edit?.changed ?? [])].map(({ id }) => id);

const causes: readonly string[] = ['source.changed', 'approval.approved', 'approval.rejected'];

const withoutWishes = (history: History): History => ({ ...history, deeds: history.deeds.filter((deed) => deed.do !== 'sync') });

function timelineOf(history: History): Timeline {
  let memory = emptyMemory;
  const entries = stepsOf(history).flatMap((step) => {
    const recorded = record(memory, { ...step, isAlwaysTrusted: () => history.autoTrust });
    memory = recorded.memory;
    return recorded.entries;
  });
  return { entries, isAsked: history.deeds.some((deed) => deed.do === 'sync') };
}

describe('the timeline of any history', () => {
  let timelines: readonly Timeline[] = [];
  beforeAll(() => {
    timelines = fc
      .sample(anyHistory, { numRuns: runs, seed })
      .map((history, at) => timelineOf(at % 2 === 0 ? history : withoutWishes(history)));
  }, limitMs);

  test('tells a good part of what can happen', () => {
    const kinds = new Set(timelines.flatMap(({ entries }) => entries).map(({ kind }) => kind));
    expect(kinds.size).toBeGreaterThanOrEqual(12);
  });

  test('numbers grow by one and times never go back', () => {
    for (const { entries } of timelines) {
      expect(entries.map(({ number }) => number)).toEqual(entries.map((_, at) => at + 1));
      expect(entries.every(({ at }, index) => at >= (entries[index - 1]?.at ?? 0))).toBe(true);
    }
  });

  test('every entry has the shape of the contract and stays small', () => {
    for (const entry of timelines.flatMap(({ entries }) => entries)) {
      expect(HistoryEntry.parse(entry)).toEqual(entry);
      expect(JSON.stringify(entry).length).toBeLessThan(8_192);
    }
  });

  test('a cause is an older edit or answer about the same server', () => {
    let seen = 0;
    for (const { entries } of timelines) {
      for (const { cause, number, server } of entries) {
        if (cause === null) continue;
        const found = entries[cause - 1];
        expect(cause).toBeLessThan(number);
        expect(causes).toContain(found?.kind);
        expect(found ? serversIn(found) : []).toContain(server?.id);
        seen += 1;
      }
    }
    expect(seen).toBeGreaterThan(runs);
  });

  test('a failure of one cause is told once until it is over or something about the server changes', () => {
    let seen = 0;
    for (const { entries } of timelines.filter(({ isAsked }) => !isAsked)) {
      const told = new Set<string>();
      for (const entry of entries) {
        const { kind, server, problem } = entry;
        if (kind === 'server.failed') {
          expect(told).not.toContain(`${server?.id} ${problem?.code}`);
          told.add(`${server?.id} ${problem?.code}`);
          seen += 1;
        } else if (kind !== 'server.synced') {
          for (const id of serversIn(entry)) for (const key of told) if (key.startsWith(`${id} `)) told.delete(key);
        }
      }
    }
    expect(seen).toBeGreaterThan(runs / 20);
  });

  test('reading the entries back gives the same causes and numbers as having lived through them', () => {
    for (const { entries } of timelines) {
      const folded = entries.reduce((memory, entry) => remember(memory, entry), emptyMemory);
      expect(folded.newest).toBe(entries.length);
      for (const [id, thread] of folded.threads) {
        const last = [...entries].reverse().find((entry) => causes.includes(entry.kind) && serversIn(entry).includes(id));
        expect(thread.cause).toBe(last?.number ?? null);
      }
    }
  });

  test('numbers that move keep every cause on its entry', () => {
    for (const { entries } of timelines) {
      const after = Math.floor(entries.length / 2);
      const moved = movedEntries(entries, after, 7);
      moved.forEach((entry, at) => {
        const before = entries[at];
        expect(entry.number).toBe((before?.number ?? 0) + (at >= after ? 7 : 0));
        const cause = before?.cause ?? null;
        expect(entry.cause).toBe(cause === null ? null : moved[cause - 1]?.number);
      });
    }
  });
});
