/** The timeline file as text: which lines are entries, how many are kept, and what tells a later format. */
import { HistoryEntry } from '../../contract/history.ts';

export const timelineVersion = 1;
const format = 'tooltray-history';
/** First line of the file. */
export const headLine = JSON.stringify({ format, version: timelineVersion });

/** As many as stay when the file is replaced; an entry takes a few hundred bytes. */
const entriesKept = 2_000;
const bytesKept = 768 * 1024;
/** A file with more is replaced; far enough above what stays, so that this is rare. */
export const entriesMax = 2_500;

type Members = Readonly<Record<string, unknown>>;

export interface TimelineText {
  /** Format of the file; that of this Tooltray when no line says it. */
  readonly version: number;
  /** Lines that are numbered, oldest first, word for word. */
  readonly lines: readonly { readonly number: number; readonly line: string; readonly value: Members }[];
  /** The last line is complete. */
  readonly endsWhole: boolean;
  /** There is text, and not one line of it is ours. */
  readonly isForeign: boolean;
}

function membersOf(line: string): Members | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Members) : null;
  } catch {
    return null;
  }
}

/** Reads a timeline; torn and strange lines are passed over. Looks at two members a line only, since most lines are never used. */
export function parseTimeline(text: string): TimelineText {
  const all = text.split('\n').filter((line) => line.trim() !== '');
  const lines: { number: number; line: string; value: Members }[] = [];
  let version = 0;
  for (const line of all) {
    const value = membersOf(line);
    if (value?.format === format && Number.isSafeInteger(value.version)) version = Math.max(version, Number(value.version));
    else if (value && Number.isSafeInteger(value.number)) lines.push({ number: Number(value.number), line, value });
  }
  return {
    version: version || timelineVersion,
    lines,
    endsWhole: text === '' || text.endsWith('\n'),
    isForeign: all.length > 0 && version === 0 && lines.length === 0,
  };
}

/** Entries past a number, oldest first; lines that this Tooltray does not understand are passed over. */
export function entriesAfter({ lines }: TimelineText, after: number): readonly HistoryEntry[] {
  const entries = lines
    .filter(({ number }) => number > after)
    .flatMap(({ value }) => {
      const entry = HistoryEntry.safeParse(value);
      return entry.success ? [entry.data] : [];
    });
  return entries.sort((a, b) => a.number - b.number);
}

/** The newest of the lines, as many as stay in the file. */
export function newestLines(lines: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let bytes = 0;
  for (const line of [...lines].reverse()) {
    bytes += Buffer.byteLength(line) + 1;
    if (kept.length === entriesKept || (kept.length > 0 && bytes > bytesKept)) break;
    kept.push(line);
  }
  return kept.reverse();
}
