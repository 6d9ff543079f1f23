/** Which servers the sources ask for, by rank, then path, then place in the file; never by arrival. */
import type { ServerId, SourceId } from '../../contract/ids.ts';
import type { ServerDefinition } from './server.ts';
import type { Source } from './source.ts';

/** Sources in rank order. */
export function rankedSources(sources: ReadonlyMap<SourceId, Source>): readonly Source[] {
  return [...sources.values()].sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** All servers that the last good readings ask for, disabled ones included, in order of rank. */
export function desiredServers(sources: ReadonlyMap<SourceId, Source>): ReadonlyMap<ServerId, ServerDefinition> {
  const desired = new Map<ServerId, ServerDefinition>();
  for (const source of rankedSources(sources)) {
    for (const definition of source.reading?.servers ?? []) {
      if (!desired.has(definition.id)) desired.set(definition.id, definition);
    }
  }
  return desired;
}

/** What a name has to be made of so that it can be told from its twins. */
export interface NamedServer {
  readonly id: ServerId;
  readonly name: string;
  readonly client: string;
  readonly source: SourceId;
  readonly scope?: string;
}

/** Names as shown everywhere: the first in rank has its plain name, further ones `NAME@CLIENT`, then `NAME@PATH`. */
export function shownNames(servers: Iterable<NamedServer>): ReadonlyMap<ServerId, string> {
  const names = new Map<ServerId, string>();
  const taken = new Set<string>();
  for (const server of servers) {
    const candidates = [
      server.name,
      `${server.name}@${server.client}`,
      `${server.name}@${server.scope ?? server.source}`,
      `${server.name}@${server.id}`,
    ];
    const name = candidates.find((candidate) => !taken.has(candidate)) ?? server.id;
    taken.add(name);
    names.set(server.id, name);
  }
  return names;
}
