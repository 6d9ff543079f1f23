/**
 * Keeps the timeline: every step of the loop is compared, what it calls for is kept in memory and added to the file soon after.
 * 1. Entries of a burst are written together after `writeDelayMs`; the last ones when the engine stops.
 * 2. An entry's number is final once it is on disk: what another process has written in between comes first.
 * 3. What cannot be written stays in memory and is tried again; nothing else waits for it or fails with it.
 */
import type { HistoryEntry } from '../../contract/history.ts';
import type { Problem } from '../../contract/problem.ts';
import type { Event } from '../../core/model/event.ts';
import type { State } from '../../core/model/state.ts';
import type { Clock, Logger, TimelineFile } from '../../core/ports.ts';
import { type Recorded, record, recordKind } from '../../core/timeline/record.ts';
import { type KeptEntries, noEntries, restoredEntries, unsavedEntries, withOthers, withRecorded, withSaved } from './kept-entries.ts';
import { redactedEntry } from './redacted-entry.ts';

export interface TimelineParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly file: TimelineFile;
  /** Takes every known secret out of a text. */
  readonly redact: (text: string) => string;
  readonly isAlwaysTrusted: (source: string) => boolean;
  /** There is a new entry. */
  readonly onChange: () => void;
}

export interface Timeline {
  /** Reads the file, once. */
  load(): Promise<void>;
  /** Reads the file if needed; from here on steps are recorded. */
  begin(): Promise<void>;
  /** Looks at one step; without `begin` it is passed over. */
  step(before: State, after: State, event: Event): void;
  note(kind: 'engine.started' | 'engine.stopped'): void;
  /** Number of the newest entry; 0 when there is none. */
  newest(): number;
  /** Oldest first. */
  entries(): readonly HistoryEntry[];
  /** Why it is not (all) on disk. */
  problem(): Problem | null;
  /** Writes what is unsaved and records nothing more. */
  stop(): Promise<void>;
}

/** Joins what belongs to one edit, and a crash loses no more than that. */
const writeDelayMs = 1_000;
/** On a full disk each try costs something and gains nothing. */
const retryDelayMs = 30_000;

/** Makes the keeper of one home's timeline; nothing is read or written before it is asked to. */
export function createTimeline(parts: TimelineParts): Timeline {
  let kept = noEntries;
  let loaded: Promise<void> | null = null;
  let recording = false;
  const writer = createTimelineWriter(parts, {
    kept: () => kept,
    put(next) {
      const isNews = next.entries !== kept.entries;
      kept = next;
      if (isNews) parts.onChange();
    },
  });

  async function loadOnce(): Promise<void> {
    const found = await parts.file.load();
    kept = restoredEntries(found.entries);
    writer.report(found.problem);
    parts.onChange();
  }

  function load(): Promise<void> {
    loaded ??= loadOnce();
    return loaded;
  }

  function take({ memory, entries }: Recorded): void {
    kept = withRecorded(kept, { memory, entries: entries.map((entry) => redactedEntry(entry, parts.redact)) });
    if (entries.length === 0) return;
    parts.onChange();
    writer.touch();
  }

  return {
    load,
    async begin() {
      await load();
      recording = true;
    },
    step(before, after, event) {
      if (!recording) return;
      take(record(kept.memory, { before, after, event, now: parts.clock.now(), isAlwaysTrusted: parts.isAlwaysTrusted }));
    },
    note(kind) {
      if (recording) take(recordKind(kept.memory, kind, parts.clock.now().wall));
    },
    newest: () => kept.memory.newest,
    entries: () => kept.entries,
    problem: writer.problem,
    async stop() {
      recording = false;
      await writer.stop();
    },
  };
}

interface KeptCell {
  readonly kept: () => KeptEntries;
  readonly put: (next: KeptEntries) => void;
}

interface TimelineWriter {
  /** There is something unsaved. */
  touch(): void;
  report(problem: Problem | null): void;
  problem(): Problem | null;
  stop(): Promise<void>;
}

function createTimelineWriter({ clock, logger, file }: TimelineParts, cell: KeptCell): TimelineWriter {
  let problem: Problem | null = null;
  let cancel: (() => void) | null = null;
  let writing: Promise<void> = Promise.resolve();
  let stopped = false;

  function report(next: Problem | null): void {
    // Told once, however often it is tried.
    if (next && next.message !== problem?.message) logger.warn('the timeline is not kept', { cause: next.message });
    problem = next;
  }

  async function write(): Promise<void> {
    const { saved } = cell.kept();
    if (unsavedEntries(cell.kept()).length === 0) return;
    let upTo = saved;
    const failed = await file.append(saved, (others) => {
      if (others.length > 0) cell.put(withOthers(cell.kept(), others));
      upTo = cell.kept().memory.newest;
      return unsavedEntries(cell.kept());
    });
    report(failed);
    if (failed === null) cell.put(withSaved(cell.kept(), upTo));
    if (unsavedEntries(cell.kept()).length > 0) touch();
  }

  function flush(): Promise<void> {
    cancel?.();
    cancel = null;
    writing = writing.then(write);
    return writing;
  }

  function touch(): void {
    if (!stopped) cancel ??= clock.after(problem ? retryDelayMs : writeDelayMs, () => void flush());
  }

  return {
    touch,
    report,
    problem: () => problem,
    async stop() {
      stopped = true;
      await flush();
    },
  };
}
