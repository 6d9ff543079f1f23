/** Changes a text file that other programs also write: lock, read, edit, and write only over the bytes that were read. */
import nodePath from 'node:path';
import type { Problem } from '../../contract/problem.ts';
import type { EditOutcome, Files } from '../../core/ports.ts';
import { errorHint, errorWords } from './error-words.ts';
import { acquireLock } from './file-lock.ts';
import type { Mutex } from './mutex.ts';
import { decodeText, readBytes } from './read-file.ts';
import { sweepTempFiles } from './temp-name.ts';
import { writeAtomic } from './write-atomic.ts';
import { findWriteTarget } from './write-target.ts';

/** Files with servers are small; more than this is something else. */
const editBytesMax = 5 * 1024 * 1024;
/** Our own edits take milliseconds each, so this long a wait means that the holder hangs. */
const lockWaitMs = 10_000;
/** A program that writes twenty times while we try is not going to stop. */
const triesMax = 20;
const retryDelayMs = 5;

type Edit = (text: string | null) => EditOutcome;
interface EditSurround {
  /** Edits of one path take turns. */
  readonly mutex: Mutex;
  /** Rights of the written file. */
  readonly mode?: number;
}
type EditResult = Awaited<ReturnType<Files['edit']>>;
type Current = { readonly bytes: Uint8Array | null; readonly text: string | null };

function notWritten(path: string, error: unknown): Problem {
  return { code: 'edit-refused', message: `${path} cannot be written: ${errorWords(error)}.`, where: { path }, ...errorHint(error) };
}

async function readCurrent(path: string): Promise<Current | Problem> {
  const reading = await readBytes(path, editBytesMax);
  if (reading.kind === 'problem') return reading.problem;
  if (reading.kind === 'absent') return { bytes: null, text: null };
  const text = decodeText(path, reading.bytes);
  return typeof text === 'string' ? { bytes: reading.bytes, text } : text;
}

/** One try; null when somebody else wrote in between. */
async function tryEdit(path: string, edit: Edit, mode: number | undefined): Promise<EditResult | null> {
  const current = await readCurrent(path);
  if ('code' in current) return current;
  const outcome = edit(current.text);
  if (outcome.kind === 'refused') return outcome.problem;
  if (outcome.kind === 'same' || outcome.text === current.text) return { changed: false, before: current.text, text: current.text };
  const written = await writeAtomic(path, outcome.text, { expected: current.bytes, ...(mode === undefined ? {} : { mode }) });
  if (written.kind === 'failed') return notWritten(path, written.error);
  return written.kind === 'overtaken' ? null : { changed: true, before: current.text, text: outcome.text };
}

async function tryOften(path: string, edit: Edit, mode: number | undefined): Promise<EditResult> {
  for (let tried = 1; tried <= triesMax; tried += 1) {
    const result = await tryEdit(path, edit, mode);
    if (result !== null) return result;
    await new Promise((resolve) => setTimeout(resolve, retryDelayMs * tried * Math.random()));
  }
  return {
    code: 'source-changed',
    message: `${path} is being changed by another program all the time.`,
    hint: 'Try again when the other program is done.',
    where: { path },
  };
}

async function editLocked(path: string, edit: Edit, mode: number | undefined): Promise<EditResult> {
  const target = await findWriteTarget(path);
  const folder = nodePath.dirname(target.path);
  await sweepTempFiles(folder);
  // Beside the real file, so that every Tooltray that edits it finds the same lock, by whatever link it came.
  const lock = await acquireLock(nodePath.join(folder, `.${nodePath.basename(target.path)}.tooltray-lock`), lockWaitMs);
  if (lock.kind === 'failed') return notWritten(path, lock.error);
  if (lock.kind === 'busy') {
    const message = `${path} is being edited by process ${lock.holderPid ?? '(unknown)'} of Tooltray.`;
    return { code: 'busy', message, hint: 'Wait a moment and try again.', where: { path } };
  }
  try {
    return await tryOften(path, edit, mode);
  } finally {
    await lock.release();
  }
}

/** See `Files.edit`. `edit` may be called several times, each time with the newest text, and must not depend on what it returned before. */
export async function editFile(path: string, edit: Edit, { mutex, mode }: EditSurround): Promise<EditResult> {
  try {
    const current = await readCurrent(path);
    if ('code' in current) return current;
    if (current.text === null) {
      // Nothing there: no folder and no lock is made for an edit that turns out to change nothing.
      const outcome = edit(null);
      if (outcome.kind === 'refused') return outcome.problem;
      if (outcome.kind === 'same') return { changed: false, before: null, text: null };
    }
    return await mutex.run(nodePath.resolve(path), () => editLocked(path, edit, mode));
  } catch (error) {
    return notWritten(path, error);
  }
}
