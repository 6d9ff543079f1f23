/** What of the state is kept on disk. */
import { capabilityKinds } from '../../contract/capability.ts';
import { desiredServers } from '../model/desired-servers.ts';
import type { Listings } from '../model/listing.ts';
import { plainLaunch } from '../model/plain-launch.ts';
import { type RegistryMetadata, type RegistrySnapshot, registryVersion, type StoredListing, type StoredServer } from '../model/registry.ts';
import type { ServerDefinition } from '../model/server.ts';
import { freshServer, type ServerState, type State } from '../model/state.ts';

/** Registry of everything wanted (and of what is only remembered), with the given metadata; other entries are carried along. */
export function registrySnapshot(state: State, metadata: RegistryMetadata, before: RegistrySnapshot): RegistrySnapshot {
  const servers: Record<string, StoredServer> = Object.fromEntries(state.remembered);
  for (const definition of desiredServers(state.sources).values()) {
    servers[definition.id] = storedServer(definition, state.servers.get(definition.id) ?? freshServer);
  }
  return { version: registryVersion, metadata, servers, other: before.other };
}

function storedServer(definition: ServerDefinition, server: ServerState): StoredServer {
  return {
    id: definition.id,
    name: definition.name,
    source: definition.source,
    client: definition.client,
    transport: definition.written.kind,
    enabled: definition.enabled,
    syncedLaunchHash: server.syncedLaunchHash,
    launch: { hash: definition.launchHash, plain: plainLaunch(definition) },
    lastSyncWall: server.lastSyncWall,
    durationMs: server.durationMs,
    offers: server.offers,
    protocolVersion: server.protocolVersion,
    era: server.era,
    listings: storedListings(server.listings),
    ...(server.failingSinceWall === null ? {} : { failingSinceWall: server.failingSinceWall }),
    failure: storedFailure(definition, server),
  };
}

/** Why the server is not stamped and when to try again: it did not start, or it started but a list failed. */
function storedFailure(
  definition: ServerDefinition,
  { connection, listings, failures, lastLaunchHash }: ServerState,
): StoredServer['failure'] {
  if (connection.phase === 'failed') {
    const { retryAtWall, problem, launchHash } = connection;
    return launchHash === definition.launchHash ? { count: failures, retryAtWall, problem, launchHash } : null;
  }
  for (const kind of capabilityKinds) {
    const { problem, retryAtWall, failures: count } = listings[kind];
    if (problem && retryAtWall !== null) return { count, retryAtWall, problem, launchHash: lastLaunchHash };
  }
  return null;
}

function storedListings(listings: Listings): StoredServer['listings'] {
  const stored: Partial<Record<keyof Listings, StoredListing>> = {};
  for (const kind of capabilityKinds) {
    const { items, status, readAtWall, readingBy, again } = listings[kind];
    // Should the engine end before the reading that is due, the next start must do it.
    if (status !== 'missing' && readAtWall !== null)
      stored[kind] = { items, status: readingBy !== null || again ? 'stale' : status, readAtWall };
  }
  return stored;
}
