/** What a person's "cancel" changes: what is under way ends, and the launch is held until somebody asks for it again. */
import type { ServerId } from '../../contract/ids.ts';
import { isCalledOff } from '../model/called-off.ts';
import { desiredServers } from '../model/desired-servers.ts';
import type { Event } from '../model/event.ts';
import type { Instant } from '../model/instant.ts';
import type { ServerDefinition } from '../model/server.ts';
import { isTrusted } from '../model/standing-answer.ts';
import type { ServerState, State } from '../model/state.ts';
import { isDue, relaunches } from './due.ts';
import { mapListings } from './reduce-connection.ts';

/** Holds every one of the servers for which something is under way; the others stay as they are. */
export function syncCancelled(state: State, event: Extract<Event, { kind: 'sync.cancelled' }>, now: Instant): State {
  const servers = new Map(state.servers);
  for (const [id, definition] of desiredServers(state.sources)) {
    const server = servers.get(id);
    if (!server || (event.servers !== 'all' && !event.servers.includes(id))) continue;
    if (definition.enabled && isTrusted(state, definition) && isUnderWay(definition, server, state.paused ? null : now))
      servers.set(id, heldServer(definition, server));
  }
  return { ...state, servers };
}

/** It starts, stops in order to start again, is being read, or waits for its turn to do so. `now`: null while nothing starts by itself. */
function isUnderWay(definition: ServerDefinition, server: ServerState, now: Instant | null): boolean {
  if (isCalledOff(server, definition)) return false;
  const { connection, listings } = server;
  switch (connection.phase) {
    case 'connecting':
      return true;
    case 'closing':
      return !server.idle || server.demanded;
    case 'open':
      return (now !== null && relaunches(definition, server)) || connection.facts.offers.some((kind) => listings[kind].readingBy !== null);
    case 'closed':
      return server.demanded || (now !== null && isDue(definition, server, now));
    case 'failed':
      return server.demanded || (now !== null && connection.launchHash !== definition.launchHash);
  }
}

/** A list whose reading ends half-way is not up to date, so the stamp goes; its items stay. */
function heldServer(definition: ServerDefinition, server: ServerState): ServerState {
  const isReading = Object.values(server.listings).some((listing) => listing.readingBy !== null);
  const listings = mapListings(server.listings, (listing) =>
    listing.readingBy === null
      ? listing
      : { ...listing, calledOff: true, again: false, status: listing.status === 'fresh' ? 'stale' : listing.status },
  );
  return {
    ...server,
    listings,
    calledOff: definition.launchHash,
    demanded: false,
    busySinceMono: null,
    ...(isReading ? { syncedLaunchHash: '' } : {}),
  };
}

/** An entry that was edited, switched or taken out is another wish: what was called off before does not count for it. */
export function forgetCalledOff(state: State): State {
  const held = [...state.servers].filter(([, server]) => server.calledOff !== '');
  if (held.length === 0) return state;
  const desired = desiredServers(state.sources);
  const over = held.filter(([id, server]) => {
    const definition = desired.get(id);
    return !definition?.enabled || !isCalledOff(server, definition);
  });
  return over.reduce((rest, [id]) => letGo(rest, id), state);
}

/** Somebody answered for the launch, or asked for it. */
export function letGo(state: State, id: ServerId): State {
  const server = state.servers.get(id);
  if (!server || server.calledOff === '') return state;
  return { ...state, servers: new Map(state.servers).set(id, { ...server, calledOff: '' }) };
}
