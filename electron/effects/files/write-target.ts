/** Where a write really goes: links are followed once, so that a link stays a link, and unsafe places are refused. */
import type { Stats } from 'node:fs';
import { lstat, mkdir, readlink, realpath, stat } from 'node:fs/promises';
import nodePath from 'node:path';
import { errorCode } from './error-words.ts';

/** As many links as the kernel itself follows. */
const linksMax = 40;
const worldWritable = 0o002;
const sticky = 0o1000;

export interface WriteTarget {
  /** Real path of the file to replace. */
  readonly path: string;
  /** What is there now; null when nothing is. */
  readonly stats: Stats | null;
}

/** A refusal of ours, with a code like that of a system call. */
export function refusal(code: string, message: string): NodeJS.ErrnoException {
  return Object.assign(new Error(message), { code });
}

async function statOrNull(path: string, look: (path: string) => Promise<Stats>): Promise<Stats | null> {
  try {
    return await look(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Follows links by hand, also one that leads to a file that does not exist yet. Throws system errors and refusals. */
export async function findWriteTarget(path: string): Promise<WriteTarget> {
  let current = nodePath.resolve(path);
  await mkdir(nodePath.dirname(current), { recursive: true, mode: 0o700 });
  for (let link = 0; ; link += 1) {
    if (link > linksMax) throw refusal('ELOOP', 'too many links');
    // A folder that a dangling link points into is not made: it may be a drive that is not mounted.
    current = nodePath.join(await realpath(nodePath.dirname(current)), nodePath.basename(current));
    const stats = await statOrNull(current, lstat);
    if (stats === null || !stats.isSymbolicLink()) {
      if (stats !== null && !stats.isFile()) throw refusal('ENOTFILE', 'it is not a normal file');
      await refuseOpenFolder(nodePath.dirname(current));
      return { path: current, stats };
    }
    current = nodePath.resolve(nodePath.dirname(current), await readlink(current));
  }
}

/** In a folder where everybody may rename files, another user could put a link in our way. */
async function refuseOpenFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const { mode } = await stat(folder);
  if ((mode & worldWritable) !== 0 && (mode & sticky) === 0) {
    throw refusal('EOPENFOLDER', `every user may change the folder ${folder}`);
  }
}
