/** The mark in the environment of everything we start: which home, which run of Tooltray, which start. */
import { createHash, randomBytes } from 'node:crypto';
import path from 'node:path';
import type { ProcessTable } from './process-table.ts';

export interface RunTags {
  /** Common start of all tags of this run, without the dot after it. */
  readonly start: string;
  next(): string;
}

export interface RunTagParts {
  readonly home: string;
  readonly managerPid: number;
  readonly managerStartTime: string;
}

/** Start times may hold blanks and colons where `ps` tells them. */
const plain = (text: string): string => text.replace(/[^A-Za-z0-9]/g, '-');

export const homeDigest = (home: string): string => createHash('sha256').update(path.resolve(home)).digest('hex').slice(0, 16);

/** Makes the tags of this run: HOME.PID.START.RANDOM.N. */
export async function createRunTags(home: string, table: ProcessTable): Promise<RunTags> {
  const self = await table.read(process.pid);
  const start = [homeDigest(home), process.pid, plain(self?.startTime ?? '0'), randomBytes(6).toString('hex')].join('.');
  let count = 0;
  return {
    start,
    next() {
      count += 1;
      return `${start}.${count}`;
    },
  };
}

/** null: not one of our tags. */
export function readRunTag(tag: string): RunTagParts | null {
  const [home, pid, managerStartTime, random, count] = tag.split('.');
  if (home === undefined || managerStartTime === undefined || random === undefined || count === undefined) return null;
  return { home, managerPid: Number(pid), managerStartTime };
}

/** Whether the run of Tooltray that made the tag still lives. */
export async function managerLives(parts: RunTagParts, table: ProcessTable): Promise<boolean> {
  const manager = await table.read(parts.managerPid);
  return manager !== null && !manager.zombie && plain(manager.startTime) === parts.managerStartTime;
}
