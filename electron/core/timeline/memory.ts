/** What the timeline has told so far, as far as the next entry depends on it; entries folded in one after the other give it. */
import type { CapabilityKind, ListedItem } from '../../contract/capability.ts';
import type { HistoryEntry } from '../../contract/history.ts';
import type { ServerId, SourceId } from '../../contract/ids.ts';
import type { ProblemCode } from '../../contract/problem.ts';

/** What was told about one server. */
export interface Thread {
  /** Number of the newest file edit or answer about it: what happens to the server is put down to that, until the next one. */
  readonly cause: number | null;
  /** The first sync after its cause is told even when the lists are as before. */
  readonly awaited: boolean;
  /** A person asked for a sync, so its end is told whatever it brings. */
  readonly requested: boolean;
  /** The question about its launch is open. */
  readonly question: boolean;
  /** A failure was told and no recovery since. */
  readonly failing: boolean;
  /** Failures that were told under this cause; each is told once. */
  readonly toldCodes: readonly ProblemCode[];
  /** Lists as they were when they were last told, for those that have changed since. */
  readonly listsBefore: Readonly<Partial<Record<CapabilityKind, readonly ListedItem[]>>>;
}

export interface TimelineMemory {
  /** Number of the newest entry; 0 before the first. */
  readonly newest: number;
  readonly threads: ReadonlyMap<ServerId, Thread>;
  /** Files whose failure was told, with its code. */
  readonly failedSources: ReadonlyMap<SourceId, ProblemCode>;
}

/** Servers that an edit is about, those cut from its lists too. */
export interface Touched {
  readonly wanted: readonly ServerId[];
  readonly gone: readonly ServerId[];
}

export const emptyMemory: TimelineMemory = { newest: 0, threads: new Map(), failedSources: new Map() };

const freshThread: Thread = {
  cause: null,
  awaited: false,
  requested: false,
  question: false,
  failing: false,
  toldCodes: [],
  listsBefore: {},
};

export const threadOf = (memory: TimelineMemory, server: ServerId): Thread => memory.threads.get(server) ?? freshThread;

/** The memory with some fields of one server's thread replaced. */
export function withThread(memory: TimelineMemory, server: ServerId, change: Partial<Thread>): TimelineMemory {
  return { ...memory, threads: new Map(memory.threads).set(server, { ...threadOf(memory, server), ...change }) };
}

/** The memory without servers that are gone for good. */
export function withoutThreads(memory: TimelineMemory, servers: readonly ServerId[]): TimelineMemory {
  const known = servers.filter((id) => memory.threads.has(id));
  if (known.length === 0) return memory;
  const threads = new Map(memory.threads);
  for (const id of known) threads.delete(id);
  return { ...memory, threads };
}

/** The memory with the failure of a source told, or (null) over. */
export function withSource(memory: TimelineMemory, source: SourceId, failed: ProblemCode | null): TimelineMemory {
  if ((memory.failedSources.get(source) ?? null) === failed) return memory;
  const failedSources = new Map(memory.failedSources);
  if (failed === null) failedSources.delete(source);
  else failedSources.set(source, failed);
  return { ...memory, failedSources };
}

/** The memory after one more entry; `touched` where more servers are meant than an edit names. */
export function remember(memory: TimelineMemory, entry: HistoryEntry, touched: Touched = namedIn(entry)): TimelineMemory {
  const next = { ...memory, newest: Math.max(memory.newest, entry.number) };
  if (entry.server) {
    const change = toldAbout(threadOf(memory, entry.server.id), entry);
    return change === null ? next : withThread(next, entry.server.id, change);
  }
  if (entry.source === null) return next;
  if (entry.kind === 'source.failed') return withSource(next, entry.source, entry.problem?.code ?? null);
  const readable = withSource(next, entry.source, null);
  return entry.kind === 'source.changed' ? edited(readable, entry.number, touched) : readable;
}

function toldAbout(thread: Thread, entry: HistoryEntry): Partial<Thread> | null {
  switch (entry.kind) {
    case 'approval.asked':
      return { question: true };
    case 'approval.approved':
      return { cause: entry.number, question: false, awaited: true, toldCodes: [] };
    case 'approval.rejected':
      return { cause: entry.number, question: false, awaited: false, failing: false, toldCodes: [] };
    case 'server.synced':
      return { awaited: false, requested: false, listsBefore: {} };
    case 'server.failed': {
      const { problem } = entry;
      const told = problem === null || thread.toldCodes.includes(problem.code);
      return { failing: true, requested: false, toldCodes: told ? thread.toldCodes : [...thread.toldCodes, problem.code] };
    }
    case 'server.recovered':
      return { failing: false, toldCodes: [] };
    default:
      return null;
  }
}

function edited(memory: TimelineMemory, cause: number, { wanted, gone }: Touched): TimelineMemory {
  const threads = new Map(memory.threads);
  for (const id of wanted) {
    const before = threads.get(id) ?? freshThread;
    threads.set(id, { ...before, cause, awaited: true, question: false, toldCodes: [] });
  }
  for (const id of gone) threads.set(id, { ...freshThread, cause });
  return { ...memory, threads };
}

function namedIn({ edit }: HistoryEntry): Touched {
  if (!edit) return { wanted: [], gone: [] };
  return { wanted: [...edit.added, ...edit.changed].map(({ id }) => id), gone: edit.removed.map(({ id }) => id) };
}
