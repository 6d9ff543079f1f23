/** When a sync is over: nothing is starting, stopping, being listed or about to be. */
import { capabilityKinds } from '../../contract/capability.ts';
import type { ServerId } from '../../contract/ids.ts';
import { isCalledOff } from '../../core/model/called-off.ts';
import { desiredServers } from '../../core/model/desired-servers.ts';
import type { ServerDefinition } from '../../core/model/server.ts';
import { isTrusted } from '../../core/model/standing-answer.ts';
import type { ServerState, State } from '../../core/model/state.ts';

/** A one-shot run follows change notices for this long after the start; a server that never stops sending them must not hold it. */
const changeNoticesMaxMs = 5_000;

/** True when every one of `wanted` has been brought up to date or has failed; waiting for the person counts as settled. `onceAtMono`: now, in a one-shot run. */
export function isSettled(state: State, wanted: readonly ServerId[] | 'all', onceAtMono: number | null): boolean {
  const desired = desiredServers(state.sources);
  for (const [id, server] of state.servers) {
    if (wanted !== 'all' && !wanted.includes(id)) continue;
    const definition = desired.get(id);
    // What was called off ends in its own time; nobody waits for it.
    if (definition && isCalledOff(server, definition)) continue;
    if (server.connection.phase === 'closing' || server.connection.phase === 'connecting') return false;
    if (definition?.enabled && isTrusted(state, definition) && !isDone(definition, server, onceAtMono, state.paused)) return false;
  }
  for (const [id, definition] of desired) {
    if (wanted !== 'all' && !wanted.includes(id)) continue;
    if (!state.servers.has(id) && definition.enabled && isTrusted(state, definition) && !state.paused) return false;
  }
  return true;
}

function isDone(definition: ServerDefinition, server: ServerState, onceAtMono: number | null, paused: boolean): boolean {
  const { connection, listings } = server;
  if (capabilityKinds.some((kind) => listings[kind].readingBy !== null)) return false;
  if (connection.phase === 'failed') return connection.launchHash === definition.launchHash && !server.demanded;
  if (connection.phase === 'closed') return paused || (server.syncedLaunchHash === definition.launchHash && !server.demanded);
  if (connection.phase !== 'open') return false;
  // Paced relaunches come later by design; what runs now is up to date.
  if (connection.launchHash !== definition.launchHash) return onceAtMono === null;
  const mayWait = onceAtMono !== null && onceAtMono - connection.sinceMono < changeNoticesMaxMs;
  return connection.facts.offers.every((kind) => {
    const { status, problem, dueAtMono } = listings[kind];
    // In a one-shot run nothing else makes a good list due again but a notice that it has changed.
    const isAnnounced = mayWait && dueAtMono !== Number.POSITIVE_INFINITY;
    return problem !== null || (status === 'fresh' && !isAnnounced);
  });
}
