/** The part of the timeline that the page knows: newest entries put on top, older pages added below. */
import type { HistoryEntry, HistoryPage } from '../../../electron/contract/history.ts';
import type { Problem } from '../../../electron/contract/problem.ts';

export interface KnownEntries {
  /** Newest first, without a gap. */
  readonly entries: readonly HistoryEntry[];
  /** There are older ones. */
  readonly more: boolean;
  /** Why it is not all kept on disk. */
  readonly problem: Problem | null;
}

/**
 * What is known after the newest page was read again. Where more has happened than one page holds, the older
 * entries no longer join on, and the page alone is what is known.
 */
export function withNewest(known: KnownEntries | null, page: HistoryPage): KnownEntries {
  const oldest = page.entries.at(-1);
  const newest = known?.entries[0];
  if (known === null || oldest === undefined || newest === undefined || oldest.number > newest.number + 1) return page;
  const kept = known.entries.filter((entry) => entry.number < oldest.number);
  return { entries: [...page.entries, ...kept], more: kept.length > 0 ? known.more : page.more, problem: page.problem };
}

/** What is known after an older page was read; entries that are there already stay as they are. */
export function withOlder(known: KnownEntries, page: HistoryPage): KnownEntries {
  const last = known.entries.at(-1)?.number ?? Number.POSITIVE_INFINITY;
  const older = page.entries.filter((entry) => entry.number < last);
  return { entries: [...known.entries, ...older], more: page.more && older.length > 0, problem: page.problem };
}
