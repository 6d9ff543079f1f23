/**
 * The timeline on disk: `history.jsonl` in the home, one entry a line, the first line saying the format.
 * 1. Entries are added at the end with one write, under the home's lock, after a look at what other processes have added.
 * 2. A write that fails half-way is taken back; should that fail too, its torn line is skipped by whoever reads.
 * 3. A file over its bounds is replaced as a whole by its newest entries; until the rename the old one is intact.
 */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import nodePath from 'node:path';
import type { HistoryEntry } from '../../contract/history.ts';
import type { Problem } from '../../contract/problem.ts';
import type { FileStat } from '../../core/model/server.ts';
import type { HomeLock, TimelineFile } from '../../core/ports.ts';
import { errorHint, errorWords } from '../files/error-words.ts';
import { readBytes } from '../files/read-file.ts';
import { setAside } from '../files/set-aside.ts';
import { fileStatOf, sameStat, statFile } from '../files/stat-file.ts';
import { writeAtomic } from '../files/write-atomic.ts';
import { entriesAfter, entriesMax, headLine, newestLines, parseTimeline, type TimelineText, timelineVersion } from './timeline-format.ts';

/** A file over this is replaced by its newest entries. */
const bytesMax = 1024 * 1024;
/** Ours never get near this; a file of this size is not one that we have written. */
const readBytesMax = 16 * 1024 * 1024;
/** Another process writes for a few milliseconds. */
const lockWaitMs = 2_000;

/** What is known of the file without its text. */
interface Seen {
  readonly stat: FileStat | null;
  readonly size: number;
  readonly entries: number;
  readonly endsWhole: boolean;
}

interface Found {
  readonly seen: Seen;
  readonly content: TimelineText;
}

const noFile: Seen = { stat: null, size: 0, entries: 0, endsWhole: true };
const noText = parseTimeline('');
const foreign: TimelineText = { ...noText, isForeign: true };

/** The timeline of one home. */
export function createTimelineFile(home: string, lock: HomeLock): TimelineFile {
  const path = nodePath.join(home, 'history.jsonl');
  /** The file as we last left or found it, when it was good. */
  let known: Seen | null = null;

  const underLock = async (work: () => Promise<Problem | null>): Promise<Problem | null> => {
    const outcome = await lock.exclusive('timeline', lockWaitMs, () => work().catch((error: unknown) => unwritable(path, error)));
    return outcome === null ? null : { ...outcome, code: 'history-unwritable' };
  };

  /** Moves a file away that is no timeline, so that a new one can begin. */
  async function setForeignAside(): Promise<Problem | null> {
    const found = await find(path);
    if ('code' in found) return found;
    if (!found.content.isForeign) return null;
    const aside = await setAside(path, 'move');
    const kept = aside === null ? 'It is left where it is.' : `It is kept as ${nodePath.basename(aside)}.`;
    return { code: 'history-unwritable', message: `${path} could not be read as a timeline. ${kept}`, where: { path } };
  }

  async function load(): Promise<Awaited<ReturnType<TimelineFile['load']>>> {
    const found = await find(path);
    if ('code' in found) return { entries: [], problem: found };
    const problem = found.content.isForeign ? await underLock(setForeignAside) : newer(path, found.content);
    known = problem ? null : found.seen;
    return { entries: entriesAfter(found.content, 0), problem };
  }

  /** The file as it is now, read only when somebody else has changed it; a later format is not for us to write. */
  async function look(after: number): Promise<{ readonly seen: Seen; readonly others: readonly HistoryEntry[] } | Problem> {
    if (known !== null && sameStat(await statFile(path), known.stat)) return { seen: known, others: [] };
    const found = await find(path);
    if ('code' in found) return found;
    if (found.content.isForeign) {
      const aside = await setForeignAside();
      return (await statFile(path)) === null ? { seen: noFile, others: [] } : (aside ?? look(after));
    }
    return newer(path, found.content) ?? { seen: found.seen, others: entriesAfter(found.content, after) };
  }

  async function append(after: number, write: Parameters<TimelineFile['append']>[1]): Promise<Problem | null> {
    const looked = await look(after);
    if ('code' in looked) return looked;
    const { seen } = looked;
    known = null;
    const lines = write(looked.others).map((entry) => JSON.stringify(entry));
    if (lines.length === 0) return null;
    const start = seen.size === 0 ? `${headLine}\n` : seen.endsWhole ? '' : '\n';
    const text = `${start}${lines.join('\n')}\n`;
    const isOver = seen.size + Buffer.byteLength(text) > bytesMax || seen.entries + lines.length > entriesMax;
    const count = isOver ? await replace(path, lines) : seen.entries + lines.length;
    if (!isOver) await addText(path, seen.size, text);
    const stat = await statFile(path);
    known = stat && { stat, size: stat.size, entries: count, endsWhole: true };
    return null;
  }

  return {
    load: () => load().catch((error: unknown) => ({ entries: [], problem: unwritable(path, error) })),
    append: (after, write) => underLock(() => append(after, write)),
  };
}

async function find(path: string): Promise<Found | Problem> {
  const reading = await readBytes(path, readBytesMax);
  if (reading.kind === 'problem' && reading.problem.code !== 'source-too-large') return { ...reading.problem, code: 'history-unwritable' };
  if (reading.kind !== 'bytes') {
    const content = reading.kind === 'absent' ? noText : foreign;
    return { seen: noFile, content };
  }
  const content = parseTimeline(reading.bytes.toString('utf8'));
  const { lines, endsWhole } = content;
  const stat = fileStatOf(reading.stats);
  return { seen: { stat, size: reading.bytes.length, entries: lines.length, endsWhole }, content };
}

/** The newest of what is there and of `lines` become the whole file; gives how many those are. */
async function replace(path: string, lines: readonly string[]): Promise<number> {
  const found = await find(path);
  // Not even read: replacing it now would lose what it holds.
  if ('code' in found) throw new Error(found.message);
  const before = found.content.lines.map(({ line }) => line);
  const kept = newestLines([...before, ...lines]);
  const written = await writeAtomic(path, `${[headLine, ...kept].join('\n')}\n`, { mode: 0o600 });
  if (written.kind === 'failed') throw written.error;
  return kept.length;
}

async function addText(path: string, sizeBefore: number, text: string): Promise<void> {
  // Non-blocking and no links: somebody may have put something else there.
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const handle = await open(path, flags, 0o600);
  try {
    await handle.chmod(0o600);
    await writeWhole(handle, Buffer.from(text));
  } catch (error) {
    await handle.truncate(sizeBefore).catch(() => undefined);
    throw error;
  } finally {
    await handle.close();
  }
}

async function writeWhole(handle: FileHandle, bytes: Buffer): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, written);
    if (bytesWritten <= 0) throw Object.assign(new Error('the disk takes no more bytes'), { code: 'ENOSPC' });
    written += bytesWritten;
  }
}

function newer(path: string, { version }: TimelineText): Problem | null {
  if (version <= timelineVersion) return null;
  return {
    code: 'history-unwritable',
    message: `${path} was written by a newer Tooltray (format ${version}), so nothing is added to it.`,
    hint: 'Update Tooltray, or move the file away.',
    where: { path },
  };
}

function unwritable(path: string, error: unknown): Problem {
  return { code: 'history-unwritable', message: `${path} cannot be written: ${errorWords(error)}.`, where: { path }, ...errorHint(error) };
}
