/** Looks at the files behind a launch: which program would run, which script, which env file, and what identifies each. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { StdioTransport, Transport } from '../../contract/server.ts';
import type { FileStat, LaunchFacts, LaunchFile } from '../../core/model/server.ts';
import type { LaunchInspection } from '../../core/ports.ts';
import { readBytes } from '../files/read-file.ts';
import { fileStatOf, sameStat } from '../files/stat-file.ts';
import { parseEnvFile } from './env-file.ts';

export interface LaunchInspectionOptions {
  /** Keyed digest with this home's key. */
  readonly digest: (text: string) => string;
  /** PATH that servers get. */
  readonly searchPath: () => Promise<string>;
  /** Folder that relative paths start from when the entry names none. */
  readonly homeFolder: string;
}

/** Smaller files are identified by their content; bigger ones by inode, size and time, since hashing them would be felt. */
const contentBytesMax = 1024 * 1024;
const envFileBytesMax = 1024 * 1024;

interface Known {
  readonly stat: FileStat;
  readonly identity: string;
}

const nothing: LaunchFacts = { files: [], envFileVariables: {} };

/**
 * Makes the inspection. Identities are kept by path and stat, so that asking again costs a few stats.
 * A script stands for itself, not for what it imports, and for a package runner the package is not looked at.
 */
export function createLaunchInspection(options: LaunchInspectionOptions): LaunchInspection {
  const known = new Map<string, Known>();

  async function identify(role: LaunchFile['role'], real: string): Promise<LaunchFile | null> {
    const stats = await stat(real, { bigint: true }).catch(() => null);
    if (!stats?.isFile()) return null;
    const now = fileStatOf(stats);
    const before = known.get(real);
    if (before && sameStat(before.stat, now)) return { role, path: real, identity: before.identity, stat: now };
    const identity = (await contentIdentity(real, now)) ?? `stat:${now.inode}:${now.size}:${now.mtimeNs}`;
    known.set(real, { stat: now, identity });
    return { role, path: real, identity, stat: now };
  }

  async function inspectStdio(transport: StdioTransport): Promise<LaunchFacts> {
    const cwd = path.resolve(options.homeFolder, transport.cwd ?? '.');
    const search = transport.env.PATH ?? (await options.searchPath());
    const program = await findProgram(transport.command, search, cwd);
    const script = await findScript(transport.args, cwd);
    const envFile = transport.envFile === undefined ? null : await realFile(path.resolve(cwd, transport.envFile));
    const found = await Promise.all([
      program.real === null ? null : identify('executable', program.real),
      script === null ? null : identify('script', script),
      envFile === null ? null : identify('envFile', envFile),
    ]);
    return {
      files: found.filter((file) => file !== null),
      envFileVariables: envFile === null ? {} : await readVariables(envFile),
      ...(program.real === null ? { lookedIn: program.lookedIn } : {}),
    };
  }

  return {
    inspect: (transport: Transport) =>
      transport.kind === 'stdio' ? inspectStdio(transport).catch(() => nothing) : Promise.resolve(nothing),
    digest: options.digest,
  };
}

async function contentIdentity(real: string, now: FileStat): Promise<string | null> {
  if (now.size > contentBytesMax) return null;
  const reading = await readBytes(real, contentBytesMax);
  return reading.kind === 'bytes' ? `sha256:${createHash('sha256').update(reading.bytes).digest('hex')}` : null;
}

async function realFile(file: string): Promise<string | null> {
  try {
    const real = await realpath(file);
    return (await stat(real)).isFile() ? real : null;
  } catch {
    return null;
  }
}

async function findProgram(
  command: string,
  searchPath: string,
  cwd: string,
): Promise<{ readonly real: string | null; readonly lookedIn: readonly string[] }> {
  const byPath = command.includes('/') || command.includes('\\');
  const folders = byPath ? [cwd] : searchPath.split(path.delimiter).map((folder) => path.resolve(cwd, folder || '.'));
  for (const folder of folders) {
    const file = path.resolve(folder, command);
    const runs = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    const real = runs ? await realFile(file) : null;
    if (real !== null) return { real, lookedIn: [] };
  }
  return { real: null, lookedIn: byPath ? [path.dirname(path.resolve(cwd, command))] : [...new Set(folders)] };
}

/** The first argument that is a path of an existing file: what an interpreter is given to run. */
async function findScript(args: readonly string[], cwd: string): Promise<string | null> {
  for (const arg of args) {
    if (arg.startsWith('-') || !looksLikeFile(arg)) continue;
    const real = await realFile(path.resolve(cwd, arg));
    if (real !== null) return real;
  }
  return null;
}

const looksLikeFile = (arg: string): boolean => arg.includes('/') || arg.includes('\\') || /\.[A-Za-z0-9]{1,5}$/.test(arg);

async function readVariables(real: string): Promise<Readonly<Record<string, string>>> {
  const reading = await readBytes(real, envFileBytesMax);
  return reading.kind === 'bytes' ? parseEnvFile(new TextDecoder().decode(reading.bytes)) : {};
}
