/** What the answers to listing change in one server's state; a failed list keeps its items. */
import type { CapabilityKind } from '../../contract/capability.ts';
import type { Event } from '../model/event.ts';
import type { Instant } from '../model/instant.ts';
import type { Listing } from '../model/listing.ts';
import type { ServerState } from '../model/state.ts';
import { listPaceMs, type Policy } from './policy.ts';
import { synced } from './reduce-connection.ts';

type Of<Kind extends Event['kind']> = Extract<Event, { kind: Kind }>;

/** A list was read: it replaces the old one at once, and the server is stamped when it was the last one missing. */
export function listDone(server: ServerState, event: Of<'list.done'>, now: Instant, policy: Policy): ServerState {
  const listing = server.listings[event.capability];
  if (!isCurrent(server, listing, event.attempt)) return server;
  const done: Listing = {
    ...listing,
    items: event.items,
    status: 'fresh',
    readAtWall: now.wall,
    dueAtMono: listing.again ? nextReading(listing, now) : now.mono + policy.refreshDelayMs(),
    failures: 0,
    retryAtWall: null,
    problem: null,
    readingBy: null,
  };
  return stampWhenComplete(put(server, event.capability, done), now);
}

/** A list could not be read: items stay and are stale; the other lists are not touched. */
export function listFailed(server: ServerState, event: Of<'list.failed'>, now: Instant, policy: Policy): ServerState {
  const listing = server.listings[event.capability];
  if (!isCurrent(server, listing, event.attempt)) return server;
  const failures = listing.failures + 1;
  const delayMs = policy.listRetryDelayMs(failures);
  const failed: Listing = {
    ...listing,
    status: 'stale',
    dueAtMono: policy.once ? Number.POSITIVE_INFINITY : now.mono + delayMs,
    failures,
    retryAtWall: now.wall + delayMs,
    problem: event.problem,
    readingBy: null,
    again: false,
  };
  // The stamp goes at once, while other lists may still be under way.
  return stampWhenComplete({ ...put(server, event.capability, failed), syncedLaunchHash: '' }, now);
}

/** The server said that a list changed: read it again, soon but not more often than the pace allows. */
export function listChanged(server: ServerState, event: Of<'list.changed'>, now: Instant): ServerState {
  const { connection } = server;
  if (connection.phase !== 'open' || connection.attempt !== event.attempt || !connection.facts.offers.includes(event.capability))
    return server;
  return put(server, event.capability, dueAgain(server.listings[event.capability], now));
}

/** A person or script asked: the lists are due at once, and a waiting or idle server starts. */
export function syncRequested(server: ServerState, capabilities: readonly CapabilityKind[], now: Instant): ServerState {
  let changed: ServerState = { ...server, demanded: true, calledOff: '' };
  for (const capability of capabilities) {
    const listing = changed.listings[capability];
    changed = put(changed, capability, listing.readingBy === null ? { ...listing, dueAtMono: now.mono } : { ...listing, again: true });
  }
  const { connection } = changed;
  if (connection.phase === 'open') return { ...changed, demanded: false, connection: { ...connection, usedMono: now.mono } };
  // A start that is under way reads every list anyway.
  if (connection.phase === 'connecting') return { ...changed, demanded: false, retryOf: null };
  return changed;
}

/** The time between readings is another one now: no good list of a running server waits longer than it says. */
export function policyChanged(server: ServerState, now: Instant, policy: Policy): ServerState {
  const { connection } = server;
  if (connection.phase !== 'open') return server;
  const sooner = connection.facts.offers.flatMap((capability) => {
    const listing = server.listings[capability];
    if (listing.status !== 'fresh' || listing.problem !== null || listing.dueAtMono <= now.mono) return [];
    const dueAtMono = now.mono + policy.refreshDelayMs();
    return dueAtMono < listing.dueAtMono ? [[capability, { ...listing, dueAtMono }] as const] : [];
  });
  return sooner.length === 0 ? server : { ...server, listings: { ...server.listings, ...Object.fromEntries(sooner) } };
}

function isCurrent(server: ServerState, listing: Listing, attempt: number): boolean {
  return server.connection.phase === 'open' && server.connection.attempt === attempt && listing.readingBy === attempt;
}

function dueAgain(listing: Listing, now: Instant): Listing {
  if (listing.readingBy !== null) return { ...listing, again: true };
  return { ...listing, again: true, dueAtMono: Math.min(nextReading(listing, now), Math.max(listing.dueAtMono, now.mono)) };
}

function nextReading(listing: Listing, now: Instant): number {
  return Math.max(now.mono, listing.startedMono + listPaceMs);
}

function put(server: ServerState, capability: CapabilityKind, listing: Listing): ServerState {
  return { ...server, listings: { ...server.listings, [capability]: listing } };
}

function stampWhenComplete(server: ServerState, now: Instant): ServerState {
  const { connection } = server;
  if (connection.phase !== 'open') return server;
  const offered = connection.facts.offers.map((kind) => server.listings[kind]);
  if (offered.some((listing) => listing.readingBy !== null || (listing.problem === null && listing.status !== 'fresh'))) return server;
  if (offered.some((listing) => listing.problem !== null)) return { ...server, busySinceMono: null, syncedLaunchHash: '' };
  // A start that opened and answered everything clears what went before only after a stable run; lists are good now.
  return synced(server, connection.launchHash, now);
}
