/** Watches paths for a test and keeps what was told. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { WatchReport } from '../../../electron/core/ports.ts';
import { createWatch, type WatchTiming } from '../../../electron/effects/watch/watch-paths.ts';
import { waitFor } from '../../helpers/wait-for.ts';

export interface Following {
  readonly told: string[];
  readonly reports: WatchReport[];
  set(paths: readonly string[]): void;
  /** Runs `change` and gives the milliseconds until `path` was told of after it. */
  toldAfter(path: string, change: () => void, limitMs?: number): Promise<number>;
}

/** Rests so long that only events, not rechecks, can explain what a test sees. */
export const eventsOnly: Partial<WatchTiming> = { recheckMs: 60_000 };

/** Starts watching and waits until the system reports everything. */
export async function follow(paths: readonly string[], timing: Partial<WatchTiming> = eventsOnly): Promise<Following> {
  const told: string[] = [];
  const reports: WatchReport[] = [];
  const watching = createWatch(timing).watch(
    (path) => told.push(path),
    (report) => reports.push(report),
  );
  onTestFinished(() => watching.close());
  watching.set(paths);
  await waitFor(() => reports.length > 0);
  const toldAfter = async (path: string, change: () => void, limitMs = 2_000): Promise<number> => {
    await waitFor(() => quiet(told));
    const from = told.length;
    const start = performance.now();
    change();
    await waitFor(() => told.slice(from).includes(path), limitMs);
    return performance.now() - start;
  };
  return { told, reports, set: (wanted) => watching.set(wanted), toldAfter };
}

/** Nothing was told for a moment, so what comes next belongs to what is done next. */
async function quiet(told: readonly string[]): Promise<boolean> {
  const before = told.length;
  await new Promise((resolve) => setTimeout(resolve, 60));
  return told.length === before;
}

/** Saves as most programs do: another file, renamed over the old one. */
export function replace(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

/** Writes in place, with the folders above. */
export function write(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
