/** Keeps the state in step with the source files: events are read at once, a steady pass catches what events missed. */
import type { SourceId } from '../contract/ids.ts';
import type { Problem } from '../contract/problem.ts';
import type { SourceName } from '../core/model/event.ts';
import type { WatchReport, Watching } from '../core/ports.ts';
import { createSettle } from './settle.ts';
import { createSourceReader, type ReaderParts, type SourceReader } from './source-reader.ts';

export interface FollowSources {
  /** Declares the whole set of sources. */
  name(sources: readonly SourceName[]): void;
  /** Reads every source now. */
  readAll(): Promise<void>;
  /** Reads one source now, for example after an own edit. */
  readNow(id: SourceId): Promise<void>;
  /** Starts watching and the steady pass. */
  follow(): void;
  report(): WatchReport;
  close(): Promise<void>;
}

export interface FollowParts extends ReaderParts {
  readonly debounceMs: () => number;
  readonly onReport: (report: WatchReport) => void;
}

/** Events get lost (full queues, network drives), so everything is looked at this often anyway. */
const passMs = 5_000;
/** A burst of saves is read at least this often. */
const burstMaxMs = 1_000;

/** Makes the follower; nothing is watched before `follow`. */
export function createFollowSources(parts: FollowParts): FollowSources {
  const { ports } = parts;
  const readers = new Map<SourceId, SourceReader>();
  let watching: Watching | null = null;
  let report: WatchReport = { mode: 'watching', problem: null };
  let cancelPass = () => {};
  let closed = false;
  const settle = createSettle(ports.clock, { quietMs: parts.debounceMs, burstMaxMs }, (id) => void readers.get(id as SourceId)?.read({ inspect: false }));

  function watchAll(): void {
    watching?.set([...readers.keys()]);
  }

  function planPass(): void {
    if (closed) return;
    cancelPass = ports.clock.after(passMs, () => {
      void Promise.all([...readers.values()].map((reader) => reader.check()))
        .catch((error: unknown) => ports.logger.error('a pass over the sources failed', { error: String(error) }))
        .finally(planPass);
    });
  }

  return {
    name(sources) {
      parts.send({ kind: 'source.named', sources });
      const wanted = new Map(sources.map((source) => [source.id, source.client]));
      for (const [id, reader] of readers) {
        if (wanted.get(id) === reader.client) continue;
        reader.close();
        readers.delete(id);
      }
      for (const [id, client] of wanted) {
        if (!readers.has(id)) readers.set(id, createSourceReader(parts, id, client));
      }
      watchAll();
    },
    async readAll() {
      await Promise.all([...readers.values()].map((reader) => reader.read({ inspect: true })));
    },
    async readNow(id) {
      await readers.get(id)?.read({ inspect: false });
    },
    follow() {
      watching = ports.watch.watch(
        (path) => settle.touch(path),
        (next) => {
          report = next;
          logReport(next.problem);
          parts.onReport(next);
        },
      );
      watchAll();
      planPass();
    },
    report: () => report,
    async close() {
      closed = true;
      cancelPass();
      settle.stop();
      for (const reader of readers.values()) reader.close();
      await watching?.close();
    },
  };

  function logReport(problem: Problem | null): void {
    if (problem) ports.logger.warn(problem.message, { code: problem.code });
    else ports.logger.info('watching the sources');
  }
}
