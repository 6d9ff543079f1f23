/** What one reading of a list brought against the one before, by name. */
import type { CapabilityKind, ListedItem } from '../../contract/capability.ts';
import type { HistoryList } from '../../contract/history.ts';
import { diffByKey } from '../lib/diff-by-key.ts';
import { stableJson } from '../lib/stable-json.ts';
import { boundedNames } from './bounds.ts';

/** Resources may share a name; their address tells them apart. */
function keyOf(item: ListedItem): string {
  if (typeof item.uri === 'string') return item.uri;
  return typeof item.uriTemplate === 'string' ? item.uriTemplate : item.name;
}

const keyed = (items: readonly ListedItem[]): ReadonlyMap<string, ListedItem> => new Map(items.map((item) => [keyOf(item), item]));

/** The difference between two readings of one list. */
export function listChanges(capability: CapabilityKind, before: readonly ListedItem[], after: readonly ListedItem[]): HistoryList {
  const { added, updated, removed } = diffByKey(keyed(before), keyed(after), (a, b) => a === b || stableJson(a) === stableJson(b));
  return {
    capability,
    added: boundedNames(added.map(([, item]) => item.name)),
    removed: boundedNames(removed.map(([, item]) => item.name)),
    changed: boundedNames(updated.map(([, , item]) => item.name)),
    addedCount: added.length,
    removedCount: removed.length,
    changedCount: updated.length,
    total: after.length,
  };
}

/** Whether anything in it differs. */
export const isChanged = (list: HistoryList): boolean => list.addedCount + list.removedCount + list.changedCount > 0;
