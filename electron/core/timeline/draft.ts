/** An entry before it has its number, time and cause. */
import type { HistoryEntry, HistoryKind, HistoryServer } from '../../contract/history.ts';
import type { ServerId } from '../../contract/ids.ts';
import type { Problem } from '../../contract/problem.ts';
import type { Event } from '../model/event.ts';
import type { Instant } from '../model/instant.ts';
import type { ServerDefinition } from '../model/server.ts';
import type { State } from '../model/state.ts';
import { boundedText } from './bounds.ts';
import type { Touched } from './memory.ts';

/** One step of the engine as the timeline looks at it. */
export interface TimelineStep {
  readonly before: State;
  readonly after: State;
  readonly event: Event;
  readonly now: Instant;
  /** Launches of this source are approved by a policy, so nobody is asked and nobody answers. */
  readonly isAlwaysTrusted: (source: string) => boolean;
  /** Shown names before and after, worked out when they are needed. */
  readonly namesBefore: () => ReadonlyMap<ServerId, string>;
  readonly names: () => ReadonlyMap<ServerId, string>;
  readonly desired: () => ReadonlyMap<ServerId, ServerDefinition>;
}

export interface Draft extends Omit<HistoryEntry, 'number' | 'at' | 'cause'> {
  /** All servers that an edit is about, however many its lists name. */
  readonly touched?: Touched;
}

/** A draft of a kind with nothing in it but what is given. */
export function draft(kind: HistoryKind, parts: Partial<Draft> = {}): Draft {
  return { kind, source: null, server: null, edit: null, lists: [], durationMs: null, problem: null, ...parts };
}

/** A server under the name it goes by in this step. */
export function namedServer(step: TimelineStep, id: ServerId): HistoryServer {
  return { id, name: boundedText(step.names().get(id) ?? step.namesBefore().get(id) ?? id) };
}

/** A problem as an entry keeps it: evidence is what a server printed or a file holds, and stays out. */
export function keptProblem({ evidence: _evidence, ...problem }: Problem, withoutSecrets: (text: string) => string): Problem {
  const text = (value: string) => boundedText(withoutSecrets(value), problemLengthMax);
  return { ...problem, message: text(problem.message), ...(problem.hint === undefined ? {} : { hint: text(problem.hint) }) };
}

/** A message is a sentence or two. */
const problemLengthMax = 500;
