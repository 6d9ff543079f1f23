/** When a sync is over: nothing is starting, stopping, being listed or about to be. */
import { capabilityKinds } from '../../contract/capability.ts';
import type { ServerId } from '../../contract/ids.ts';
import { desiredServers } from '../../core/model/desired-servers.ts';
import type { ServerDefinition } from '../../core/model/server.ts';
import type { ServerState, State } from '../../core/model/state.ts';
import { isTrusted } from '../../core/reconcile/plan.ts';

/** True when every one of `wanted` has been brought up to date or has failed; waiting for the person counts as settled. */
export function isSettled(state: State, wanted: readonly ServerId[] | 'all', once: boolean): boolean {
  const desired = desiredServers(state.sources);
  for (const [id, server] of state.servers) {
    if (wanted !== 'all' && !wanted.includes(id)) continue;
    if (server.connection.phase === 'closing' || server.connection.phase === 'connecting') return false;
    const definition = desired.get(id);
    if (definition?.enabled && isTrusted(state, definition) && !isDone(definition, server, once, state.paused)) return false;
  }
  for (const [id, definition] of desired) {
    if (wanted !== 'all' && !wanted.includes(id)) continue;
    if (!state.servers.has(id) && definition.enabled && isTrusted(state, definition) && !state.paused) return false;
  }
  return true;
}

function isDone(definition: ServerDefinition, server: ServerState, once: boolean, paused: boolean): boolean {
  const { connection, listings } = server;
  if (capabilityKinds.some((kind) => listings[kind].readingBy !== null)) return false;
  if (connection.phase === 'failed') return connection.launchHash === definition.launchHash && !server.demanded;
  if (connection.phase === 'closed') return paused || (server.syncedLaunchHash === definition.launchHash && !server.demanded);
  if (connection.phase !== 'open') return false;
  // Paced relaunches come later by design; what runs now is up to date.
  if (connection.launchHash !== definition.launchHash) return !once;
  return connection.facts.offers.every((kind) => listings[kind].status === 'fresh' || listings[kind].problem !== null);
}
