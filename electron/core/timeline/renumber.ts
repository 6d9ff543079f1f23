/** Numbers that another process of the same home has taken in between: our newer entries move past them. */
import type { HistoryEntry } from '../../contract/history.ts';
import type { TimelineMemory } from './memory.ts';

const moved = (number: number | null, after: number, by: number): number | null =>
  number !== null && number > after ? number + by : number;

/** The entries with every number past `after`, causes too, moved by `by`. */
export function movedEntries(entries: readonly HistoryEntry[], after: number, by: number): readonly HistoryEntry[] {
  if (by === 0) return entries;
  return entries.map((entry) => ({
    ...entry,
    number: entry.number > after ? entry.number + by : entry.number,
    cause: moved(entry.cause, after, by),
  }));
}

/** The memory over such entries. */
export function movedMemory(memory: TimelineMemory, after: number, by: number): TimelineMemory {
  if (by === 0) return memory;
  const threads = new Map([...memory.threads].map(([id, thread]) => [id, { ...thread, cause: moved(thread.cause, after, by) }]));
  return { ...memory, newest: memory.newest > after ? memory.newest + by : memory.newest, threads };
}
