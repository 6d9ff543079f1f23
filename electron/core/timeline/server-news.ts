/** What a step did to servers: synced, failed, recovered, stopped. */
import { capabilityKinds } from '../../contract/capability.ts';
import type { ServerId } from '../../contract/ids.ts';
import type { Problem, ProblemCode } from '../../contract/problem.ts';
import { createRedaction } from '../lib/redact.ts';
import type { Instant } from '../model/instant.ts';
import { hiddenValues } from '../model/plain-value.ts';
import { standingAnswer } from '../model/standing-answer.ts';
import { freshServer, type ServerState } from '../model/state.ts';
import { type Draft, draft, keptProblem, namedServer, type TimelineStep } from './draft.ts';
import { isChanged, listChanges } from './list-changes.ts';
import { type Thread, type TimelineMemory, threadOf } from './memory.ts';

/** A server that failed more than once lately has recovered only when it has run this long: until then it may be a crash loop. */
const steadyAfterMs = 60_000;

/** Ends that somebody wanted, or that are answered by looking again; they are no failures. */
const wantedEnds: ReadonlySet<ProblemCode> = new Set<ProblemCode>(['cancelled', 'source-changed']);

/** Servers whose state this step replaced; what a registry brings is no news. */
export function changedServers({ before, after, event }: TimelineStep): readonly ServerId[] {
  if (before.servers === after.servers || event.kind === 'registry.loaded') return [];
  return [...after.servers].filter(([id, server]) => before.servers.get(id) !== server).map(([id]) => id);
}

/** Entries about one server whose state has changed. */
export function serverDrafts(memory: TimelineMemory, step: TimelineStep, id: ServerId): readonly Draft[] {
  const before = step.before.servers.get(id) ?? freshServer;
  const after = step.after.servers.get(id) ?? freshServer;
  const thread = threadOf(memory, id);
  if (isStopping(step, id, before, after)) return [draft('server.stopped', { server: namedServer(step, id) })];
  const problem = newFailure(before, after);
  if (problem) return failedDrafts(step, id, thread, problem);
  return syncedDrafts(step, id, thread, before, after);
}

/** Entries about servers that have kept running long enough; `tick` is when that is seen. */
export function steadyDrafts(memory: TimelineMemory, step: TimelineStep): readonly Draft[] {
  if (step.event.kind !== 'tick') return [];
  const failing = [...memory.threads].filter(([, thread]) => thread.failing).map(([id]) => id);
  return failing.flatMap((id) => {
    const server = step.after.servers.get(id);
    return server && isUp(server) && isSteady(server, step.now) ? [draft('server.recovered', { server: namedServer(step, id) })] : [];
  });
}

function isStopping(step: TimelineStep, id: ServerId, before: ServerState, after: ServerState): boolean {
  const ran = before.connection.phase === 'open' || before.connection.phase === 'connecting';
  if (!ran || after.connection.phase !== 'closing' || after.idle) return false;
  const definition = step.desired().get(id);
  return !definition?.enabled || standingAnswer(step.after, definition) === 'rejected';
}

function newFailure(before: ServerState, after: ServerState): Problem | null {
  const { connection } = after;
  if (connection.phase === 'failed') return before.connection === connection ? null : connection.problem;
  for (const kind of capabilityKinds) {
    const { problem } = after.listings[kind];
    if (problem && problem !== before.listings[kind].problem) return problem;
  }
  return null;
}

function failedDrafts(step: TimelineStep, id: ServerId, thread: Thread, problem: Problem): readonly Draft[] {
  if (wantedEnds.has(problem.code)) return [];
  // Once per cause; whoever asked for a sync gets an answer in any case.
  if (thread.toldCodes.includes(problem.code) && !thread.requested) return [];
  const definitions = [step.desired().get(id), ...formerDefinition(step, id)].filter((definition) => definition !== undefined);
  const withoutSecrets = createRedaction(definitions.flatMap(hiddenValues));
  return [draft('server.failed', { server: namedServer(step, id), problem: keptProblem(problem, withoutSecrets) })];
}

const formerDefinition = ({ before }: TimelineStep, id: ServerId) =>
  [...before.sources.values()].flatMap((source) => source.reading?.servers.filter((definition) => definition.id === id) ?? []);

function syncedDrafts(step: TimelineStep, id: ServerId, thread: Thread, before: ServerState, after: ServerState): readonly Draft[] {
  if (!hasSynced(step, before, after)) return [];
  const server = namedServer(step, id);
  const recovered = thread.failing && isSteady(after, step.now) ? [draft('server.recovered', { server })] : [];
  const lists = capabilityKinds
    .map((kind) => listChanges(kind, thread.listsBefore[kind] ?? after.listings[kind].items, after.listings[kind].items))
    .filter((list) => isChanged(list) || after.offers.includes(list.capability));
  const isFirst = before.lastSyncWall === null;
  if (!isFirst && !thread.awaited && !thread.requested && !lists.some(isChanged)) return recovered;
  const durationMs = after.durationMs === null ? null : Math.round(after.durationMs);
  return [...recovered, draft('server.synced', { server, lists, durationMs })];
}

/** All lists of the server are there again, told or not. */
export function hasSynced({ event }: TimelineStep, before: ServerState, after: ServerState): boolean {
  if (event.kind !== 'list.done' && event.kind !== 'connection.opened') return false;
  if (after.syncedLaunchHash === '') return false;
  return after.lastSyncWall !== before.lastSyncWall || (before.busySinceMono !== null && after.busySinceMono !== before.busySinceMono);
}

/** Stamped, and every list is good. */
function isUp({ connection, syncedLaunchHash, listings }: ServerState): boolean {
  if (connection.phase !== 'open' || syncedLaunchHash === '') return false;
  return capabilityKinds.every((kind) => listings[kind].problem === null);
}

function isSteady({ connection, failureTimesMono, crashLoop }: ServerState, now: Instant): boolean {
  if (connection.phase === 'open' && now.mono - connection.sinceMono >= steadyAfterMs) return true;
  return !crashLoop && failureTimesMono.filter((time) => now.mono - time < steadyAfterMs).length <= 1;
}
