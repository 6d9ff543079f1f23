/** Entries of a timeline for tests of the faces. */
import type { HistoryChart, HistoryEdit, HistoryEntry, HistoryList, HistoryServer } from '../../electron/contract/history.ts';
import { sampleServerId, sampleSource } from './sample-view.ts';

export const happenedTo = (name: string): HistoryServer => ({ id: sampleServerId(name), name });

export function sampleEntry(number: number, overrides: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    number,
    at: number * 60_000,
    kind: 'source.changed',
    source: sampleSource,
    server: null,
    cause: null,
    edit: null,
    lists: [],
    durationMs: null,
    problem: null,
    ...overrides,
  };
}

export function sampleEdit(overrides: Partial<Pick<HistoryEdit, 'added' | 'removed' | 'changed'>> = {}): HistoryEdit {
  const { added = [], removed = [], changed = [] } = overrides;
  return { added, removed, changed, addedCount: added.length, removedCount: removed.length, changedCount: changed.length };
}

export function sampleList(total: number, overrides: Partial<HistoryList> = {}): HistoryList {
  const { added = [], removed = [], changed = [] } = overrides;
  return {
    capability: 'tools',
    added,
    removed,
    changed,
    addedCount: added.length,
    removedCount: removed.length,
    changedCount: changed.length,
    total,
    ...overrides,
  };
}

/** A day in quarter hours; `busy`: what happened in the piece with this index. */
export function sampleChart(busy: Readonly<Record<number, Partial<HistoryChart['pieces'][number]>>>, from = 0): HistoryChart {
  const pieceMs = 900_000;
  const pieces = Array.from({ length: 96 }, (_, index) => ({
    at: from + index * pieceMs,
    syncs: 0,
    failures: 0,
    medianMs: null,
    slowestMs: null,
    ...busy[index],
  }));
  return { from, to: from + 96 * pieceMs, pieceMs, pieces };
}
