/** The whole state of the servers' reconciler: what is wanted, what is there, what was decided. */

import type { CapabilityKind } from '../../contract/capability.ts';
import type { ServerId, SourceId } from '../../contract/ids.ts';
import type { Problem } from '../../contract/problem.ts';
import { type Connection, closed } from './connection.ts';
import { type Listings, missingListings } from './listing.ts';
import type { StoredServer } from './registry.ts';
import type { Source } from './source.ts';
import type { TrustDecision } from './trust.ts';

export interface ServerState {
  readonly connection: Connection;
  readonly listings: Listings;
  /** Launch hash of the last complete listing; '' = never. */
  readonly syncedLaunchHash: string;
  readonly lastSyncWall: number | null;
  readonly durationMs: number | null;
  readonly offers: readonly CapabilityKind[];
  readonly protocolVersion: string | null;
  readonly era: 'legacy' | 'modern' | null;
  /** Failed starts in a row and when the last ones were, for back-off and crash-loop. */
  readonly failures: number;
  readonly failureTimesMono: readonly number[];
  /** Since when it fails without having worked in between; null while it works. */
  readonly failingSinceWall: number | null;
  /** Failed so often in so short a time that people must be told; ends with a stable run. */
  readonly crashLoop: boolean;
  /** The engine stopped it because nobody used it; its lists are still good. */
  readonly idle: boolean;
  /** Why the try before this one failed, while the engine tries again by itself; a failing server looks failing meanwhile. */
  readonly retryOf: Problem | null;
  /** Launch of the last start, to tell a relaunch from a restart. */
  readonly lastLaunchHash: string;
  /** Since when lists are being fetched, start included; null when nothing is under way. */
  readonly busySinceMono: number | null;
  /** Earliest next launch when the entry keeps changing. */
  readonly paceUntilMono: number;
  /** A person asked for it: start although nothing is due, and whatever the back-off says. */
  readonly demanded: boolean;
  /** Launch whose start or reading the person called off; nothing is tried for it until somebody asks; '' = none. */
  readonly calledOff: string;
  readonly starts: number;
}

export interface State {
  readonly sources: ReadonlyMap<SourceId, Source>;
  readonly servers: ReadonlyMap<ServerId, ServerState>;
  /** Servers known from the registry whose source has not been read in this run. */
  readonly remembered: ReadonlyMap<ServerId, StoredServer>;
  readonly trust: ReadonlyMap<ServerId, TrustDecision>;
  /** Launch hash that the open question of a server is about. */
  readonly asked: ReadonlyMap<ServerId, string>;
  readonly lastAttempt: number;
  /** Nothing is started while the person has paused. */
  readonly paused: boolean;
}

export const freshServer: ServerState = {
  connection: closed,
  listings: missingListings,
  syncedLaunchHash: '',
  lastSyncWall: null,
  durationMs: null,
  offers: [],
  protocolVersion: null,
  era: null,
  failures: 0,
  failureTimesMono: [],
  failingSinceWall: null,
  crashLoop: false,
  idle: false,
  retryOf: null,
  lastLaunchHash: '',
  busySinceMono: null,
  paceUntilMono: Number.NEGATIVE_INFINITY,
  demanded: false,
  calledOff: '',
  starts: 0,
};

export const emptyState: State = {
  sources: new Map(),
  servers: new Map(),
  remembered: new Map(),
  trust: new Map(),
  asked: new Map(),
  lastAttempt: 0,
  paused: false,
};
