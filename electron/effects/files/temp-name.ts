/** Names of our temp files: they tell which process made them, so that a later start can sweep what a dead one left. */
import { createHash, randomBytes } from 'node:crypto';
import { lstat, readdir, unlink } from 'node:fs/promises';
import nodePath from 'node:path';
import { ownIdentity, processStart } from './process-identity.ts';

const mark = '.tmp-tooltray-';
const pattern = /\.tmp-tooltray-(\d{1,10})-([0-9a-f]{8})-([0-9a-f]{8})-[0-9a-f]{12}$/;
/** Leaves room for the mark within the 255 bytes that file systems allow; names can have four bytes a character. */
const baseLengthMax = 40;
/** A save takes seconds at most; what another machine left and is this old belongs to nobody. */
const foreignAgeMs = 3_600_000;

const short = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);
const birth = (boot: string, start: string): string => short(`${boot} ${start}`);

/** A new name in the same folder that nobody else has. */
export function tempNameFor(path: string): string {
  const own = ownIdentity();
  const base = nodePath.basename(path).slice(0, baseLengthMax);
  const owner = `${own.pid}-${short(own.host)}-${birth(own.boot, own.start)}`;
  return nodePath.join(nodePath.dirname(path), `${base}${mark}${owner}-${randomBytes(6).toString('hex')}`);
}

function ownerIsDead(match: RegExpMatchArray): boolean | 'unknown' {
  const own = ownIdentity();
  const [, pidText = '', host, born] = match;
  if (host !== short(own.host)) return 'unknown';
  const pid = Number(pidText);
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return true;
  }
  return birth(own.boot, processStart(pid)) !== born;
}

/** Removes temp files of ours whose maker is gone; gives how many. Files of others stay, and so do those of a living process. */
export async function sweepTempFiles(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  let swept = 0;
  for (const name of names) {
    const match = name.match(pattern);
    if (match === null) continue;
    const path = nodePath.join(folder, name);
    const stats = await lstat(path).catch(() => null);
    if (stats === null || !stats.isFile()) continue;
    const dead = ownerIsDead(match);
    if (dead === false || (dead === 'unknown' && Date.now() - stats.mtimeMs < foreignAgeMs)) continue;
    const gone = await unlink(path).then(
      () => true,
      () => false,
    );
    if (gone) swept += 1;
  }
  return swept;
}
