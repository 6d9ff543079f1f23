/** Rows of `tooltray tools`, `prompts` and `resources`. */

import type { ServerView } from '../../contract/app-view.ts';
import type { CapabilityChoice, CapabilityKind, ListedRow } from '../../contract/capability.ts';
import type { State } from '../model/state.ts';

const kindsOf: Readonly<Record<CapabilityChoice, readonly CapabilityKind[]>> = {
  tools: ['tools'],
  prompts: ['prompts'],
  resources: ['resources'],
};

/** Listed items of all servers in the order of the view; items keep their server's order. */
export function listedRows(state: State, servers: readonly ServerView[], choice: CapabilityChoice): ListedRow[] {
  return servers.flatMap((server) =>
    kindsOf[choice].flatMap((kind) => {
      const listing = state.servers.get(server.id)?.listings[kind];
      if (!listing) return [];
      return listing.items.map((item) => ({
        server: server.name,
        source: server.source,
        name: item.name,
        ...(item.title === undefined ? {} : { title: item.title }),
        ...(item.description === undefined ? {} : { description: item.description }),
        // Items of a server that is not healthy are the last known ones, whatever the list's own state.
        stale: listing.status === 'stale' || server.status === 'failed' || server.status === 'stale',
        as_of: listing.readAtWall === null ? null : new Date(listing.readAtWall).toISOString(),
        enabled: server.enabled,
      }));
    }),
  );
}
