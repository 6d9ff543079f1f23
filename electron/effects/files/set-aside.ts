/** Keeps a file that cannot be used beside its place, so that nothing of the person's is lost. */
import { chmod, constants, copyFile, readdir, readFile, rename, unlink } from 'node:fs/promises';
import nodePath from 'node:path';

/** A file that breaks again and again does not fill the disk; the newest copies are the useful ones. */
const copiesMax = 10;

/** `20261121T040509123Z`: sorts by time and is allowed in every file system. */
export const fileTime = (wall: number): string => new Date(wall).toISOString().replace(/[-:.]/g, '');

async function earlierCopies(path: string): Promise<readonly string[]> {
  const prefix = `${nodePath.basename(path)}.corrupt-`;
  const names = await readdir(nodePath.dirname(path)).catch(() => []);
  return names
    .filter((name) => name.startsWith(prefix))
    .sort()
    .map((name) => nodePath.join(nodePath.dirname(path), name));
}

async function sameBytes(a: string, b: string): Promise<boolean> {
  const [first, second] = await Promise.all([readFile(a), readFile(b)]).catch(() => [null, null]);
  return first !== null && second !== null && first.equals(second);
}

/** Moves (or copies) a file to `NAME.corrupt-TIME`; gives the new path, or null when that was not possible. Never throws. */
export async function setAside(path: string, how: 'move' | 'copy'): Promise<string | null> {
  try {
    const earlier = await earlierCopies(path);
    const newest = earlier.at(-1);
    if (how === 'copy' && newest !== undefined && (await sameBytes(path, newest))) return newest;
    const aside = `${path}.corrupt-${fileTime(Date.now())}`;
    if (how === 'move') await rename(path, aside);
    else await copyFile(path, aside, constants.COPYFILE_EXCL);
    await chmod(aside, 0o600);
    for (const old of earlier.slice(0, Math.max(0, earlier.length + 1 - copiesMax))) await unlink(old).catch(() => undefined);
    return aside;
  } catch {
    return null;
  }
}
