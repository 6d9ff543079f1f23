/** Whether something about a server has to be found out. */
import type { Instant } from '../model/instant.ts';
import type { ServerDefinition } from '../model/server.ts';
import type { ServerState } from '../model/state.ts';

/** Its lists are not those of this launch, or one of them is to be read again. */
export function isDue(definition: ServerDefinition, server: ServerState, now: Instant): boolean {
  if (server.syncedLaunchHash !== definition.launchHash) return true;
  return server.offers.some((capability) => server.listings[capability].dueAtMono <= now.mono);
}

/** It runs, but with another launch than is wanted. */
export const relaunches = (definition: ServerDefinition, { connection }: ServerState): boolean =>
  connection.phase === 'open' && connection.launchHash !== definition.launchHash;
