/** From one step of the engine to the entries it calls for: states compared, nothing asked of the world. */
import { capabilityKinds } from '../../contract/capability.ts';
import type { HistoryEntry } from '../../contract/history.ts';
import type { ServerId } from '../../contract/ids.ts';
import { desiredServers } from '../model/desired-servers.ts';
import type { Event } from '../model/event.ts';
import type { Instant } from '../model/instant.ts';
import { serverNames } from '../model/server-names.ts';
import { freshServer, type State } from '../model/state.ts';
import { type Draft, draft, namedServer, type TimelineStep } from './draft.ts';
import { sourceDrafts } from './edits.ts';
import { remember, type TimelineMemory, threadOf, withoutThreads, withSource, withThread } from './memory.ts';
import { changedServers, hasSynced, serverDrafts, steadyDrafts } from './server-news.ts';

export interface Recorded {
  readonly memory: TimelineMemory;
  /** New entries, oldest first. */
  readonly entries: readonly HistoryEntry[];
}

export interface StepFacts {
  readonly before: State;
  readonly after: State;
  readonly event: Event;
  readonly now: Instant;
  readonly isAlwaysTrusted: (source: string) => boolean;
}

/** What a step adds to the timeline; a step that tells nothing new gives no entries. */
export function record(memory: TimelineMemory, facts: StepFacts): Recorded {
  const step = stepOf(facts);
  let recorded: Recorded = { memory, entries: [] };
  const tell = (drafts: readonly Draft[]) => {
    for (const one of drafts) recorded = noted(recorded, one, facts.now.wall);
  };
  if (facts.before !== facts.after) {
    tell(sourceDrafts(memory, step));
    tell(answerDrafts(step));
    tell(pauseDrafts(step));
    recorded = { ...recorded, memory: withWishes(recorded.memory, step) };
    for (const id of changedServers(step)) {
      recorded = { ...recorded, memory: withListsBefore(recorded.memory, step, id) };
      tell(serverDrafts(recorded.memory, step, id));
      recorded = { ...recorded, memory: withSyncOver(recorded.memory, step, id) };
    }
    tell(questionDrafts(recorded.memory, step));
  }
  tell(steadyDrafts(recorded.memory, step));
  return { ...recorded, memory: forget(recorded.memory, facts) };
}

/** The timeline with one entry more that no step calls for: the engine itself started or stopped. */
export function recordKind(memory: TimelineMemory, kind: 'engine.started' | 'engine.stopped', atWall: number): Recorded {
  return noted({ memory, entries: [] }, draft(kind), atWall);
}

function stepOf(facts: StepFacts): TimelineStep {
  return {
    ...facts,
    names: once(() => serverNames(facts.after)),
    namesBefore: once(() => serverNames(facts.before)),
    desired: once(() => desiredServers(facts.after.sources)),
  };
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The draft with its number, time and cause, folded into the memory. */
function noted({ memory, entries }: Recorded, { touched, ...one }: Draft, at: number): Recorded {
  const cause = one.server ? threadOf(memory, one.server.id).cause : null;
  const entry: HistoryEntry = { number: memory.newest + 1, at, cause, ...one };
  return { memory: remember(memory, entry, touched), entries: [...entries, entry] };
}

function answerDrafts(step: TimelineStep): readonly Draft[] {
  const { event } = step;
  if (event.kind !== 'trust.decided') return [];
  const definition = step.desired().get(event.decision.server);
  if (!definition || step.isAlwaysTrusted(definition.source)) return [];
  const kind = event.decision.verdict === 'trusted' ? 'approval.approved' : 'approval.rejected';
  return [draft(kind, { server: namedServer(step, definition.id) })];
}

function pauseDrafts({ before, after }: TimelineStep): readonly Draft[] {
  if (before.paused === after.paused) return [];
  return [draft(after.paused ? 'watching.paused' : 'watching.resumed')];
}

function questionDrafts(memory: TimelineMemory, step: TimelineStep): readonly Draft[] {
  const { before, after } = step;
  if (before.asked === after.asked) return [];
  return [...after.asked].flatMap(([id, launchHash]) => {
    const definition = step.desired().get(id);
    if (before.asked.get(id) === launchHash || !definition || step.isAlwaysTrusted(definition.source)) return [];
    // The same question as in the run before, or another launch of a question that is still open.
    return threadOf(memory, id).question ? [] : [draft('approval.asked', { server: namedServer(step, id) })];
  });
}

/** Marks the servers for which a person asked for a sync. */
function withWishes(memory: TimelineMemory, { event, desired }: TimelineStep): TimelineMemory {
  if (event.kind !== 'sync.requested') return memory;
  const wanted = event.servers === 'all' ? [...desired().keys()] : event.servers;
  return wanted
    .filter((id) => desired().get(id)?.enabled)
    .reduce((marked, id) => (threadOf(marked, id).requested ? marked : withThread(marked, id, { requested: true })), memory);
}

/** Keeps the lists as last told, until the sync that is under way can be told whole. */
function withListsBefore(memory: TimelineMemory, { before, after }: TimelineStep, id: ServerId): TimelineMemory {
  const [from, to] = [before.servers.get(id) ?? freshServer, after.servers.get(id) ?? freshServer];
  const { listsBefore } = threadOf(memory, id);
  const replaced = capabilityKinds.filter(
    (kind) => from.listings[kind].items !== to.listings[kind].items && listsBefore[kind] === undefined,
  );
  if (replaced.length === 0) return memory;
  const kept = Object.fromEntries(replaced.map((kind) => [kind, from.listings[kind].items]));
  return withThread(memory, id, { listsBefore: { ...listsBefore, ...kept } });
}

/** What was kept for the end of a sync is let go, also when there was nothing to tell. */
function withSyncOver(memory: TimelineMemory, step: TimelineStep, id: ServerId): TimelineMemory {
  const [from, to] = [step.before.servers.get(id) ?? freshServer, step.after.servers.get(id) ?? freshServer];
  const isKept = Object.keys(threadOf(memory, id).listsBefore).length > 0;
  return isKept && hasSynced(step, from, to) ? withThread(memory, id, { listsBefore: {} }) : memory;
}

/** Servers that have left completely, and failures of files that are gone, are over. */
function forget(memory: TimelineMemory, { before, after, event }: StepFacts): TimelineMemory {
  const readable = event.kind === 'source.gone' ? withSource(memory, event.source, null) : memory;
  if (before.servers === after.servers) return readable;
  return withoutThreads(
    readable,
    [...before.servers.keys()].filter((id) => !after.servers.has(id)),
  );
}
