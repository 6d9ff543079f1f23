/** Entries of the timeline as rows on screen: grouped by day, what an edit caused below it, filtered and searched. */
import type { HistoryEntry, HistoryKind } from '../../../electron/contract/history.ts';
import { dayOf, dayTitle } from './day-words.ts';
import { detailsOf, sentenceOf, textOfPieces } from './entry-words.ts';

export type Filter = 'all' | 'edits' | 'failures' | 'approvals';

export type TimelineRow =
  | { readonly kind: 'day'; readonly key: string; readonly title: string }
  | {
      readonly kind: 'entry';
      readonly key: string;
      readonly entry: HistoryEntry;
      /** Stands below the entry that caused it. */
      readonly nested: boolean;
      /** What caused it, where that is too long ago to stand right above it. */
      readonly because: HistoryEntry | null;
    };

/** What happens later than this after an edit is told at its own time, with the cause named. */
const nestWithinMs = 600_000;
/** An edit, the approval of it, the sync: a chain is never longer, and a false one must end. */
const chainMax = 4;

const kindsOf: Readonly<Record<Exclude<Filter, 'all'>, readonly HistoryKind[]>> = {
  edits: ['source.changed', 'source.failed', 'source.recovered'],
  failures: ['server.failed', 'server.recovered', 'source.failed', 'source.recovered'],
  approvals: ['approval.asked', 'approval.approved', 'approval.rejected'],
};

export interface Wanted {
  readonly filter: Filter;
  readonly search: string;
  readonly now: number;
  readonly timeZone?: string | undefined;
}

interface Group {
  readonly root: HistoryEntry;
  readonly caused: readonly HistoryEntry[];
}

/** The entry under which this one is told, itself when under none. */
function rootOf(entry: HistoryEntry, known: ReadonlyMap<number, HistoryEntry>): HistoryEntry {
  let root = entry;
  for (let step = 0; step < chainMax && root.cause !== null; step += 1) {
    const cause = known.get(root.cause);
    if (cause === undefined || cause.number >= root.number || entry.at - cause.at > nestWithinMs) break;
    root = cause;
  }
  return root;
}

/** Newest group first; inside of a group, as it came about. */
function groupsOf(entries: readonly HistoryEntry[], known: ReadonlyMap<number, HistoryEntry>): readonly Group[] {
  const groups = new Map<number, HistoryEntry[]>();
  for (const entry of entries) {
    const root = rootOf(entry, known);
    const caused = groups.get(root.number) ?? [];
    if (root !== entry) caused.unshift(entry);
    groups.set(root.number, caused);
  }
  return entries.filter((entry) => groups.has(entry.number)).map((root) => ({ root, caused: groups.get(root.number) ?? [] }));
}

/** Everything of an entry that a person may look for. */
function searchText(entry: HistoryEntry): string {
  const details = detailsOf(entry).flatMap((detail) => [detail.title, ...detail.names]);
  return [textOfPieces(sentenceOf(entry)), entry.source ?? '', entry.server?.name ?? '', ...details].join('\n').toLowerCase();
}

function chooser({ filter, search }: Wanted): (entry: HistoryEntry) => boolean {
  const kinds = filter === 'all' ? null : kindsOf[filter];
  const needle = search.trim().toLowerCase();
  return (entry) => (kinds === null || kinds.includes(entry.kind)) && (needle === '' || searchText(entry).includes(needle));
}

/** A group stays whole when its cause is looked for; else only what fits stays, below the cause that explains it. */
function narrowed(group: Group, fits: (entry: HistoryEntry) => boolean): Group | null {
  if (fits(group.root)) return group;
  const caused = group.caused.filter(fits);
  return caused.length === 0 ? null : { root: group.root, caused };
}

/** Rows for entries that are sorted newest first. */
export function timelineRows(entries: readonly HistoryEntry[], wanted: Wanted): readonly TimelineRow[] {
  const known = new Map(entries.map((entry) => [entry.number, entry]));
  const fits = chooser(wanted);
  const rows: TimelineRow[] = [];
  let day = '';
  for (const whole of groupsOf(entries, known)) {
    const group = narrowed(whole, fits);
    if (group === null) continue;
    const { root } = group;
    const rootDay = dayOf(root.at, wanted.timeZone);
    if (rootDay !== day) rows.push({ kind: 'day', key: rootDay, title: dayTitle(root.at, wanted.now, wanted.timeZone) });
    day = rootDay;
    const because = root.cause === null ? null : (known.get(root.cause) ?? null);
    rows.push({ kind: 'entry', key: String(root.number), entry: root, nested: false, because });
    for (const entry of group.caused) rows.push({ kind: 'entry', key: String(entry.number), entry, nested: true, because: null });
  }
  return rows;
}
