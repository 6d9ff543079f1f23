/**
 * Replaces a file as a whole, so that it is the old or the new one whatever happens, and never reports a save that is not on disk.
 *
 * What is on disk after each step, and what the next start makes of it:
 * 1. Links are followed once. Nothing has changed.
 * 2. A temp file with a random name lies beside the target, empty or half full. The target is the old one; the sweep removes the temp file.
 * 3. The temp file is complete, has its size checked, its rights set and is on the disk (fsync). The target is the old one; as in 2.
 * 4. The target was read again and still holds the expected bytes. Nothing has changed.
 * 5. Renamed: the target is the new one and complete, because step 3 was on the disk before.
 * 6. The folder is on the disk (fsync): the rename also survives a power cut. Before this step the cut may bring back the old one, complete.
 * On an error in 2 to 5 the temp file is removed and the target is the old one. An error in 6 is reported although the new file is in place.
 */
import { constants, readFileSync, renameSync, type Stats } from 'node:fs';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import nodePath from 'node:path';
import { errorCode } from './error-words.ts';
import { tempNameFor } from './temp-name.ts';
import { findWriteTarget, refusal } from './write-target.ts';

/** Rights of a file that was not there before: the person's alone. */
const newFileMode = 0o600;
const rightsMask = 0o777;
/** Folders cannot be synced on some systems and network drives; the rename itself was done. */
const folderSyncNotPossible: ReadonlySet<string> = new Set(['EINVAL', 'EISDIR', 'EPERM', 'EACCES', 'ENOTSUP', 'ENOSYS', 'EBADF']);

export interface WriteOptions {
  /** Write only while the target still holds these bytes (null = does not exist). */
  readonly expected?: Uint8Array | null;
  /** Rights of the new file; without it those of the old one, or 0600. */
  readonly mode?: number;
}

export type WriteOutcome =
  | { readonly kind: 'written'; readonly path: string }
  /** Somebody else changed the target; nothing was written. */
  | { readonly kind: 'overtaken' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Writes every byte; a disk that takes only a part of them is an error. */
async function writeFully(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, written);
    if (bytesWritten <= 0) throw refusal('ENOSPC', 'the disk takes no more bytes');
    written += bytesWritten;
  }
  const { size } = await handle.stat();
  if (size !== bytes.length) throw refusal('EIO', `only ${size} of ${bytes.length} bytes arrived`);
}

/** Gives the new file the owner and rights of the old one; refuses rather than to hand it to somebody else. */
async function takeOver(handle: FileHandle, before: Stats | null, mode: number | undefined): Promise<void> {
  const own = await handle.stat();
  if (before !== null && process.platform !== 'win32' && (own.uid !== before.uid || own.gid !== before.gid)) {
    await handle.chown(before.uid, before.gid);
  }
  await handle.chmod(mode ?? (before === null ? newFileMode : before.mode & rightsMask));
}

async function writeTemp(temp: string, bytes: Uint8Array, rights: { before: Stats | null; mode: number | undefined }): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
  const handle = await open(temp, flags, newFileMode);
  try {
    await writeFully(handle, bytes);
    await takeOver(handle, rights.before, rights.mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Whether the target still holds the expected bytes. Not async: nothing may come between this look and the rename. */
function stillHolds(path: string, expected: Uint8Array | null): boolean {
  try {
    const now = readFileSync(path);
    return expected !== null && now.equals(expected);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return expected === null;
    throw error;
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  try {
    const handle = await open(folder, constants.O_RDONLY | (constants.O_DIRECTORY ?? 0));
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!folderSyncNotPossible.has(errorCode(error))) throw error;
  }
}

/** Replaces the file at `path` by `content`, atomically and durably; makes missing folders (0700). Never throws. */
export async function writeAtomic(path: string, content: string | Uint8Array, options: WriteOptions = {}): Promise<WriteOutcome> {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  let temp: string | null = null;
  try {
    const target = await findWriteTarget(path);
    temp = tempNameFor(target.path);
    await writeTemp(temp, bytes, { before: target.stats, mode: options.mode });
    if (options.expected !== undefined && !stillHolds(target.path, options.expected)) {
      await unlink(temp);
      return { kind: 'overtaken' };
    }
    renameSync(temp, target.path);
    temp = null;
    await syncFolder(nodePath.dirname(target.path));
    return { kind: 'written', path: target.path };
  } catch (error) {
    if (temp !== null) await unlink(temp).catch(() => undefined);
    return { kind: 'failed', error };
  }
}
