/** One event into the state. Whatever belongs to an older attempt changes nothing. */
import type { ServerId } from '../../contract/ids.ts';
import { assertNever } from '../lib/assert-never.ts';
import { desiredServers } from '../model/desired-servers.ts';
import type { Event } from '../model/event.ts';
import type { Instant } from '../model/instant.ts';
import { freshServer, type ServerState, type State } from '../model/state.ts';
import { forgetCalledOff, letGo, syncCancelled } from './call-off.ts';
import { loadRegistry } from './load-registry.ts';
import type { Policy } from './policy.ts';
import { connectionClosed, connectionFailed, connectionOpened } from './reduce-connection.ts';
import { listChanged, listDone, listFailed, policyChanged, syncRequested } from './reduce-listing.ts';
import { reduceSource } from './reduce-source.ts';

/** The state after `event`. Total: an event that fits nothing gives the same state. */
export function reduce(state: State, event: Event, now: Instant, policy: Policy): State {
  return forgetUnwanted(forgetCalledOff(reduceEvent(state, event, now, policy)));
}

function reduceEvent(state: State, event: Event, now: Instant, policy: Policy): State {
  switch (event.kind) {
    case 'registry.loaded':
      return loadRegistry(state, event.registry, now);
    case 'source.named':
    case 'source.read':
    case 'source.unreadable':
    case 'source.gone':
    case 'source.touched':
      return reduceSource(state, event);
    case 'trust.loaded':
      return { ...state, trust: new Map(event.decisions.map((decision) => [decision.server, decision])) };
    case 'trust.decided': {
      const asked = new Map(state.asked);
      asked.delete(event.decision.server);
      return letGo({ ...state, asked, trust: new Map(state.trust).set(event.decision.server, event.decision) }, event.decision.server);
    }
    case 'connection.opened':
      return update(state, event.server, (server) => connectionOpened(server, event, now));
    case 'connection.failed':
      return update(state, event.server, (server) => connectionFailed(server, event, now, policy));
    case 'connection.closed':
      return update(state, event.server, (server) => connectionClosed(server, event, now, policy));
    case 'list.done':
      return update(state, event.server, (server) => listDone(server, event, now, policy));
    case 'list.failed':
      return update(state, event.server, (server) => listFailed(server, event, now, policy));
    case 'list.changed':
      return update(state, event.server, (server) => listChanged(server, event, now));
    case 'sync.requested':
      return requestSync(state, event.servers, event, now);
    case 'sync.cancelled':
      return syncCancelled(state, event, now);
    case 'policy.changed':
      return hasten(state, now, policy);
    case 'paused.set':
      return { ...state, paused: event.paused };
    case 'tick':
      return state;
    default:
      return assertNever(event);
  }
}

function update(state: State, id: ServerId, change: (server: ServerState) => ServerState): State {
  const server = state.servers.get(id);
  if (!server) return state;
  const changed = change(server);
  return changed === server ? state : { ...state, servers: new Map(state.servers).set(id, changed) };
}

function requestSync(
  state: State,
  ids: readonly ServerId[] | 'all',
  event: Extract<Event, { kind: 'sync.requested' }>,
  now: Instant,
): State {
  const desired = desiredServers(state.sources);
  const servers = new Map(state.servers);
  for (const id of ids === 'all' ? desired.keys() : ids) {
    if (!desired.get(id)?.enabled) continue;
    servers.set(id, syncRequested(servers.get(id) ?? freshServer, event.capabilities, now));
  }
  return { ...state, servers };
}

function hasten(state: State, now: Instant, policy: Policy): State {
  return [...state.servers.keys()].reduce((rest, id) => update(rest, id, (server) => policyChanged(server, now, policy)), state);
}

/** A server that no source asks for any more leaves completely once nothing runs for it. */
function forgetUnwanted(state: State): State {
  const desired = desiredServers(state.sources);
  const gone = [...state.servers].filter(([id, { connection }]) => {
    const ended = connection.phase === 'closed' || connection.phase === 'failed';
    return ended && !desired.has(id) && !state.remembered.has(id);
  });
  const questions = [...state.asked.keys()].filter((id) => !desired.has(id));
  if (gone.length === 0 && questions.length === 0) return state;
  const servers = new Map(state.servers);
  for (const [id] of gone) servers.delete(id);
  const asked = new Map(state.asked);
  for (const id of questions) asked.delete(id);
  return { ...state, servers, asked };
}
