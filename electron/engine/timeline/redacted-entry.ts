/** An entry without any known secret in its texts; what identifies things stays, so that links keep working. */
import type { HistoryEntry } from '../../contract/history.ts';

const kept: ReadonlySet<string> = new Set(['kind', 'source', 'id', 'code', 'capability', 'path', 'pointer']);

/** The entry with `redact` applied to every name and word in it. */
export function redactedEntry(entry: HistoryEntry, redact: (text: string) => string): HistoryEntry {
  return redactedValue(entry, redact) as HistoryEntry;
}

function redactedValue(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((item) => redactedValue(item, redact));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, kept.has(key) ? member : redactedValue(member, redact)]));
}
