/** From the whole state to what should be done now; a plan is a value and begins nothing. */
import { capabilityKinds } from '../../contract/capability.ts';
import type { ServerId } from '../../contract/ids.ts';
import type { Action } from '../model/action.ts';
import { desiredServers } from '../model/desired-servers.ts';
import type { Instant } from '../model/instant.ts';
import type { ServerDefinition } from '../model/server.ts';
import { isTrusted, standingAnswer } from '../model/standing-answer.ts';
import { freshServer, type ServerState, type State } from '../model/state.ts';
import { diff } from './diff.ts';
import { isHeld, type Policy } from './policy.ts';

/** What should be done now, in order of rank; stops come first so that their places are free. */
export function plan(state: State, now: Instant, policy: Policy): readonly Action[] {
  const desired = desiredServers(state.sources);
  const { added, relaunched, removed, kept } = diff(desired, state.servers);
  const stops: Action[] = [];
  const others: Action[] = [];
  const mayLaunch = (id: ServerId): boolean => !state.paused && !isHeld(policy.hold, id);
  const serverOf = (id: ServerId): ServerState => state.servers.get(id) ?? freshServer;
  for (const id of removed) {
    // A server of a source that was not read yet is neither wanted nor unwanted.
    if (state.remembered.has(id)) continue;
    stops.push(...disconnect(id, serverOf(id), desired.has(id) ? 'disabled' : 'removed'));
  }
  for (const definition of relaunched) {
    const server = serverOf(definition.id);
    if (!isTrusted(state, definition)) others.push(...ask(state, definition));
    // What may not be started again yet keeps running as it is.
    else if (mayLaunch(definition.id) && now.mono >= server.paceUntilMono) {
      stops.push(...disconnect(definition.id, server, 'relaunch'));
      continue;
    }
    others.push(...lists(definition.id, server, now));
  }
  for (const definition of kept) {
    const server = serverOf(definition.id);
    if (standingAnswer(state, definition) === 'rejected') {
      stops.push(...disconnect(definition.id, server, 'disabled'));
      continue;
    }
    // Another launch of it was answered about in between, so the answer for this one no longer stands.
    if (!isTrusted(state, definition)) others.push(...ask(state, definition));
    const due = lists(definition.id, server, now);
    others.push(...due);
    if (due.length === 0 && isUnused(server, now, policy)) stops.push(...disconnect(definition.id, server, 'idle'));
  }
  let attempt = state.lastAttempt;
  for (const definition of added) {
    const server = serverOf(definition.id);
    if (!isTrusted(state, definition)) others.push(...ask(state, definition));
    // Paused is for what happens by itself; what a person asks for starts all the same.
    else if (!isHeld(policy.hold, definition.id) && (!state.paused || server.demanded) && mayStart(definition, server, now, policy)) {
      attempt += 1;
      const first = server.syncedLaunchHash !== definition.launchHash;
      others.push({ kind: 'connect', server: definition.id, attempt, definition, era: server.era, first });
    }
  }
  return [...stops, ...others];
}

function ask(state: State, definition: ServerDefinition): readonly Action[] {
  if (state.asked.get(definition.id) === definition.launchHash) return [];
  if (standingAnswer(state, definition) !== null) return [];
  return [{ kind: 'askTrust', server: definition.id, definition }];
}

function disconnect(id: ServerId, server: ServerState, reason: 'removed' | 'relaunch' | 'disabled' | 'idle'): readonly Action[] {
  const { connection } = server;
  if (connection.phase !== 'open' && connection.phase !== 'connecting') return [];
  return [{ kind: 'disconnect', server: id, attempt: connection.attempt, reason }];
}

function lists(id: ServerId, server: ServerState, now: Instant): readonly Action[] {
  const { connection, listings } = server;
  if (connection.phase !== 'open') return [];
  return connection.facts.offers
    .filter((capability) => listings[capability].readingBy === null && listings[capability].dueAtMono <= now.mono)
    .map((capability) => ({ kind: 'list', server: id, attempt: connection.attempt, capability }));
}

function isUnused(server: ServerState, now: Instant, policy: Policy): boolean {
  const { connection, listings } = server;
  if (connection.phase !== 'open') return false;
  // A list that failed is still being worked on.
  if (capabilityKinds.some((capability) => listings[capability].readingBy !== null || listings[capability].problem !== null)) return false;
  return now.mono - connection.usedMono >= policy.idleStopMs;
}

function mayStart(definition: ServerDefinition, server: ServerState, now: Instant, policy: Policy): boolean {
  const { connection } = server;
  if (connection.phase === 'failed') {
    if (server.demanded) return true;
    if (connection.launchHash !== definition.launchHash) return now.mono >= server.paceUntilMono;
    return now.mono >= connection.retryAtMono;
  }
  if (connection.phase !== 'closed') return false;
  return server.demanded || policy.keepAlive || isDue(definition, server, now);
}

/** Something about the server's lists has to be found out. */
function isDue(definition: ServerDefinition, server: ServerState, now: Instant): boolean {
  if (server.syncedLaunchHash !== definition.launchHash) return true;
  return server.offers.some((capability) => server.listings[capability].dueAtMono <= now.mono);
}
