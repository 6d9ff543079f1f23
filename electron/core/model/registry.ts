/** What is kept on disk: every server's last known lists, and metadata apart from them. */
import type { CapabilityKind, ListedItem } from '../../contract/capability.ts';
import type { ServerId, SourceId } from '../../contract/ids.ts';
import type { Problem } from '../../contract/problem.ts';
import type { TransportKind } from '../../contract/server.ts';
import type { PlainLaunch } from './plain-launch.ts';
import type { FileStat } from './server.ts';

export const registryVersion = 1;

export interface StoredListing {
  readonly items: readonly ListedItem[];
  readonly status: 'fresh' | 'stale';
  readonly readAtWall: number;
}

export interface StoredServer {
  readonly id: ServerId;
  readonly name: string;
  readonly source: SourceId;
  readonly client: string;
  readonly transport: TransportKind;
  readonly enabled: boolean;
  /** Launch hash of the last successful full listing; '' when there was none. A failed server is never stamped. */
  readonly syncedLaunchHash: string;
  /** What its source asked for when it was last read, synced or not; missing in files of earlier versions. */
  readonly launch?: { readonly hash: string; readonly plain: PlainLaunch } | undefined;
  readonly lastSyncWall: number | null;
  readonly durationMs: number | null;
  readonly offers: readonly CapabilityKind[];
  readonly protocolVersion: string | null;
  /** Protocol era that worked last time, so that the next start needs no second try. */
  readonly era: 'legacy' | 'modern' | null;
  readonly listings: Readonly<Partial<Record<CapabilityKind, StoredListing>>>;
  /** Since when it fails without having worked in between; missing in older files. */
  readonly failingSinceWall?: number | null | undefined;
  /** Set while the last try failed: when to try again and why. */
  readonly failure: { readonly count: number; readonly retryAtWall: number; readonly problem: Problem; readonly launchHash: string } | null;
}

/** What a source looked like at the start of the last sync; lets the next run decide by stat alone. */
export interface SourceStamp {
  readonly stat: FileStat | null;
  readonly contentHash: string;
  readonly variables: readonly string[];
  /** Keyed digest of the values of `variables`; '' when there are none. */
  readonly variablesHash: string;
  /** Digest over the ids, launches and switches of the servers that the source asked for. */
  readonly serversHash: string;
  readonly problem: Problem | null;
  readonly servers: number;
}

/** A file besides the config that a launch depends on. */
export interface LaunchFileStamp {
  readonly path: string;
  readonly stat: FileStat | null;
}

/** Keys with underscores are part of the outer contract (product.md, section 2). */
export interface RegistryMetadata {
  readonly mcp_last_sync_time: number;
  readonly mcp_servers_hash: string;
  readonly sources: Readonly<Record<string, SourceStamp>>;
  readonly launchFiles: readonly LaunchFileStamp[];
  /** Ids of servers whose launch waited for the person; as long as there are any, an answer may have come since. */
  readonly pending: readonly string[];
  readonly [key: string]: unknown;
}

export interface RegistrySnapshot {
  readonly version: number;
  readonly metadata: RegistryMetadata;
  /** Server entries by id. Entries of another namespace than `mcp` are kept untouched. */
  readonly servers: Readonly<Record<string, StoredServer>>;
  /** Entries that other parts or later versions keep here; carried along unchanged. */
  readonly other: Readonly<Record<string, unknown>>;
}

export const emptyMetadata: RegistryMetadata = {
  mcp_last_sync_time: 0,
  mcp_servers_hash: '',
  sources: {},
  launchFiles: [],
  pending: [],
};

export const emptyRegistry: RegistrySnapshot = {
  version: registryVersion,
  metadata: emptyMetadata,
  servers: {},
  other: {},
};
