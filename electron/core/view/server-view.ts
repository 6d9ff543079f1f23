/** One server as every face shows it. */

import type { ServerView } from '../../contract/app-view.ts';
import { capabilityKinds } from '../../contract/capability.ts';
import type { Problem } from '../../contract/problem.ts';
import type { ServerStatus, Transport } from '../../contract/server.ts';
import { isCalledOff } from '../model/called-off.ts';
import type { Listing, Listings } from '../model/listing.ts';
import type { StoredServer } from '../model/registry.ts';
import type { ServerDefinition } from '../model/server.ts';
import type { EntryProblem, Source } from '../model/source.ts';
import { isTrusted, standingAnswer } from '../model/standing-answer.ts';
import { freshServer, type ServerState, type State } from '../model/state.ts';

/** What the view needs to know besides the state. */
export interface Surround {
  /** Label of a client id ("Claude Desktop"). */
  readonly clientLabel: (client: string) => string;
  /** Tooltray may edit servers of this client's files. */
  readonly isEditable: (client: string) => boolean;
  /** Trust policy of a watched file. */
  readonly trustOf: (path: string) => 'ask' | 'always';
  /** Nothing will start by itself (a one-shot command that only reads). */
  readonly resting: boolean;
}

/** Rough tokens per character of a tool list, as most tokenizers give for JSON. */
const charactersPerToken = 4;

export function serverView(state: State, definition: ServerDefinition, name: string, surround: Surround): ServerView {
  const server = state.servers.get(definition.id) ?? freshServer;
  const { connection } = server;
  const status = serverStatus(state, definition, server, surround.resting);
  const open = connection.phase === 'open' ? connection : null;
  return {
    ...common(definition, name, surround),
    transport: definition.written.kind,
    launch: launchLine(definition.written),
    enabled: definition.enabled,
    status,
    ...counts(server.listings),
    lastSyncAt: server.lastSyncWall,
    durationMs: server.durationMs === null ? null : Math.round(server.durationMs),
    pid: open?.facts.pid ?? null,
    runningSince: open?.sinceWall ?? null,
    retryAt: connection.phase === 'failed' && status === 'failed' && !isCalledOff(server, definition) ? connection.retryAtWall : null,
    failingSince: status === 'failed' ? server.failingSinceWall : null,
    starts: server.starts,
    protocolVersion: server.protocolVersion,
    problem: status === 'disabled' ? null : serverProblem(state, definition, server),
  };
}

/** A server of which only the registry knows, because its source could not be read yet. */
export function rememberedView(state: State, stored: StoredServer, name: string, surround: Surround): ServerView {
  const server = state.servers.get(stored.id) ?? freshServer;
  const unreadable = state.sources.get(stored.source)?.problem != null;
  const status = rememberedStatus(stored, unreadable);
  return {
    ...common(stored, name, surround),
    transport: stored.transport,
    launch: '',
    enabled: stored.enabled,
    editable: false,
    status,
    ...counts(server.listings),
    ...(unreadable ? { stale: true } : {}),
    lastSyncAt: stored.lastSyncWall,
    durationMs: stored.durationMs,
    pid: null,
    runningSince: null,
    retryAt: null,
    failingSince: status === 'failed' ? server.failingSinceWall : null,
    starts: 0,
    protocolVersion: stored.protocolVersion,
    problem: stored.failure?.problem ?? state.sources.get(stored.source)?.problem ?? null,
  };
}

function rememberedStatus(stored: StoredServer, unreadable: boolean): ServerStatus {
  if (!stored.enabled) return 'disabled';
  if (stored.failure && !isPartial(stored.failure.problem)) return 'failed';
  return unreadable || stored.failure || stored.syncedLaunchHash === '' ? 'stale' : 'synced';
}

/** A row for an entry that cannot be used, so that a missing server explains itself. */
export function brokenEntryView(source: Source, entry: EntryProblem, name: string, surround: Surround): ServerView {
  const id = `${source.id}#${entry.problem.where?.pointer ?? name}` as ServerView['id'];
  const unsupported = entry.problem.code === 'entry-unsupported';
  return {
    ...common({ id, name: entry.name ?? name, source: source.id, client: source.client }, name, surround),
    transport: 'stdio',
    launch: '',
    enabled: !unsupported,
    editable: false,
    status: unsupported ? 'disabled' : 'failed',
    ...counts(freshServer.listings),
    lastSyncAt: null,
    durationMs: null,
    pid: null,
    runningSince: null,
    retryAt: null,
    failingSince: null,
    starts: 0,
    protocolVersion: null,
    problem: entry.problem,
  };
}

