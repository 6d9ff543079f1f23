/** What the palette can do, and how words find it. */

export interface PaletteEntry {
  /** Unique among all entries. */
  readonly id: string;
  readonly group: string;
  /** A verb with its object, or the name of a place. */
  readonly label: string;
  /** Less important words beside it. */
  readonly detail?: string;
  /** Keys that do the same, as `Kbd` takes them. */
  readonly keys?: string;
  readonly run: () => void;
}

/** Quality of a match; the lower the better, null for none. */
function rankOf(entry: PaletteEntry, words: readonly string[]): number | null {
  const label = entry.label.toLowerCase();
  const text = `${label} ${entry.detail?.toLowerCase() ?? ''}`;
  if (!words.every((word) => text.includes(word))) return null;
  const [first = ''] = words;
  if (label.startsWith(first)) return 0;
  if (label.includes(` ${first}`)) return 1;
  return words.every((word) => label.includes(word)) ? 2 : 3;
}

/** Entries that hold every word, best first, at most `groupMax` of each group; all of them, as far as that allows, without words. */
export function findEntries(entries: readonly PaletteEntry[], words: readonly string[], groupMax: number): readonly PaletteEntry[] {
  const ranked = entries.flatMap((entry) => {
    const rank = rankOf(entry, words);
    return rank === null ? [] : [{ entry, rank }];
  });
  if (words.length > 0) ranked.sort((a, b) => a.rank - b.rank);
  const counts = new Map<string, number>();
  return ranked.flatMap(({ entry }) => {
    const count = counts.get(entry.group) ?? 0;
    counts.set(entry.group, count + 1);
    return count < groupMax ? [entry] : [];
  });
}

/** Entries group by group, in the order in which the groups are first met. */
export function grouped(entries: readonly PaletteEntry[]): ReadonlyMap<string, readonly PaletteEntry[]> {
  const groups = new Map<string, PaletteEntry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.group);
    if (group === undefined) groups.set(entry.group, [entry]);
    else group.push(entry);
  }
  return groups;
}
