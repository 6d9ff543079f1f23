/** The key of one home: keyed digests, so that what we store about secrets and approvals can neither be guessed nor forged without it. */
import { createHmac, randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, renameSync, statSync, unlinkSync } from 'node:fs';
import nodePath from 'node:path';
import type { Problem } from '../../contract/problem.ts';
import { errorHint, errorWords } from '../files/error-words.ts';
import { fileTime } from '../files/set-aside.ts';
import { tempNameFor } from '../files/temp-name.ts';
import { writeAtomicNow } from '../files/write-atomic-now.ts';

const keyBytes = 32;
/** Processes that start at once may each try to be first; one of them wins in the first round. */
const triesMax = 3;

export interface HomeKey {
  /** HMAC-SHA256 of the text as 64 hex digits. */
  digest(text: string): string;
  /** The same with a key of its own for one purpose, so that a digest of one kind is never one of another. */
  digestFor(purpose: string, text: string): string;
  /** Why the key does not outlive this process; null when all is well. */
  problem(): Problem | null;
}

function readKey(path: string): Buffer | null {
  try {
    const key = readFileSync(path);
    if ((statSync(path).mode & 0o077) !== 0 && process.platform !== 'win32') chmodSync(path, 0o600);
    if (key.length === keyBytes) return key;
    renameSync(path, `${path}.corrupt-${fileTime(Date.now())}`);
    return null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Puts a whole new key in place unless there is one; a half-written key is never seen. */
function makeKey(path: string): void {
  mkdirSync(nodePath.dirname(path), { recursive: true, mode: 0o700 });
  const staged = tempNameFor(path);
  writeAtomicNow(staged, randomBytes(keyBytes));
  try {
    linkSync(staged, path);
    unlinkSync(staged);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    // Drives without links: rename is as whole, only not exclusive.
    if (code === 'EEXIST') unlinkSync(staged);
    else renameSync(staged, path);
  }
}

/** The key of `home`, read or made on first use. Never throws: without a usable file it is a passing key, and `problem` says so. */
export function createHomeKey(home: string): HomeKey {
  const path = nodePath.join(home, 'key');
  let key: Buffer | null = null;
  let problem: Problem | null = null;

  function theKey(): Buffer {
    if (key !== null) return key;
    try {
      for (let tried = 0; key === null && tried < triesMax; tried += 1) {
        key = readKey(path);
        if (key === null) makeKey(path);
      }
      key ??= readKey(path);
    } catch (error) {
      const message = `${path} cannot be used: ${errorWords(error)}. Approvals do not outlive this run.`;
      problem = { code: 'trust-unwritable', message, where: { path }, ...errorHint(error) };
    }
    key ??= randomBytes(keyBytes);
    return key;
  }

  const hmac = (secret: Buffer, text: string): Buffer => createHmac('sha256', secret).update(text, 'utf8').digest();
  return {
    digest: (text) => hmac(theKey(), text).toString('hex'),
    digestFor: (purpose, text) => hmac(hmac(theKey(), `purpose ${purpose}`), text).toString('hex'),
    problem() {
      theKey();
      return problem;
    },
  };
}
