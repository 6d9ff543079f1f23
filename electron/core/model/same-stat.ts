/** Whether a file looks untouched; ctime cannot be set back by a touch, so equal means equal. */
import type { FileStat } from './server.ts';

export function sameStat(a: FileStat | null, b: FileStat | null): boolean {
  if (a === null || b === null) return a === b;
  return a.size === b.size && a.inode === b.inode && a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs;
}
