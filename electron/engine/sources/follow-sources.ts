/** Keeps the state in step with the source files: events are read at once, a steady pass catches what events missed. */
import type { SourceId } from '../../contract/ids.ts';
import type { SourceName } from '../../core/model/event.ts';
import type { Watching, WatchReport } from '../../core/ports.ts';
import { createSettle, type Settle } from './settle.ts';
import { type ReaderParts, type ReadOptions, SourceReader } from './source-reader.ts';

export interface FollowParts extends ReaderParts {
  readonly debounceMs: () => number;
  readonly onReport: (report: WatchReport) => void;
}

/** Events get lost (full queues, network drives), so everything is looked at this often anyway. */
const passMs = 5_000;
/** A change while the folder watches are still being set up causes no event: these passes close the gap. */
const firstPassesMs: readonly number[] = [60, 150, 400, 1_000];
/** A burst of saves is read at least this often. */
const burstMaxMs = 1_000;

/** Follows the named sources; nothing is watched before `follow`, everything ends with `close`. */
export class FollowSources {
  readonly #parts: FollowParts;
  readonly #readers = new Map<SourceId, SourceReader>();
  readonly #settle: Settle;
  #watching: Watching | null = null;
  #report: WatchReport = { mode: 'watching', problem: null };
  #cancelPass = (): void => {};
  #passes = 0;
  #closed = false;

  constructor(parts: FollowParts) {
    this.#parts = parts;
    const read = (path: string) => void this.#readers.get(path as SourceId)?.read({ inspect: false });
    this.#settle = createSettle(parts.ports.clock, { quietMs: parts.debounceMs, burstMaxMs }, read);
  }

  /** Declares the whole set of sources. */
  name(sources: readonly SourceName[]): void {
    this.#parts.send({ kind: 'source.named', sources });
    const wanted = new Map(sources.map((source) => [source.id, source.client]));
    for (const [id, reader] of this.#readers) {
      if (wanted.get(id) === reader.client) continue;
      reader.close();
      this.#readers.delete(id);
    }
    for (const [id, client] of wanted) if (!this.#readers.has(id)) this.#readers.set(id, new SourceReader(this.#parts, id, client));
    this.#watching?.set([...this.#readers.keys()]);
    if (this.#watching) this.#planFirstPasses();
  }

  /** Reads every source now. */
  async readAll(): Promise<void> {
    await Promise.all([...this.#readers.values()].map((reader) => reader.read({ inspect: true })));
  }

  /** Reads one source now, for example after an own edit. */
  async readNow(id: SourceId, options: ReadOptions = { inspect: false }): Promise<void> {
    await this.#readers.get(id)?.read(options);
  }

  /** Starts watching and the steady pass. */
  follow(): void {
    const { watch } = this.#parts.ports;
    this.#watching = watch.watch(
      (path) => this.#settle.touch(path),
      (report) => this.#reported(report),
    );
    this.#watching.set([...this.#readers.keys()]);
    this.#planFirstPasses();
  }

  report = (): WatchReport => this.#report;

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelPass();
    this.#settle.stop();
    for (const reader of this.#readers.values()) reader.close();
    await this.#watching?.close();
  }

  #planFirstPasses(): void {
    this.#passes = 0;
    this.#cancelPass();
    this.#planPass();
  }

  #planPass(): void {
    if (this.#closed) return;
    const delayMs = firstPassesMs[this.#passes] ?? passMs;
    this.#passes += 1;
    const { clock, logger } = this.#parts.ports;
    this.#cancelPass = clock.after(delayMs, () => {
      void Promise.all([...this.#readers.values()].map((reader) => this.#lookAt(reader)))
        .catch((error: unknown) => logger.error('a pass over the sources failed', { error: String(error) }))
        .finally(() => this.#planPass());
    });
  }

  async #lookAt(reader: SourceReader): Promise<void> {
    const look = await reader.check();
    // A file in the middle of a burst waits for its end, whoever noticed it.
    if (look === 'changed') this.#settle.touch(reader.id);
    if (look === 'launches') await reader.read({ inspect: true });
  }

  #reported(report: WatchReport): void {
    const { logger } = this.#parts.ports;
    this.#report = report;
    if (report.problem) logger.warn(report.problem.message, { code: report.problem.code });
    else logger.info('watching the sources');
    this.#parts.onReport(report);
  }
}
