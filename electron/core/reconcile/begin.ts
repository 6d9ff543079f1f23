/** Marks actions as under way, so that the plan of a begun state is empty and nothing is done twice. */

import { assertNever } from '../lib/assert-never.ts';
import type { Action } from '../model/action.ts';
import type { Instant } from '../model/instant.ts';
import { freshServer, type ServerState, type State } from '../model/state.ts';
import { relaunchPaceMs } from './policy.ts';

/** The state in which every one of `actions` has been started. */
export function begin(state: State, actions: readonly Action[], now: Instant): State {
  if (actions.length === 0) return state;
  const servers = new Map(state.servers);
  const asked = new Map(state.asked);
  let lastAttempt = state.lastAttempt;
  for (const action of actions) {
    if (action.kind === 'askTrust') {
      asked.set(action.server, action.definition.launchHash);
      continue;
    }
    if (action.kind === 'connect') lastAttempt = Math.max(lastAttempt, action.attempt);
    servers.set(action.server, begun(servers.get(action.server) ?? freshServer, action, now));
  }
  return { ...state, servers, asked, lastAttempt };
}

function begun(server: ServerState, action: Exclude<Action, { kind: 'askTrust' }>, now: Instant): ServerState {
  switch (action.kind) {
    case 'connect': {
      const { launchHash } = action.definition;
      const relaunch = server.lastLaunchHash !== '' && server.lastLaunchHash !== launchHash;
      return {
        ...server,
        connection: { phase: 'connecting', attempt: action.attempt, launchHash, sinceMono: now.mono },
        retryOf: server.connection.phase === 'failed' && !relaunch && !server.demanded ? server.connection.problem : null,
        lastLaunchHash: launchHash,
        busySinceMono: now.mono,
        paceUntilMono: relaunch ? now.mono + relaunchPaceMs : server.paceUntilMono,
        // Another launch is another program: what the old one did is no reason to wait.
        ...(relaunch ? { failures: 0, failureTimesMono: [], failingSinceWall: null, crashLoop: false } : {}),
        demanded: false,
        calledOff: '',
        idle: false,
        starts: server.starts + 1,
      };
    }
    case 'disconnect':
      return { ...server, connection: { phase: 'closing', attempt: action.attempt }, idle: action.reason === 'idle' };
    case 'list': {
      const listing = server.listings[action.capability];
      const reading = { ...listing, readingBy: action.attempt, startedMono: now.mono, again: false };
      return { ...server, busySinceMono: server.busySinceMono ?? now.mono, listings: { ...server.listings, [action.capability]: reading } };
    }
    case 'callOffList': {
      const ended = { ...server.listings[action.capability], readingBy: null, calledOff: false };
      return { ...server, listings: { ...server.listings, [action.capability]: ended } };
    }
    default:
      return assertNever(action);
  }
}
