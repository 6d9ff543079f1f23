/** How a file looks now, in nanoseconds; nothing there and not allowed to look both give null. */
import { type BigIntStats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { FileStat } from '../../core/model/server.ts';

/** The four numbers that tell one state of a file from another; ctime cannot be set back by a touch. */
export function fileStatOf(stats: BigIntStats): FileStat {
  return {
    size: Number(stats.size),
    inode: stats.ino.toString(),
    mtimeNs: stats.mtimeNs.toString(),
    ctimeNs: stats.ctimeNs.toString(),
  };
}

/** True when nothing about the file has changed between the two looks. */
export const sameStat = (a: FileStat | null, b: FileStat | null): boolean =>
  a === b || (a !== null && b !== null && a.size === b.size && a.inode === b.inode && a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs);

/** Stat without waiting, links followed. */
export function statNow(path: string): FileStat | null {
  try {
    const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
    return stats === undefined ? null : fileStatOf(stats);
  } catch {
    return null;
  }
}

/** Stat in a worker thread, so that a hanging network drive does not stop the process. */
export async function statFile(path: string): Promise<FileStat | null> {
  try {
    return fileStatOf(await stat(path, { bigint: true }));
  } catch {
    return null;
  }
}
