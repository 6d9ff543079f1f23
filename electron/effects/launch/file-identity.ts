/** What identifies a file behind a launch, remembered as long as its stat stays the same. */
import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import type { LaunchFile } from '../../core/model/server.ts';
import { readBytes } from '../files/read-file.ts';
import { fileStatOf } from '../files/stat-file.ts';

export interface IdentifiedFile extends LaunchFile {
  /** Only of files whose content is wanted. */
  readonly text: string | null;
}

export interface FileIdentities {
  /** Looks at the file behind `path`, links followed; null when there is no normal file. Never throws. */
  identify(role: LaunchFile['role'], path: string): Promise<IdentifiedFile | null>;
}

/** Programs above this are not read: their inode, size and time identify them, since hashing 100 MB would be felt at every start. */
const executableBytesMax = 1024 * 1024;
/** Servers bundled into one file have some megabytes; beyond this a script counts like a program. */
const scriptBytesMax = 16 * 1024 * 1024;
const envFileBytesMax = 1024 * 1024;
const bytesMax: Readonly<Record<LaunchFile['role'], number>> = {
  executable: executableBytesMax,
  script: scriptBytesMax,
  envFile: envFileBytesMax,
};

/** A file changed this short ago may change again within the same tick of the file system's clock, and look the same. */
const settledMs = 2_000;

/** Many times what one home ever asks for; then everything is looked at anew. */
const knownMax = 2_000;

interface Known {
  readonly stamp: string;
  readonly identity: string;
  readonly text: string | null;
}

/** `digest` is keyed, because an env file that holds one short secret could be guessed from a plain one. */
export function createFileIdentities(digest: (text: string) => string): FileIdentities {
  const known = new Map<string, Known>();

  async function examine(role: LaunchFile['role'], real: string, stats: BigIntStats): Promise<Known> {
    const key = `${role} ${real}`;
    const before = known.get(key);
    if (before !== undefined && before.stamp === stampOf(stats)) return before;
    const found = (await readContent(role, real, stats)) ?? {
      stamp: stampOf(stats),
      identity: `stat:${stats.ino}:${stats.size}:${stats.mtimeNs}`,
      text: null,
    };
    if (known.size >= knownMax) known.clear();
    if (Date.now() - Number(stats.ctimeMs) > settledMs) known.set(key, found);
    else known.delete(key);
    return found;
  }

  async function readContent(role: LaunchFile['role'], real: string, stats: BigIntStats): Promise<Known | null> {
    if (stats.size > BigInt(bytesMax[role])) return null;
    const reading = await readBytes(real, bytesMax[role]);
    if (reading.kind !== 'bytes') return null;
    const identity = `content:${digest(createHash('sha256').update(reading.bytes).digest('hex'))}`;
    return { stamp: stampOf(reading.stats), identity, text: role === 'envFile' ? new TextDecoder().decode(reading.bytes) : null };
  }

  return {
    async identify(role, path) {
      try {
        const real = await realpath(path);
        const stats = await stat(real, { bigint: true });
        if (!stats.isFile()) return null;
        const { identity, text } = await examine(role, real, stats);
        return { role, path: real, identity, stat: fileStatOf(stats), text };
      } catch {
        return null;
      }
    },
  };
}

const stampOf = (stats: BigIntStats): string => `${stats.dev}:${stats.ino}:${stats.size}:${stats.mtimeNs}:${stats.ctimeNs}`;
