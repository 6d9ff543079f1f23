/** The last reload as people are told of it: when, why, what it changed. */
import type { ReloadView } from '../../contract/app-view.ts';
import { diffByKey } from '../../core/lib/diff-by-key.ts';
import { desiredServers } from '../../core/model/desired-servers.ts';
import type { Event } from '../../core/model/event.ts';
import type { State } from '../../core/model/state.ts';

export const noReload: ReloadView = { last_at: null, cause: null, result: null, error: null };

/** The reload that a step was, or null when what is wanted stayed as it was. */
export function reloadOf(before: State, after: State, event: Event, atWall: number): ReloadView | null {
  if (!event.kind.startsWith('source.') || before.sources === after.sources) return null;
  const last_at = new Date(atWall).toISOString();
  if (event.kind === 'source.unreadable')
    return { last_at, cause: `${event.source} cannot be used`, result: null, error: event.problem.message };
  const difference = diffByKey(
    desiredServers(before.sources),
    desiredServers(after.sources),
    (old, now) => old.launchHash === now.launchHash && old.enabled === now.enabled,
  );
  const result = {
    added: difference.added.length,
    removed: difference.removed.length,
    changed: difference.updated.length,
    unchanged: difference.kept.length,
  };
  if (result.added + result.removed + result.changed === 0) return null;
  const source = 'source' in event ? event.source : null;
  const cause = source === null ? 'the list of sources changed' : event.kind === 'source.gone' ? `${source} is gone` : `${source} changed`;
  return { last_at, cause, result, error: null };
}
