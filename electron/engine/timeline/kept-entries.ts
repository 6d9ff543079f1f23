/** The entries in memory and how far they are on disk, as a value. */
import type { HistoryEntry } from '../../contract/history.ts';
import { emptyMemory, remember, type TimelineMemory } from '../../core/timeline/memory.ts';
import type { Recorded } from '../../core/timeline/record.ts';
import { movedEntries, movedMemory } from '../../core/timeline/renumber.ts';

export interface KeptEntries {
  readonly memory: TimelineMemory;
  /** Oldest first. */
  readonly entries: readonly HistoryEntry[];
  /** Numbers up to this one are on disk, ours and those of other processes. */
  readonly saved: number;
}

/** As many as the file keeps. */
const entriesMax = 2_000;

export const noEntries: KeptEntries = { memory: emptyMemory, entries: [], saved: 0 };

/** What the file holds. */
export function restoredEntries(found: readonly HistoryEntry[]): KeptEntries {
  const memory = found.reduce((folded, entry) => remember(folded, entry), emptyMemory);
  return { memory, entries: found.slice(-entriesMax), saved: memory.newest };
}

/** With what a step has added. */
export function withRecorded(kept: KeptEntries, recorded: Recorded): KeptEntries {
  return { ...kept, memory: recorded.memory, entries: [...kept.entries, ...recorded.entries].slice(-entriesMax) };
}

/** What is not on disk yet. */
export const unsavedEntries = ({ entries, saved }: KeptEntries): readonly HistoryEntry[] => entries.filter((entry) => entry.number > saved);

/** With what other processes have written since; everything of ours that is not on disk yet comes after it. */
export function withOthers(kept: KeptEntries, others: readonly HistoryEntry[]): KeptEntries {
  const last = others.at(-1)?.number ?? kept.saved;
  if (last <= kept.saved) return kept;
  const by = last - kept.saved;
  const before = kept.entries.filter((entry) => entry.number <= kept.saved);
  const own = movedEntries(unsavedEntries(kept), kept.saved, by);
  const memory = movedMemory(kept.memory, kept.saved, by);
  return {
    memory: { ...memory, newest: Math.max(memory.newest, last) },
    entries: [...before, ...others, ...own].slice(-entriesMax),
    saved: last,
  };
}

/** With everything up to a number on disk. */
export const withSaved = (kept: KeptEntries, upTo: number): KeptEntries => ({ ...kept, saved: Math.max(kept.saved, upTo) });