function common(server: Pick<ServerDefinition, 'id' | 'name' | 'source' | 'client'>, name: string, surround: Surround) {
  return {
    id: server.id,
    name,
    ownName: server.name,
    source: server.source,
    client: server.client,
    clientLabel: surround.clientLabel(server.client),
    editable: surround.isEditable(server.client),
  };
}

/** The status word; see product.md, section 3. */
export function serverStatus(state: State, definition: ServerDefinition, server: ServerState, resting: boolean): ServerStatus {
  if (!definition.enabled) return 'disabled';
  const { connection, listings } = server;
  if (!isTrusted(state, definition)) return 'approval';
  if (isCalledOff(server, definition) && connection.phase !== 'failed') return 'stale';
  const kinds = capabilityKinds.map((kind) => listings[kind]);
  switch (connection.phase) {
    case 'connecting':
      // The engine tries again by itself: until that has worked, what failed has failed.
      return server.retryOf === null ? 'syncing' : isPartial(server.retryOf) ? 'stale' : 'failed';
    case 'closing':
      return server.idle && server.syncedLaunchHash === definition.launchHash ? 'idle' : 'syncing';
    case 'failed':
      if (connection.launchHash !== definition.launchHash) return 'syncing';
      return isPartial(connection.problem) ? 'stale' : 'failed';
    case 'open':
      if (connection.launchHash !== definition.launchHash || kinds.some((listing) => listing.readingBy !== null)) return 'syncing';
      if (kinds.some((listing) => listing.problem !== null)) return 'stale';
      return kinds.every((listing) => listing.status === 'fresh') ? 'synced' : 'syncing';
    case 'closed':
      if (server.syncedLaunchHash === definition.launchHash) return server.idle ? 'idle' : 'synced';
      return resting || state.paused ? 'stale' : 'syncing';
  }
}

/** It runs, but one of its lists could not be read. */
const isPartial = (problem: Problem): boolean => problem.code === 'list-failed' || problem.code === 'list-endless';

const calledOffProblem: Problem = { code: 'cancelled', message: 'You called off its start.', hint: 'Resync starts it again.' };

function serverProblem(state: State, definition: ServerDefinition, server: ServerState): Problem | null {
  if (standingAnswer(state, definition) === 'rejected') {
    return {
      code: 'rejected',
      message: 'you rejected this launch',
      hint: 'Approve it on the Approvals page, or remove the entry from its file.',
    };
  }
  const { connection, listings } = server;
  if (connection.phase === 'failed' && connection.launchHash === definition.launchHash) return connection.problem;
  if (isCalledOff(server, definition)) return calledOffProblem;
  if (connection.phase === 'connecting' && server.retryOf) return server.retryOf;
  for (const kind of capabilityKinds) if (listings[kind].problem) return listings[kind].problem;
  return null;
}

export function launchLine(written: Transport): string {
  return written.kind === 'stdio' ? [written.command, ...written.args].join(' ') : written.url;
}

function counts(listings: Listings) {
  const count = (listing: Listing) => (listing.status === 'missing' ? null : listing.items.length);
  return {
    tools: count(listings.tools),
    prompts: count(listings.prompts),
    resources: count(listings.resources),
    resourceTemplates: count(listings.resourceTemplates),
    tokens: tokensOf(listings.tools),
    stale: capabilityKinds.some((kind) => listings[kind].status === 'stale'),
  };
}

/** Estimates are kept per item list, since the view is rebuilt at every change but lists rarely change. */
const tokenCache = new WeakMap<readonly unknown[], number>();

function tokensOf(listing: Listing): number | null {
  if (listing.status === 'missing') return null;
  const known = tokenCache.get(listing.items);
  if (known !== undefined) return known;
  const tokens = listing.items.length === 0 ? 0 : Math.ceil(JSON.stringify(listing.items).length / charactersPerToken);
  tokenCache.set(listing.items, tokens);
  return tokens;
}
