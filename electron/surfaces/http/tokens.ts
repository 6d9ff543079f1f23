/** The two keys of a running engine, made new at every start and readable by this person alone. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { closeSync, constants, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import nodePath from 'node:path';
import type { Caller } from '../../engine/engine.ts';

/** 256 bits: out of reach of guessing. */
const tokenBytes = 32;

export interface Tokens {
  /** API key: read, operate, edit. */
  readonly key: string;
  /** For the command line and the windows. */
  readonly owner: string;
}

export const keyFile = (home: string): string => nodePath.join(home, 'token');
export const ownerFile = (home: string): string => nodePath.join(home, 'owner-token');

/** Writes a small private file (0600) as a whole: a new file that nobody else can have opened takes the place of the old one. */
export function writePrivateFile(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`;
  // O_NOFOLLOW is undefined on Windows; exclusive creation does not follow links anyway.
  const flags = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0);
  const file = openSync(temporary, flags, 0o600);
  try {
    const bytes = Buffer.from(text, 'utf8');
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    fsyncSync(file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}

/** Makes both keys and writes them into the home; throws when the home cannot be written. */
export function rotateTokens(home: string): Tokens {
  const tokens = { key: randomBytes(tokenBytes).toString('base64url'), owner: randomBytes(tokenBytes).toString('base64url') };
  mkdirSync(home, { recursive: true, mode: 0o700 });
  writePrivateFile(keyFile(home), `${tokens.key}\n`);
  writePrivateFile(ownerFile(home), `${tokens.owner}\n`);
  return tokens;
}

/** Removes the key files, unless a later engine has put its own there. */
export function removeTokens(home: string, tokens: Tokens): void {
  if (readToken(keyFile(home)) === tokens.key) rmSync(keyFile(home), { force: true });
  if (readToken(ownerFile(home)) === tokens.owner) rmSync(ownerFile(home), { force: true });
}

/** The key in a file; null when there is none or it may not be read. */
export function readToken(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim() || null;
  } catch {
    return null;
  }
}

/** Makes the check of a given key; it takes the same time for every wrong one, whatever its length. */
export function callerCheck(tokens: Tokens): (given: string) => Caller | null {
  const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
  const key = digest(tokens.key);
  const owner = digest(tokens.owner);
  return (given) => {
    const actual = digest(given);
    const isOwner = timingSafeEqual(actual, owner);
    const isKey = timingSafeEqual(actual, key);
    if (isOwner) return 'owner';
    return isKey ? 'key' : null;
  };
}
