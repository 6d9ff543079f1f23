/** When the engine has to look again although nothing happens: the only timer of the reconciler. */
import { desiredServers } from '../model/desired-servers.ts';
import type { ServerDefinition } from '../model/server.ts';
import type { ServerState, State } from '../model/state.ts';
import type { Policy } from './policy.ts';

/**
 * Monotonic time of the next thing that becomes due; Infinity when there is none.
 * What was due up to `plannedAtMono` has been planned already and does not count again.
 */
export function nextDue(state: State, policy: Policy, plannedAtMono: number): number {
  let due = Number.POSITIVE_INFINITY;
  for (const [id, definition] of desiredServers(state.sources)) {
    const server = state.servers.get(id);
    if (!server || !definition.enabled) continue;
    for (const time of serverTimes(definition, server, policy)) {
      if (time > plannedAtMono && time < due) due = time;
    }
  }
  return due;
}

function serverTimes(definition: ServerDefinition, server: ServerState, policy: Policy): readonly number[] {
  const { connection } = server;
  if (connection.phase === 'failed') return [connection.retryAtMono, server.paceUntilMono];
  if (connection.phase === 'connecting') return connection.launchHash === definition.launchHash ? [] : [server.paceUntilMono];
  if (connection.phase === 'closed') return server.offers.map((kind) => server.listings[kind].dueAtMono);
  if (connection.phase !== 'open') return [];
  const lists = connection.facts.offers.map((kind) => server.listings[kind].dueAtMono);
  return [...lists, server.paceUntilMono, connection.usedMono + policy.idleStopMs];
}
