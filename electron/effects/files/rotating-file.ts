/** A log file that never holds anybody up and never grows past its bounds: lines are gathered, written together, and old files give way. */
import { constants } from 'node:fs';
import { mkdir, open, rename, stat, unlink } from 'node:fs/promises';
import nodePath from 'node:path';

/** Long enough to write many lines at once, short enough to follow a log by eye. */
const flushDelayMs = 100;
/** A flood faster than this much per flush is left out of the file, and counted. */
const queuedBytesMax = 256 * 1024;
/** On a full or read-only disk each try costs something and gains nothing. */
const retryDelayMs = 10_000;

export interface RotatingFileOptions {
  readonly path: string;
  readonly bytesMax: number;
  /** The one being written and the older ones (`.1`, `.2`, …) together. */
  readonly filesMax: number;
  /** Last change to a line before it is written. */
  readonly prepare?: (line: string) => string;
}

export interface RotatingFile {
  /** Takes a line without its end; never waits and never throws. */
  append(line: string): void;
  /** Resolves when everything taken so far is written or given up. Never rejects. */
  flush(): Promise<void>;
}

async function rotate({ path, filesMax }: RotatingFileOptions): Promise<void> {
  await unlink(filesMax === 1 ? path : `${path}.${filesMax - 1}`).catch(() => undefined);
  for (let number = filesMax - 2; number >= 0; number -= 1) {
    await rename(number === 0 ? path : `${path}.${number}`, `${path}.${number + 1}`).catch(() => undefined);
  }
}

async function write(options: RotatingFileOptions, bytes: Buffer): Promise<void> {
  const { path, bytesMax } = options;
  await mkdir(nodePath.dirname(path), { recursive: true, mode: 0o700 });
  const size = await stat(path).then(
    (stats) => stats.size,
    () => 0,
  );
  if (size > 0 && size + bytes.length > bytesMax) await rotate(options);
  // Non-blocking: somebody may have put a pipe there.
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const handle = await open(path, flags, 0o600);
  try {
    for (let written = 0; written < bytes.length; ) {
      const { bytesWritten } = await handle.write(bytes, written);
      if (bytesWritten <= 0) throw new Error('the disk takes no more bytes');
      written += bytesWritten;
    }
  } finally {
    await handle.close();
  }
}

/** Opens nothing until the first line is written; the folder (0700) and file (0600) are made then. */
export function createRotatingFile(options: RotatingFileOptions): RotatingFile {
  let lines: string[] = [];
  let queuedBytes = 0;
  let leftOut = 0;
  let timer: NodeJS.Timeout | null = null;
  let retryAtMono = 0;
  let last: Promise<void> = Promise.resolve();

  async function writeQueued(): Promise<void> {
    if (lines.length === 0 || performance.now() < retryAtMono) return;
    const taken = lines;
    const missing = leftOut;
    lines = [];
    queuedBytes = 0;
    leftOut = 0;
    const prepare = options.prepare ?? ((line: string) => line);
    const note = missing === 0 ? '' : `(${missing} more lines came faster than they could be written)\n`;
    try {
      await write(options, Buffer.from(`${taken.map((line) => `${prepare(line)}\n`).join('')}${note}`));
    } catch {
      leftOut += taken.length + missing;
      retryAtMono = performance.now() + retryDelayMs;
    }
  }

  function flush(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    last = last.then(writeQueued);
    return last;
  }

  return {
    append(line) {
      // Two bytes a character is a fair guess that costs nothing.
      if (queuedBytes + line.length * 2 > queuedBytesMax) {
        leftOut += 1;
      } else {
        lines.push(line);
        queuedBytes += line.length * 2;
      }
      if (timer !== null) return;
      timer = setTimeout(() => void flush(), flushDelayMs);
      timer.unref();
    },
    flush,
  };
}
