/** Reads a text file whole, or says in plain words why that is not possible. */
import { type BigIntStats, constants } from 'node:fs';
import { type FileHandle, lstat, open, readlink, stat } from 'node:fs/promises';
import nodePath from 'node:path';
import type { Problem, ProblemCode } from '../../contract/problem.ts';
import type { FileReading } from '../../core/ports.ts';
import { errorCode, errorHint, errorWords } from './error-words.ts';
import { fileStatOf, sameStat } from './stat-file.ts';

/** A file that changes under the read is read again this often; after that the newest bytes count and the next look sees the rest. */
const readsMax = 3;
/** Links followed by hand to find where a dangling link points, like the kernel's own limit. */
const linksMax = 40;
const readStepBytes = 64 * 1024;

export type BytesReading =
  | { readonly kind: 'bytes'; readonly bytes: Buffer; readonly stats: BigIntStats }
  | Exclude<FileReading, { kind: 'text' }>;

function problem(path: string, code: ProblemCode, message: string, hint?: string): { readonly kind: 'problem'; readonly problem: Problem } {
  return { kind: 'problem', problem: { code, message, where: { path }, ...(hint === undefined ? {} : { hint }) } };
}

/** Path that a link which leads nowhere points at; for anything else the path itself. */
async function endOfLinks(path: string): Promise<string> {
  let end = path;
  for (let link = 0; link < linksMax; link += 1) {
    const stats = await lstat(end).catch(() => null);
    if (stats === null || !stats.isSymbolicLink()) return end;
    end = nodePath.resolve(nodePath.dirname(end), await readlink(end));
  }
  return end;
}

async function absent(path: string): Promise<BytesReading> {
  const parent = await stat(nodePath.dirname(await endOfLinks(path))).catch(() => null);
  return { kind: 'absent', parentExists: parent?.isDirectory() ?? false };
}

function notAFile(path: string, stats: BigIntStats): BytesReading {
  const what = stats.isDirectory() ? 'a folder' : stats.isFIFO() ? 'a pipe' : stats.isSocket() ? 'a socket' : 'a device';
  return problem(
    path,
    'source-unreadable',
    `${path} is ${what}, not a file.`,
    'Put a normal file there, or remove this path from the sources.',
  );
}

/** All bytes up to one more than `bytesMax`. */
async function readAll(handle: FileHandle, sizeHint: number, bytesMax: number): Promise<Buffer> {
  const limit = bytesMax + 1;
  let buffer = Buffer.allocUnsafe(Math.min(limit, sizeHint + 1));
  let used = 0;
  for (;;) {
    if (used === limit) break;
    if (used === buffer.length) buffer = Buffer.concat([buffer], Math.min(limit, buffer.length + readStepBytes));
    const { bytesRead } = await handle.read(buffer, used, buffer.length - used, used);
    if (bytesRead === 0) break;
    used += bytesRead;
  }
  return buffer.subarray(0, used);
}

/** One read through an open file; null when the file changed while it was read. */
async function readOnce(path: string, bytesMax: number, last: boolean): Promise<BytesReading | null> {
  // Non-blocking, so that a pipe that took the file's place since the stat cannot hold us.
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);
  const handle = await open(path, flags);
  try {
    const before = await handle.stat({ bigint: true });
    if (!before.isFile()) return notAFile(path, before);
    const bytes = before.size > BigInt(bytesMax) ? null : await readAll(handle, Number(before.size), bytesMax);
    if (bytes === null || bytes.length > bytesMax) {
      const message = `${path} is too large: ${bytes?.length ?? before.size} bytes, at most ${bytesMax} are read.`;
      return problem(path, 'source-too-large', message, 'Remove what does not belong in it.');
    }
    const after = await handle.stat({ bigint: true });
    if (!last && !sameStat(fileStatOf(before), fileStatOf(after))) return null;
    return { kind: 'bytes', bytes, stats: before };
  } finally {
    await handle.close();
  }
}

/** Reads the bytes of a normal file of at most `bytesMax`; the stat is from before the read, so a change during it shows up later. */
export async function readBytes(path: string, bytesMax: number): Promise<BytesReading> {
  try {
    const stats = await stat(path, { bigint: true });
    if (!stats.isFile()) return notAFile(path, stats);
    for (let read = 1; ; read += 1) {
      const reading = await readOnce(path, bytesMax, read >= readsMax);
      if (reading !== null) return reading;
    }
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return absent(path);
    return problem(path, 'source-unreadable', `${path} cannot be read: ${errorWords(error)}.`, errorHint(error).hint);
  }
}

/** Decodes strictly; a byte order mark of UTF-8 stays in the text. */
export function decodeText(path: string, bytes: Uint8Array): string | Problem {
  const invalid = (what: string, hint: string): Problem => ({ code: 'source-invalid', message: `${path} ${what}.`, hint, where: { path } });
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return invalid('is saved as UTF-16', 'Save it again with the encoding UTF-8.');
  }
  if (bytes.includes(0))
    return invalid('contains NUL bytes, so it is not a text file or was only half written', 'Restore it from a backup or save it again.');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return invalid('is not valid UTF-8 text', 'Save it again with the encoding UTF-8.');
  }
}

/** Reads a text file of at most `bytesMax` bytes. Never throws and never waits for a pipe or device. */
export async function readTextFile(path: string, bytesMax: number): Promise<FileReading> {
  const reading = await readBytes(path, bytesMax);
  if (reading.kind !== 'bytes') return reading;
  const text = decodeText(path, reading.bytes);
  return typeof text === 'string' ? { kind: 'text', text, stat: fileStatOf(reading.stats) } : { kind: 'problem', problem: text };
}
