/** How far a sync of several servers is, told from the servers themselves. */
import type { ServerView } from '../../../electron/contract/app-view.ts';

export interface SyncRun {
  /** Servers that take part, with the time of their last sync when the run began. */
  readonly members: ReadonlyMap<string, number | null>;
  /** Those that were seen at it. */
  readonly seen: ReadonlySet<string>;
  readonly done: number;
}

const takesPart = (server: ServerView): boolean => server.enabled && server.status !== 'approval';

/** The run after another look at the servers; null when none is under way. `all`: a person asked for all of them and waits. */
export function nextRun(run: SyncRun | null, servers: readonly ServerView[], all: boolean): SyncRun | null {
  const syncing = servers.filter((server) => server.status === 'syncing');
  if (!all && syncing.length === 0) return null;
  const members = new Map(run?.members);
  const seen = new Set(run?.seen);
  if (all) for (const server of servers.filter(takesPart)) if (!members.has(server.id)) members.set(server.id, server.lastSyncAt);
  for (const server of syncing) {
    if (!members.has(server.id)) members.set(server.id, server.lastSyncAt);
    seen.add(server.id);
  }
  const isDone = (server: ServerView) =>
    server.status !== 'syncing' && members.has(server.id) && (seen.has(server.id) || server.lastSyncAt !== members.get(server.id));
  return { members, seen, done: servers.filter(isDone).length };
}
