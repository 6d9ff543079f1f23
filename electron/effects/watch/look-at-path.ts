/** Looks at one wanted path: what is there, and in which folders a change to it would show. */
import type { BigIntStats } from 'node:fs';
import { lstat, readlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

/** One entry of one folder: when it changes, the wanted path may have changed. */
export interface WatchPoint {
  /** Existing folder, links resolved as far as the walk has come. */
  readonly folder: string;
  /** Tells a replaced folder from the same one, even where its inode number is used again. */
  readonly identity: string;
  readonly name: string;
}

export interface PathLook {
  /** Every link on the way, then the file itself or the first part of the path that is missing, then the folder around that. */
  readonly points: readonly WatchPoint[];
  /** Equal as long as nothing about the path changed: stat of the file, or why there is none, and all link targets. */
  readonly signature: string;
}

export type StatEntry = (entry: string) => Promise<BigIntStats>;

interface Walk {
  readonly stat: StatEntry;
  readonly points: WatchPoint[];
  readonly notes: string[];
  folder: string;
  identity: string;
  /** The entry that `folder` itself is, where the walk came through it. */
  door: WatchPoint | null;
  rest: string[];
  links: number;
}

/** As in the kernel: a longer chain of links is a loop. */
const linksMax = 40;

const homeFolder = homedir();

const separator = path.sep === '\\' ? /[\\/]/u : /\//u;

const statEntry: StatEntry = (entry) => lstat(entry, { bigint: true });

/** A stat for looks that start together: each folder they have in common is asked once, also where it hangs. */
export function sharedStat(): StatEntry {
  const asked = new Map<string, Promise<BigIntStats>>();
  return (entry) => {
    const answer = asked.get(entry) ?? statEntry(entry);
    asked.set(entry, answer);
    return answer;
  };
}

/** Walks an absolute path part by part, following links. Never throws: whatever stops the walk is part of the signature. */
export async function lookAtPath(wanted: string, stat: StatEntry = statEntry): Promise<PathLook> {
  const root = path.parse(wanted).root;
  const walk: Walk = {
    stat,
    points: [],
    notes: [],
    folder: root,
    identity: '',
    door: null,
    rest: parts(wanted.slice(root.length)),
    links: 0,
  };
  try {
    walk.identity = identityOf(await stat(root));
    while (walk.rest.length > 0) await walkOnePart(walk);
  } catch (error) {
    walk.notes.push((error as NodeJS.ErrnoException).code ?? 'unknown');
  }
  return { points: walk.points, signature: walk.notes.join(' ') };
}

async function walkOnePart(walk: Walk): Promise<void> {
  const name = walk.rest.shift() ?? '';
  if (name === '..') return enter(walk, path.dirname(walk.folder));
  const full = path.join(walk.folder, name);
  const here: WatchPoint = { folder: walk.folder, identity: walk.identity, name };
  const stats = await walk.stat(full).catch((error: unknown) => {
    arrive(walk, here);
    throw error;
  });
  if (stats.isSymbolicLink()) return followLink(walk, here, full);
  if (walk.rest.length === 0) {
    arrive(walk, here);
    walk.notes.push(`${stats.dev}:${stats.ino}:${stats.size}:${stats.mtimeNs}:${stats.ctimeNs}`);
  } else if (stats.isDirectory()) {
    walk.door = here;
    walk.folder = full;
    walk.identity = identityOf(stats);
  } else {
    arrive(walk, here);
    walk.notes.push('ENOTDIR');
    walk.rest = [];
  }
}

/** A folder in use by a process does not report its own removal; the one around it does. */
function arrive(walk: Walk, here: WatchPoint): void {
  walk.points.push(here);
  const { door, folder } = walk;
  // Folders around the home folder do not come and go, and a lot happens in them.
  const lasting = folder === homeFolder || homeFolder.startsWith(folder + path.sep);
  if (door !== null && !lasting && door.folder !== path.parse(folder).root) walk.points.push(door);
}

async function followLink(walk: Walk, here: WatchPoint, full: string): Promise<void> {
  // Links in the root folder belong to the system (/tmp, /var on macOS), and watching the root there means watching everything.
  if (here.folder !== path.parse(here.folder).root) walk.points.push(here);
  const target = await readlink(full);
  walk.notes.push(`${full}>${target}`);
  walk.links += 1;
  if (walk.links > linksMax) {
    walk.notes.push('ELOOP');
    walk.rest = [];
    return;
  }
  const root = path.parse(target).root;
  walk.rest = [...parts(target.slice(root.length)), ...walk.rest];
  if (root !== '') await enter(walk, path.resolve(walk.folder, root));
}

async function enter(walk: Walk, folder: string): Promise<void> {
  walk.door = null;
  walk.folder = folder;
  walk.identity = identityOf(await walk.stat(folder));
}

const parts = (text: string): string[] => text.split(separator).filter((part) => part !== '' && part !== '.');

const identityOf = (stats: BigIntStats): string => `${stats.dev}:${stats.ino}:${stats.birthtimeNs}`;
