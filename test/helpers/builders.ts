/** Makers of servers, readings, events and decisions with sane defaults, for tests. */
import type { CapabilityKind, ListedItem } from '../../electron/contract/capability.ts';
import { type ServerId, type SourceId, serverId, sourceId } from '../../electron/contract/ids.ts';
import type { Problem, ProblemCode } from '../../electron/contract/problem.ts';
import type { Transport } from '../../electron/contract/server.ts';
import { stableJson } from '../../electron/core/lib/stable-json.ts';
import type { OpenFacts } from '../../electron/core/model/connection.ts';
import type { Event } from '../../electron/core/model/event.ts';
import type { Instant } from '../../electron/core/model/instant.ts';
import type { ServerDefinition } from '../../electron/core/model/server.ts';
import type { SourceReading } from '../../electron/core/model/source.ts';
import type { TrustDecision } from '../../electron/core/model/trust.ts';

/** Wall clock of monotonic time 0 in tests. */
export const wallZero = Date.UTC(2026, 0, 1);

export const ownSource = sourceId('/home/ada/.tooltray/mcp.json');
export const cursorSource = sourceId('/home/ada/.cursor/mcp.json');

/** Both clocks `mono` milliseconds after the start. */
export const at = (mono: number): Instant => ({ mono, wall: wallZero + mono });

export const stdio = (command: string, ...args: readonly string[]): Transport => ({ kind: 'stdio', command, args: [...args], env: {} });

/** Stands for the keyed digest: equal exactly when what would run is equal. */
export const launchOf = (transport: Transport): string => `launch ${stableJson(transport)}`;

export type DefinitionParts = Partial<Omit<ServerDefinition, 'id'>>;

/** A server of a source; id and launch hash follow from the other fields. */
export function definition(name: string, parts: DefinitionParts = {}): ServerDefinition {
  const source = parts.source ?? ownSource;
  const transport = parts.transport ?? stdio('serve', name);
  return {
    id: serverId(source, ['mcpServers', name]),
    name,
    source,
    client: source === ownSource ? 'tooltray' : 'cursor',
    pointer: `/mcpServers/${name}`,
    written: transport,
    transport,
    variables: [],
    enabled: true,
    facts: { files: [], envFileVariables: {} },
    fingerprints: {},
    launchHash: launchOf(transport),
    ...parts,
  };
}

/** The same server with another launch. */
export function relaunched(server: ServerDefinition, ...args: readonly string[]): ServerDefinition {
  const transport = stdio('serve', server.name, ...args);
  return { ...server, transport, written: transport, launchHash: launchOf(transport) };
}

export function reading(servers: readonly ServerDefinition[], parts: Partial<SourceReading> = {}): SourceReading {
  return { servers, entryProblems: [], variables: [], stat: null, contentHash: '', ...parts };
}

export function decision(server: ServerDefinition, verdict: TrustDecision['verdict'] = 'trusted', decidedAtWall = wallZero): TrustDecision {
  return {
    server: server.id,
    launchHash: server.launchHash,
    verdict,
    decidedAtWall,
    written: server.written,
    fingerprints: server.fingerprints,
  };
}

export const problem = (code: ProblemCode, message = `it went wrong: ${code}`): Problem => ({ code, message });

export function openFacts(offers: readonly CapabilityKind[] = ['tools']): OpenFacts {
  return { offers, pid: 4242, protocolVersion: '2025-06-18', serverName: 'pretend', serverVersion: '1', instructions: null };
}

export const items = (...names: readonly string[]): ListedItem[] => names.map((name) => ({ name }));

type ProblemOf = { readonly problem?: Problem };

/** Makers of events; attempts are given by number. */
export const events = {
  named: (...ids: readonly SourceId[]): Event => ({
    kind: 'source.named',
    sources: ids.map((id, rank) => ({ id, rank, client: id === ownSource ? 'tooltray' : 'cursor' })),
  }),
  read: (source: SourceId, ...servers: readonly ServerDefinition[]): Event => ({ kind: 'source.read', source, reading: reading(servers) }),
  unreadable: (source: SourceId): Event => ({ kind: 'source.unreadable', source, problem: problem('source-invalid') }),
  gone: (source: SourceId): Event => ({ kind: 'source.gone', source }),
  trusted: (server: ServerDefinition): Event => ({ kind: 'trust.decided', decision: decision(server) }),
  rejected: (server: ServerDefinition): Event => ({ kind: 'trust.decided', decision: decision(server, 'rejected') }),
  opened: (server: ServerId, attempt: number, offers: readonly CapabilityKind[] = ['tools']): Event => ({
    kind: 'connection.opened',
    server,
    attempt,
    facts: openFacts(offers),
    era: 'legacy',
  }),
  failed: (server: ServerId, attempt: number, code: ProblemCode = 'exited', retryAfterMs?: number): Event => ({
    kind: 'connection.failed',
    server,
    attempt,
    problem: problem(code),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  }),
  closed: (server: ServerId, attempt: number, cause?: Problem): Event => ({
    kind: 'connection.closed',
    server,
    attempt,
    ...((cause === undefined ? {} : { problem: cause }) satisfies ProblemOf),
  }),
  listDone: (server: ServerId, attempt: number, names: readonly string[], capability: CapabilityKind = 'tools'): Event => ({
    kind: 'list.done',
    server,
    attempt,
    capability,
    items: items(...names),
  }),
  listFailed: (server: ServerId, attempt: number, capability: CapabilityKind = 'tools'): Event => ({
    kind: 'list.failed',
    server,
    attempt,
    capability,
    problem: problem('list-failed'),
  }),
  listChanged: (server: ServerId, attempt: number, capability: CapabilityKind = 'tools'): Event => ({
    kind: 'list.changed',
    server,
    attempt,
    capability,
  }),
  sync: (servers: readonly ServerId[] | 'all' = 'all', ...capabilities: readonly CapabilityKind[]): Event => ({
    kind: 'sync.requested',
    servers,
    capabilities: capabilities.length > 0 ? capabilities : ['tools', 'prompts', 'resources', 'resourceTemplates'],
  }),
  cancel: (servers: readonly ServerId[] | 'all' = 'all'): Event => ({ kind: 'sync.cancelled', servers }),
  paused: (paused: boolean): Event => ({ kind: 'paused.set', paused }),
  tick: { kind: 'tick' } as Event,
} as const;
