/** What differs between two keyed sets; shared by all diffs. */

export interface KeyedDiff<Key, From, To> {
  readonly added: readonly (readonly [Key, To])[];
  readonly updated: readonly (readonly [Key, From, To])[];
  readonly removed: readonly (readonly [Key, From])[];
  readonly kept: readonly (readonly [Key, From, To])[];
}

/** Compares two maps; `same` says whether two values under one key are equal. Keys come in the order of `to`, then `from`. */
export function diffByKey<Key, From, To>(
  from: ReadonlyMap<Key, From>,
  to: ReadonlyMap<Key, To>,
  same: (before: From, after: To) => boolean,
): KeyedDiff<Key, From, To> {
  const added: (readonly [Key, To])[] = [];
  const updated: (readonly [Key, From, To])[] = [];
  const kept: (readonly [Key, From, To])[] = [];
  for (const [key, after] of to) {
    const before = from.get(key);
    if (before === undefined) added.push([key, after]);
    else (same(before, after) ? kept : updated).push([key, before, after]);
  }
  const removed = [...from].filter(([key]) => !to.has(key));
  return { added, updated, removed, kept };
}
