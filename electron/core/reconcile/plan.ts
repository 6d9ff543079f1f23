/** From the whole state to what should be done now; a plan is a value and begins nothing. */
import { capabilityKinds } from '../../contract/capability.ts';
import type { ServerId } from '../../contract/ids.ts';
import type { Action, StopReason } from '../model/action.ts';
import { isCalledOff } from '../model/called-off.ts';
import { desiredServers } from '../model/desired-servers.ts';
import type { Instant } from '../model/instant.ts';
import type { ServerDefinition } from '../model/server.ts';
import { isTrusted, standingAnswer } from '../model/standing-answer.ts';
import { freshServer, type ServerState, type State } from '../model/state.ts';
import { diff } from './diff.ts';
import { isDue } from './due.ts';
import { isHeld, type Policy } from './policy.ts';

interface Planning {
  readonly state: State;
  readonly now: Instant;
  readonly policy: Policy;
  readonly stops: Action[];
  readonly others: Action[];
}

/** What should be done now, in order of rank; stops come first so that their places are free. */
export function plan(state: State, now: Instant, policy: Policy): readonly Action[] {
  const desired = desiredServers(state.sources);
  const { added, relaunched, removed, kept } = diff(desired, state.servers);
  const planning: Planning = { state, now, policy, stops: [], others: [] };
  for (const id of removed) {
    // A server of a source that was not read yet is neither wanted nor unwanted.
    if (state.remembered.has(id)) continue;
    planning.stops.push(...disconnect(id, serverOf(state, id), desired.has(id) ? 'disabled' : 'removed'));
  }
  for (const definition of relaunched) planRelaunch(planning, definition);
  for (const definition of kept) planKept(planning, definition);
  let attempt = state.lastAttempt;
  for (const definition of added) {
    const server = serverOf(state, definition.id);
    if (!isTrusted(state, definition)) planning.others.push(...ask(state, definition));
    // Paused is for what happens by itself; what a person asks for starts all the same.
    else if (!isHeld(policy.hold, definition.id) && (!state.paused || server.demanded) && mayStart(definition, server, now, policy)) {
      attempt += 1;
      const first = server.syncedLaunchHash !== definition.launchHash;
      planning.others.push({ kind: 'connect', server: definition.id, attempt, definition, era: server.era, first });
    }
  }
  return [...planning.stops, ...planning.others];
}

const serverOf = (state: State, id: ServerId): ServerState => state.servers.get(id) ?? freshServer;

/** It runs with another launch than is wanted; what may not be started again yet keeps running as it is. */
function planRelaunch({ state, now, policy, stops, others }: Planning, definition: ServerDefinition): void {
  const { id } = definition;
  const server = serverOf(state, id);
  const mayLaunch = !state.paused && !isHeld(policy.hold, id) && !isCalledOff(server, definition);
  if (!isTrusted(state, definition)) others.push(...ask(state, definition));
  else if (mayLaunch && now.mono >= server.paceUntilMono) {
    stops.push(...disconnect(id, server, 'relaunch'));
    return;
  }
  others.push(...calledOffLists(id, server), ...lists(definition, server, now));
}

function planKept({ state, now, policy, stops, others }: Planning, definition: ServerDefinition): void {
  const { id } = definition;
  const server = serverOf(state, id);
  if (standingAnswer(state, definition) === 'rejected') {
    stops.push(...disconnect(id, server, 'disabled'));
    return;
  }
  // Another launch of it was answered about in between, so the answer for this one no longer stands.
  if (!isTrusted(state, definition)) others.push(...ask(state, definition));
  if (server.connection.phase === 'connecting' && isCalledOff(server, definition)) {
    stops.push(...disconnect(id, server, 'cancelled'));
    return;
  }
  const due = [...calledOffLists(id, server), ...lists(definition, server, now)];
  others.push(...due);
  if (due.length === 0 && isUnused(server, now, policy)) stops.push(...disconnect(id, server, 'idle'));
}

function ask(state: State, definition: ServerDefinition): readonly Action[] {
  if (state.asked.get(definition.id) === definition.launchHash) return [];
  if (standingAnswer(state, definition) !== null) return [];
  return [{ kind: 'askTrust', server: definition.id, definition }];
}

function disconnect(id: ServerId, server: ServerState, reason: StopReason): readonly Action[] {
  const { connection } = server;
  if (connection.phase !== 'open' && connection.phase !== 'connecting') return [];
  return [{ kind: 'disconnect', server: id, attempt: connection.attempt, reason }];
}

function lists(definition: ServerDefinition, server: ServerState, now: Instant): readonly Action[] {
  const { connection, listings } = server;
  if (connection.phase !== 'open' || isCalledOff(server, definition)) return [];
  return connection.facts.offers
    .filter((capability) => listings[capability].readingBy === null && listings[capability].dueAtMono <= now.mono)
    .map((capability) => ({ kind: 'list', server: definition.id, attempt: connection.attempt, capability }));
}

function calledOffLists(id: ServerId, { listings }: ServerState): readonly Action[] {
  return capabilityKinds.flatMap((capability): Action[] => {
    const { calledOff, readingBy } = listings[capability];
    return calledOff && readingBy !== null ? [{ kind: 'callOffList', server: id, attempt: readingBy, capability }] : [];
  });
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
  if (connection.phase !== 'closed' && connection.phase !== 'failed') return false;
  if (server.demanded) return true;
  if (isCalledOff(server, definition)) return false;
  if (connection.phase === 'closed') return policy.keepAlive || isDue(definition, server, now);
  return now.mono >= (connection.launchHash === definition.launchHash ? connection.retryAtMono : server.paceUntilMono);
}
