/**
 * Keeps the registry file in step with the state.
 * 1. A change makes the file dirty; it is written after at most `flushDelayMs`, so a crash loses no more than that.
 * 2. One write runs at a time and replaces the file whole; until its rename the old file is intact.
 * 3. A change during a write causes one more write; a failed write stays dirty and is tried again.
 * 4. `flush` and `stop` resolve when everything up to their call is on disk, or with the problem that prevents it.
 */
import type { Problem } from '../contract/problem.ts';
import type { RegistrySnapshot } from '../core/model/registry.ts';
import type { Clock, Logger, RegistryFile } from '../core/ports.ts';

export interface FlushRegistry {
  /** The registry differs from the file. */
  touch(): void;
  /** Writes now if needed; null when the file is up to date. */
  flush(): Promise<Problem | null>;
  stop(): Promise<Problem | null>;
}

const flushDelayMs = 1_000;
const retryDelayMs = 5_000;

/** Makes the writer; `snapshot` gives what the file should hold at that moment. */
export function createFlushRegistry(parts: {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly file: RegistryFile;
  readonly snapshot: () => RegistrySnapshot;
  readonly onProblem: (problem: Problem | null) => void;
}): FlushRegistry {
  let dirty = false;
  let writing: Promise<Problem | null> | null = null;
  let cancel: (() => void) | null = null;
  let stopped = false;

  async function write(): Promise<Problem | null> {
    let problem: Problem | null = null;
    while (dirty && problem === null) {
      dirty = false;
      problem = await parts.file.save(parts.snapshot());
    }
    if (problem) {
      dirty = true;
      parts.logger.error('the registry could not be written', { cause: problem.message });
      if (!stopped) plan(retryDelayMs);
    }
    parts.onProblem(problem);
    return problem;
  }

  function plan(delayMs: number): void {
    cancel ??= parts.clock.after(delayMs, () => {
      cancel = null;
      void flush();
    });
  }

  async function flush(): Promise<Problem | null> {
    cancel?.();
    cancel = null;
    if (writing) await writing;
    if (!dirty) return null;
    writing ??= write().finally(() => {
      writing = null;
    });
    return writing;
  }

  return {
    touch() {
      dirty = true;
      if (!stopped) plan(flushDelayMs);
    },
    flush,
    async stop() {
      stopped = true;
      return flush();
    },
  };
}
