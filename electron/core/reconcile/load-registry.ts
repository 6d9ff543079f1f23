/** The registry file into the state: the last known lists are there before any server has answered. */
import { capabilityKinds } from '../../contract/capability.ts';
import type { ServerId } from '../../contract/ids.ts';
import { type Connection, closed } from '../model/connection.ts';
import type { Instant } from '../model/instant.ts';
import { type Listing, type Listings, missingListings } from '../model/listing.ts';
import type { RegistrySnapshot, StoredServer } from '../model/registry.ts';
import { freshServer, type ServerState, type State } from '../model/state.ts';

/** Our own retries are never further away; a longer wait is a server's wish, or the wall clock was set back in between. */
const retryAwayMaxMs = 300_000;

/** Servers of the registry, remembered until their source was read; nothing in it makes anything start by itself. */
export function loadRegistry(state: State, registry: RegistrySnapshot, now: Instant): State {
  const servers = new Map(state.servers);
  const remembered = new Map(state.remembered);
  for (const [key, stored] of Object.entries(registry.servers)) {
    const id = key as ServerId;
    const source = state.sources.get(stored.source);
    if (state.sources.size === 0 || source?.presence === 'unread') remembered.set(id, stored);
    const phase = servers.get(id)?.connection.phase ?? 'closed';
    if (phase === 'closed' || phase === 'failed') servers.set(id, restored(stored, now));
  }
  return { ...state, servers, remembered };
}

function restored(stored: StoredServer, now: Instant): ServerState {
  return {
    ...freshServer,
    connection: restoredConnection(stored, now),
    listings: restoredListings(stored),
    syncedLaunchHash: stored.syncedLaunchHash,
    lastLaunchHash: stored.failure?.launchHash ?? stored.syncedLaunchHash,
    lastSyncWall: stored.lastSyncWall,
    durationMs: stored.durationMs,
    offers: stored.offers,
    protocolVersion: stored.protocolVersion,
    era: stored.era,
    failures: stored.failure?.count ?? 0,
    failingSinceWall: restoredFailingSince(stored, now),
  };
}

/** The clock may have been set back in between; nothing fails since tomorrow. */
const restoredFailingSince = ({ failingSinceWall }: StoredServer, now: Instant): number | null =>
  failingSinceWall === null || failingSinceWall === undefined ? null : Math.min(failingSinceWall, now.wall);

function restoredConnection(stored: StoredServer, now: Instant): Connection {
  if (!stored.failure) return closed;
  const { launchHash, problem } = stored.failure;
  const delayMs = Math.min(retryAwayMaxMs, stored.failure.retryAtWall - now.wall);
  return { phase: 'failed', launchHash, problem, retryAtWall: now.wall + delayMs, retryAtMono: now.mono + delayMs };
}

function restoredListings(stored: StoredServer): Listings {
  const entries = capabilityKinds.map((kind): readonly [string, Listing] => {
    const listing = stored.listings[kind];
    if (!listing) return [kind, missingListings[kind]];
    const due = listing.status === 'fresh' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    return [
      kind,
      { ...missingListings[kind], items: listing.items, status: listing.status, readAtWall: listing.readAtWall, dueAtMono: due },
    ];
  });
  return Object.fromEntries(entries) as unknown as Listings;
}
