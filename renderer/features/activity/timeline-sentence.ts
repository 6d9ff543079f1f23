/** The sentence at the top of the Activity page. */
import type { HistoryEntry, HistoryKind } from '../../../electron/contract/history.ts';
import { ago } from '../../lib/format-time.ts';
import { plural } from '../../lib/plural.ts';
import { dayOf } from './day-words.ts';

const failures: readonly HistoryKind[] = ['server.failed', 'source.failed'];
const changes: readonly HistoryKind[] = ['source.changed', 'server.synced', 'approval.approved', 'approval.rejected'];

/** "3 changes and 1 failure today; the last 2 min ago." Entries newest first; `more`: there are older ones that were not read. */
export function timelineSentence(entries: readonly HistoryEntry[], more: boolean, now: number, timeZone?: string): string {
  const today = dayOf(now, timeZone);
  const ofToday = entries.filter((entry) => dayOf(entry.at, timeZone) === today);
  const isOne = (entry: HistoryEntry) => isChange(entry) || failures.includes(entry.kind);
  const last = entries.find(isOne);
  if (last === undefined) return entries.length === 0 ? 'Nothing has happened yet.' : 'Nothing has changed yet.';
  const changed = ofToday.filter(isChange).length;
  const failed = ofToday.filter((entry) => failures.includes(entry.kind)).length;
  const when = `the last ${ago(last.at, now)}`;
  if (changed + failed === 0) return `No changes today; ${when}.`;
  const counts = [changed > 0 ? plural(changed, 'change') : '', failed > 0 ? plural(failed, 'failure') : ''].filter(Boolean);
  const atLeast = more && ofToday.length === entries.length ? 'At least ' : '';
  return `${atLeast}${counts.join(' and ')} today; ${when}.`;
}

/** A sync counts when it is nobody's consequence and brought something new. */
function isChange(entry: HistoryEntry): boolean {
  if (!changes.includes(entry.kind)) return false;
  if (entry.kind !== 'server.synced') return true;
  return entry.cause === null && entry.lists.some((list) => list.addedCount + list.removedCount + list.changedCount > 0);
}
