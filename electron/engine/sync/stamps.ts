/** What a sync leaves behind so that the next run can decide by stat alone that nothing has changed. */
import { stableJson } from '../../core/lib/stable-json.ts';
import { desiredServers, rankedSources } from '../../core/model/desired-servers.ts';
import { serversHash } from '../../core/model/launch-hash.ts';
import type { LaunchFileStamp, RegistryMetadata, RegistrySnapshot, SourceStamp } from '../../core/model/registry.ts';
import { sameStat } from '../../core/model/same-stat.ts';
import type { Source } from '../../core/model/source.ts';
import { isTrusted } from '../../core/model/standing-answer.ts';
import type { State } from '../../core/model/state.ts';
import type { Ports } from '../../core/ports.ts';
import { variablesHash } from '../sources/variables-hash.ts';

/** Metadata that describes `state` as synced at `syncedAtWall`. */
export function stampedMetadata(ports: Ports, state: State, before: RegistryMetadata, syncedAtWall: number): RegistryMetadata {
  const sources: Record<string, SourceStamp> = {};
  for (const source of rankedSources(state.sources)) sources[source.id] = sourceStamp(ports, source, before.sources[source.id]);
  const desired = [...desiredServers(state.sources).values()];
  const files = new Map<string, LaunchFileStamp>();
  for (const definition of desired) for (const file of definition.facts.files) files.set(file.path, { path: file.path, stat: file.stat });
  return {
    ...before,
    mcp_last_sync_time: syncedAtWall,
    mcp_servers_hash: overallHash(ports, sources),
    sources,
    launchFiles: [...files.values()],
    pending: desired.filter((definition) => definition.enabled && !isTrusted(state, definition)).map((definition) => definition.id),
  };
}

function sourceStamp(ports: Ports, source: Source, before: SourceStamp | undefined): SourceStamp {
  const { reading, problem } = source;
  if (!reading) {
    // Unread because broken: what it asked for before is still in force. Absent: it asks for nothing.
    const kept = problem && before ? before : absentStamp;
    return { ...kept, stat: problem ? ports.files.statNow(source.id) : null, problem };
  }
  return {
    stat: problem ? ports.files.statNow(source.id) : reading.stat,
    contentHash: reading.contentHash,
    variables: reading.variables,
    variablesHash: variablesHash(ports, reading.variables),
    serversHash: serversHash(reading.servers, ports.launch.digest),
    problem,
    servers: reading.servers.length + reading.entryProblems.length,
  };
}

const absentStamp: SourceStamp = {
  stat: null,
  contentHash: '',
  variables: [],
  variablesHash: '',
  serversHash: '',
  problem: null,
  servers: 0,
};

/** One digest over what all sources ask for, whatever their order. */
function overallHash(ports: Ports, sources: Readonly<Record<string, SourceStamp>>): string {
  const parts = Object.entries(sources).map(([id, stamp]) => [id, stamp.serversHash] as const);
  return ports.launch.digest(stableJson(parts.sort(([a], [b]) => (a < b ? -1 : 1))));
}

export type QuickVerdict = 'unchanged' | 'retry-due' | 'look';

/**
 * Decides without reading a file whether anything can have changed: every source and every launch file has its old stat, every
 * variable its old value, nobody waits for an answer, no retry is due. 'look' means that the files have to be read to know.
 */
export function quickVerdict(ports: Ports, sourceIds: readonly string[], registry: RegistrySnapshot, nowWall: number): QuickVerdict {
  const { metadata } = registry;
  if (metadata.mcp_last_sync_time === 0 || metadata.pending.length > 0) return 'look';
  if (Object.keys(metadata.sources).length !== sourceIds.length) return 'look';
  let servers = 0;
  for (const id of sourceIds) {
    const stamp = metadata.sources[id];
    if (!stamp || stamp.problem || !sameStat(ports.files.statNow(id), stamp.stat)) return 'look';
    if (stamp.variables.length > 0 && variablesHash(ports, stamp.variables) !== stamp.variablesHash) return 'look';
    servers += stamp.servers;
  }
  // "Nothing configured" is an answer of its own.
  if (servers === 0) return 'look';
  for (const file of metadata.launchFiles) if (!sameStat(ports.files.statNow(file.path), file.stat)) return 'look';
  const stored = Object.values(registry.servers);
  if (stored.some((server) => server.failure && server.failure.retryAtWall <= nowWall)) return 'retry-due';
  // A server that was neither synced nor failed was cut off in the middle.
  if (stored.some((server) => server.enabled && !server.failure && server.syncedLaunchHash === '')) return 'look';
  return 'unchanged';
}

/** What the sources have become since the stamps were made. */
export function changedSince(ports: Ports, state: State, before: RegistryMetadata): 'nothing' | 'env' | 'config' {
  const after = stampedMetadata(ports, state, before, before.mcp_last_sync_time);
  if (after.mcp_servers_hash === before.mcp_servers_hash) return 'nothing';
  const sameFiles = Object.entries(after.sources).every(([id, stamp]) => stamp.contentHash === before.sources[id]?.contentHash);
  const sameVariables = Object.entries(after.sources).every(([id, stamp]) => stamp.variablesHash === before.sources[id]?.variablesHash);
  return sameFiles && !sameVariables ? 'env' : 'config';
}
