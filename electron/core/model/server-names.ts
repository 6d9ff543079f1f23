/** Names as every face shows them, over the whole state. */
import type { ServerId } from '../../contract/ids.ts';
import { desiredServers, type NamedServer, rankedSources, shownNames } from './desired-servers.ts';
import type { State } from './state.ts';

/** Shown names of all servers, remembered ones included. */
export function serverNames(state: Pick<State, 'sources' | 'remembered'>): ReadonlyMap<ServerId, string> {
  const named: NamedServer[] = [...desiredServers(state.sources).values()];
  const rank = new Map(rankedSources(state.sources).map((source, index) => [source.id, index]));
  named.push(...state.remembered.values());
  // Remembered and read servers of one list must come in the same order of rank.
  const place = (server: NamedServer) => rank.get(server.source) ?? Number.POSITIVE_INFINITY;
  return shownNames(
    named
      .map((server, index) => ({ server, index }))
      .sort((a, b) => place(a.server) - place(b.server) || a.index - b.index)
      .map(({ server }) => server),
  );
}
