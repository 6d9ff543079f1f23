/** The same promise as write-atomic, without waiting, for small files of ours that have to be on disk before a call returns. */
import { closeSync, constants, fchmodSync, fstatSync, fsyncSync, openSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import nodePath from 'node:path';
import { tempNameFor } from './temp-name.ts';
import { refusal } from './write-target.ts';

function writeFully(file: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) {
    const count = writeSync(file, bytes, written, bytes.length - written, written);
    if (count <= 0) throw refusal('ENOSPC', 'the disk takes no more bytes');
    written += count;
  }
  const { size } = fstatSync(file);
  if (size !== bytes.length) throw refusal('EIO', `only ${size} of ${bytes.length} bytes arrived`);
}

/** Replaces a file of ours (0600, never a link of somebody's) by `bytes`. Throws system errors; then the old file is in place. */
export function writeAtomicNow(path: string, bytes: Uint8Array): void {
  const temp = tempNameFor(path);
  const file = openSync(temp, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0), 0o600);
  try {
    try {
      writeFully(file, bytes);
      fchmodSync(file, 0o600);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temp, path);
  } catch (error) {
    try {
      unlinkSync(temp);
    } catch {
      // The sweep of the next start removes it.
    }
    throw error;
  }
  if (process.platform === 'win32') return;
  const folder = openSync(nodePath.dirname(path), constants.O_RDONLY);
  try {
    fsyncSync(folder);
  } catch {
    // Some drives cannot sync a folder; the rename itself was done.
  } finally {
    closeSync(folder);
  }
}
