/** What servers write to stderr: the last lines in memory for the window, the rest in rotated files. */
import { createHash } from 'node:crypto';
import { readdir, stat, unlink } from 'node:fs/promises';
import nodePath from 'node:path';
import type { ServerId } from '../../contract/ids.ts';
import { plainLine } from '../../core/lib/plain-line.ts';
import type { ServerLogs } from '../../core/ports.ts';
import { createRotatingFile, type RotatingFile } from '../files/rotating-file.ts';

const linesMax = 500;
/** Longer lines are data, not words for a person. */
const lineLengthMax = 8 * 1024;
/** So that many servers with long lines stay cheap: the oldest go first. */
const memoryLengthMax = 512 * 1024;
/** A secret that lies across the end of a cut line must be seen whole to be taken out. */
const redactBeyond = 4 * 1024;
const fileBytesMax = 10 * 1024 * 1024;
const filesMax = 3;
/** Logs of servers that are long gone help nobody. */
const keptMs = 30 * 24 * 3_600_000;

interface Log {
  /** As they came: cleaning waits until somebody reads them, because a flood is mostly never read. */
  lines: string[];
  length: number;
  readonly file: RotatingFile;
}

export interface ServerLogsOptions {
  /** Takes known secrets out of a line; asked again for every line, so it may change what it knows. */
  readonly redact?: (text: string) => string;
}

/** Name of a server's log: readable, safe in every file system, and never that of another server. */
export function serverLogName(server: ServerId): string {
  const step = server.slice(server.lastIndexOf('/') + 1);
  const readable = step
    .replace(/[^A-Za-z0-9_.-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 40);
  return `${readable || 'server'}-${createHash('sha256').update(server).digest('hex').slice(0, 10)}.log`;
}

async function removeOld(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!/-[0-9a-f]{10}\.log(\.\d)?$/.test(name)) continue;
    const path = nodePath.join(folder, name);
    const stats = await stat(path).catch(() => null);
    if (stats?.isFile() && Date.now() - stats.mtimeMs > keptMs) await unlink(path).catch(() => undefined);
  }
}

/** A copy of its own: a piece of a string keeps the whole chunk that it was cut from in memory. */
const ownCopy = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

/** Logs under `logs/servers/` of the home; nothing here waits for the disk but `close`. */
export function createServerLogs(home: string, { redact = (text) => text }: ServerLogsOptions = {}): ServerLogs {
  const folder = nodePath.join(home, 'logs', 'servers');
  const logs = new Map<ServerId, Log>();
  const leaving = new Set<Promise<void>>();
  const clean = (line: string): string => redact(plainLine(line));
  void removeOld(folder);

  function logOf(server: ServerId): Log {
    const known = logs.get(server);
    if (known !== undefined) return known;
    const prepare = (line: string): string => `${line.slice(0, line.indexOf(' '))} ${clean(line.slice(line.indexOf(' ') + 1))}`;
    const file = createRotatingFile({ path: nodePath.join(folder, serverLogName(server)), bytesMax: fileBytesMax, filesMax, prepare });
    const log = { lines: [], length: 0, file };
    logs.set(server, log);
    return log;
  }

  function bounded(line: string): string {
    if (line.length <= lineLengthMax) return ownCopy(line);
    const more = `… (${line.length - lineLengthMax} more characters)`;
    return ownCopy(clean(line.slice(0, lineLengthMax + redactBeyond)).slice(0, lineLengthMax) + more);
  }

  return {
    append(server, line) {
      const log = logOf(server);
      const kept = bounded(line);
      log.lines.push(kept);
      log.length += kept.length;
      while (log.lines.length > linesMax || log.length > memoryLengthMax) log.length -= log.lines.shift()?.length ?? log.length;
      log.file.append(`${new Date().toISOString()} ${kept}`);
    },
    tail(server, count) {
      const lines = logs.get(server)?.lines ?? [];
      return lines.slice(Math.max(0, lines.length - count)).map(clean);
    },
    forget(server) {
      const log = logs.get(server);
      if (log === undefined) return;
      logs.delete(server);
      const flushed = log.file.flush();
      leaving.add(flushed);
      void flushed.then(() => leaving.delete(flushed));
    },
    async close() {
      await Promise.all([...leaving, ...[...logs.values()].map((log) => log.file.flush())]);
    },
  };
}
