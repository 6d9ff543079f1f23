/** What the answers to connecting and closing change in one server's state. */
import { capabilityKinds } from '../../contract/capability.ts';
import type { Problem } from '../../contract/problem.ts';
import { closed } from '../model/connection.ts';
import type { Event } from '../model/event.ts';
import type { Instant } from '../model/instant.ts';
import type { Listing, Listings } from '../model/listing.ts';
import type { ServerState } from '../model/state.ts';
import { crashLoopFailures, crashLoopWindowMs, isCrashCause, type Policy, stableAfterMs } from './policy.ts';

type Of<Kind extends Event['kind']> = Extract<Event, { kind: Kind }>;

/** Open: every offered list is read again, since notices may have been missed; what is not offered is empty. */
export function connectionOpened(server: ServerState, event: Of<'connection.opened'>, now: Instant): ServerState {
  const { connection } = server;
  if (connection.phase !== 'connecting' || connection.attempt !== event.attempt) return server;
  const listings = mapListings(server.listings, (listing, kind) =>
    event.facts.offers.includes(kind)
      ? { ...listing, dueAtMono: now.mono, readingBy: null, calledOff: false, again: false, failures: 0 }
      : {
          ...listing,
          items: [],
          status: 'fresh',
          readAtWall: now.wall,
          dueAtMono: Number.POSITIVE_INFINITY,
          failures: 0,
          retryAtWall: null,
          problem: null,
          readingBy: null,
          calledOff: false,
          again: false,
        },
  );
  const { attempt, launchHash } = connection;
  const opened: ServerState = {
    ...server,
    connection: { phase: 'open', attempt, launchHash, sinceMono: now.mono, sinceWall: now.wall, usedMono: now.mono, facts: event.facts },
    listings,
    offers: event.facts.offers,
    protocolVersion: event.facts.protocolVersion,
    era: event.era,
  };
  return event.facts.offers.length === 0 ? synced(opened, launchHash, now) : opened;
}

/** Not open: wait longer each time. A start that was called off counts as closed. */
export function connectionFailed(server: ServerState, event: Of<'connection.failed'>, now: Instant, policy: Policy): ServerState {
  const { connection } = server;
  if (connection.phase === 'closing' && connection.attempt === event.attempt) return ended(server);
  if (connection.phase !== 'connecting' || connection.attempt !== event.attempt) return server;
  return failed(server, connection.launchHash, event.problem, event.retryAfterMs ?? 0, now, policy);
}

/** Ended: because it was asked to, or by itself, which counts as a failure unless it ran for long. */
export function connectionClosed(server: ServerState, event: Of<'connection.closed'>, now: Instant, policy: Policy): ServerState {
  const { connection } = server;
  if (!('attempt' in connection) || connection.attempt !== event.attempt) return server;
  if (connection.phase === 'closing') return ended(server);
  const stable = connection.phase === 'open' && now.mono - connection.sinceMono >= stableAfterMs;
  const before = stable ? { ...server, failures: 0, failureTimesMono: [], crashLoop: false } : server;
  const problem = event.problem ?? { code: 'connection-lost', message: 'the connection ended' };
  return failed(before, connection.launchHash, problem, 0, now, policy);
}

function ended(server: ServerState): ServerState {
  // Idle: the lists are good and nothing becomes due before somebody asks; unless the server announced a change.
  const listings = mapListings(server.listings, (listing) => ({
    ...listing,
    readingBy: null,
    calledOff: false,
    again: false,
    dueAtMono: server.idle && listing.status === 'fresh' && !listing.again ? Number.POSITIVE_INFINITY : listing.dueAtMono,
  }));
  return { ...server, connection: closed, listings, busySinceMono: null };
}

function failed(
  server: ServerState,
  launchHash: string,
  problem: Problem,
  retryAfterMs: number,
  now: Instant,
  policy: Policy,
): ServerState {
  const failures = server.failures + 1;
  const failureTimesMono = [...server.failureTimesMono, now.mono].slice(-crashLoopFailures);
  const quick = failureTimesMono.length === crashLoopFailures && now.mono - (failureTimesMono[0] ?? now.mono) <= crashLoopWindowMs;
  const crashLoop = isCrashCause(problem.code) && (server.crashLoop || quick);
  const delayMs = Math.max(policy.retryDelayMs(failures, problem.code), retryAfterMs);
  const listings = mapListings(server.listings, (listing) => ({
    ...listing,
    status: listing.status === 'fresh' ? 'stale' : listing.status,
    readingBy: null,
    calledOff: false,
    again: false,
  }));
  return {
    ...server,
    connection: {
      phase: 'failed',
      launchHash,
      // A one-shot run leaves the retry to the next run.
      retryAtMono: policy.once ? Number.POSITIVE_INFINITY : now.mono + delayMs,
      retryAtWall: now.wall + delayMs,
      problem: crashLoop ? crashLoopProblem(problem, failures) : problem,
    },
    listings,
    failures,
    failureTimesMono,
    failingSinceWall: server.failingSinceWall ?? now.wall,
    crashLoop,
    busySinceMono: null,
    // What is waited for is the launch itself, not one list.
    syncedLaunchHash: '',
    idle: false,
  };
}

function crashLoopProblem(problem: Problem, failures: number): Problem {
  return {
    ...problem,
    code: 'crash-loop',
    message: `crash loop: failed ${failures} times in a row; last: ${problem.message}`,
    hint: problem.hint ?? 'Look at the log, mend the cause, then resync it.',
  };
}

/** All lists of this launch are there: the server is stamped. */
export function synced(server: ServerState, launchHash: string, now: Instant): ServerState {
  const durationMs = server.busySinceMono === null ? server.durationMs : now.mono - server.busySinceMono;
  return { ...server, syncedLaunchHash: launchHash, lastSyncWall: now.wall, durationMs, busySinceMono: null, failingSinceWall: null };
}

export function mapListings(listings: Listings, change: (listing: Listing, kind: keyof Listings) => Listing): Listings {
  const entries = capabilityKinds.map((kind) => [kind, change(listings[kind], kind)] as const);
  return Object.fromEntries(entries) as Record<keyof Listings, Listing>;
}
