/**
 * A lock between processes: a file that names its holder, taken over when that holder is dead or its number was given to another process.
 *
 * What is on disk after each step, and what the next start makes of it:
 * 1. A temp file with our identity lies beside the lock. Nobody looks at it; the sweep removes it.
 * 2. It is linked to the lock's name, which fails when there is one: the lock is ours and complete from the first moment.
 * 3. The temp name is removed. If we die now, the next one finds our identity, sees that we are gone, and takes over.
 * 4. A takeover first gets `….takeover` in the same way, then looks again and removes the dead lock, so that no living one is removed by mistake.
 */
import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import nodePath from 'node:path';
import { z } from 'zod';
import { errorCode } from './error-words.ts';
import { ownIdentity, ProcessIdentity, processState } from './process-identity.ts';
import { tempNameFor } from './temp-name.ts';

const Holder = ProcessIdentity.extend({ token: z.string() });
type Holder = z.infer<typeof Holder>;

/** Waiters look again after this time, growing to the maximum, and up to as much more at random, so that they do not keep step. */
const retryDelayMs = 3;
const retryDelayMaxMs = 40;
/** A holder says that it lives this often; only waiters on other machines depend on it. */
const heartbeatMs = 30_000;
/** A lock of another machine that was silent for this long has no holder. */
const silentMs = 600_000;
/** Only an unfinished write leaves a lock without a readable holder, and only on drives that know no links. */
const unreadableAgeMs = 10_000;

export type LockOutcome =
  | { readonly kind: 'held'; readonly release: () => Promise<void> }
  | { readonly kind: 'busy'; readonly holderPid: number | null }
  | { readonly kind: 'failed'; readonly error: unknown };

async function readHolder(path: string): Promise<Holder | 'none' | 'unreadable'> {
  try {
    const parsed = Holder.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return parsed.success ? parsed.data : 'unreadable';
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? 'none' : 'unreadable';
  }
}

async function ageMs(path: string): Promise<number> {
  return stat(path).then(
    (stats) => Date.now() - stats.mtimeMs,
    () => 0,
  );
}

async function isAbandoned(path: string, holder: Holder | 'unreadable'): Promise<boolean> {
  if (holder === 'unreadable') return (await ageMs(path)) > unreadableAgeMs;
  const state = processState(holder);
  return state === 'dead' || (state === 'unknown' && (await ageMs(path)) > silentMs);
}

async function writeExclusive(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(text);
  } finally {
    await handle.close();
  }
}

/** Makes the lock file with its whole content at once; false when there is one already. Throws other errors. */
async function claim(path: string, text: string): Promise<boolean> {
  const temp = tempNameFor(path);
  await writeExclusive(temp, text);
  try {
    await link(temp, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    // Drives that know no links: the plain exclusive way, whose unfinished writes are told by their age.
    return await writeExclusive(path, text).then(
      () => true,
      (second) => {
        if (errorCode(second) === 'EEXIST') return false;
        throw second;
      },
    );
  } finally {
    await unlink(temp).catch(() => undefined);
  }
}

/** Removes the lock if it still is the abandoned one. */
async function takeOver(path: string, text: string): Promise<void> {
  const guard = `${path}.takeover`;
  if (!(await claim(guard, text))) {
    const holder = await readHolder(guard);
    if (holder !== 'none' && (await isAbandoned(guard, holder))) {
      // Somebody died in the few system calls of a takeover; moving first makes sure that only one of us clears it.
      const aside = tempNameFor(guard);
      await rename(guard, aside).then(
        () => unlink(aside),
        () => undefined,
      );
    }
    return;
  }
  try {
    const holder = await readHolder(path);
    if (holder !== 'none' && (await isAbandoned(path, holder))) await unlink(path);
  } finally {
    await unlink(guard).catch(() => undefined);
  }
}

function held(path: string, token: string): LockOutcome {
  const beat = setInterval(() => {
    const now = new Date();
    open(path, 'r+')
      .then((handle) => handle.utimes(now, now).finally(() => handle.close()))
      .catch(() => undefined);
  }, heartbeatMs);
  beat.unref();
  const release = async (): Promise<void> => {
    clearInterval(beat);
    const holder = await readHolder(path);
    if (typeof holder === 'object' && holder.token === token) await unlink(path).catch(() => undefined);
  };
  return { kind: 'held', release };
}

/** Waits up to `waitMs` for the lock file at `path`. Never throws; `release` must be called once. */
export async function acquireLock(path: string, waitMs: number): Promise<LockOutcome> {
  const token = randomBytes(16).toString('hex');
  const text = JSON.stringify({ ...ownIdentity(), token } satisfies Holder);
  const end = performance.now() + waitMs;
  try {
    await mkdir(nodePath.dirname(path), { recursive: true, mode: 0o700 });
    for (let delayMs = retryDelayMs; ; delayMs = Math.min(delayMs * 1.3, retryDelayMaxMs)) {
      let holder = await readHolder(path);
      if (holder !== 'none' && (await isAbandoned(path, holder))) {
        await takeOver(path, text);
        holder = await readHolder(path);
      }
      if (holder === 'none' && (await claim(path, text))) return held(path, token);
      if (performance.now() >= end) return { kind: 'busy', holderPid: typeof holder === 'object' ? holder.pid : null };
      await new Promise((resolve) => setTimeout(resolve, delayMs * (1 + Math.random())));
    }
  } catch (error) {
    return { kind: 'failed', error };
  }
}
