/** `docker run` and its like: ending the client program does not end the container, so it is given a name tag to be ended by. */
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ProcessTable } from './process-table.ts';
import { managerLives, readRunTag } from './run-tag.ts';

export interface ContainerRun {
  /** Arguments with the container id written to a file. */
  readonly args: readonly string[];
  /** Ends the container if it was started; the same promise each time, never rejects. */
  end(): Promise<void>;
}

export interface ContainerInput {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly home: string;
  readonly tag: string;
}

const engines = new Set(['docker', 'podman', 'nerdctl']);
/** The engine's own grace before it kills, in seconds. */
const stopGraceSeconds = '1';
/** A stop that hangs must not hold up ours. */
const stopMs = 4_000;

/** Index of `run` when the command starts a container: only flags, their values and `container` may stand before it. */
function runIndex(args: readonly string[]): number {
  const at = args.indexOf('run');
  const words = args.slice(0, Math.max(0, at)).filter((arg, index) => !arg.startsWith('-') && !args[index - 1]?.startsWith('-'));
  return at >= 0 && words.every((word) => word === 'container') ? at : -1;
}

/** File that the entry itself has asked the id to be written to. */
function ownIdFile(args: readonly string[]): string | null {
  const at = args.findIndex((arg) => arg === '--cidfile' || arg.startsWith('--cidfile='));
  if (at < 0) return null;
  const arg = args[at] ?? '';
  return arg.includes('=') ? arg.slice('--cidfile='.length) : (args[at + 1] ?? null);
}

type Environment = Readonly<Record<string, string | undefined>>;

function stopContainer(engine: string, id: string, env: Environment): Promise<void> {
  return new Promise((resolve) => {
    execFile(engine, ['stop', '-t', stopGraceSeconds, id], { env: { ...env }, timeout: stopMs, killSignal: 'SIGKILL' }, () => resolve());
  });
}

/** Ends the container whose id is in a file; an id that is none is not handed to a program. */
async function stopByFile(engine: string, idFile: string, env: Environment): Promise<void> {
  const id = (await readFile(idFile, 'utf8').catch(() => '')).trim();
  if (/^[A-Za-z0-9]+$/.test(id)) await stopContainer(engine, id, env);
}

/** Notes of running containers: `TAG.cid` holds the id, `TAG.engine` the program that ends it. */
const notesFolder = (home: string): string => path.join(home, 'run');

async function forgetNotes(folder: string, tag: string): Promise<void> {
  for (const kind of ['cid', 'engine']) await rm(path.join(folder, `${tag}.${kind}`), { force: true }).catch(() => undefined);
}

/** Ends the containers that dead runs of this home left behind. */
export async function sweepContainers(home: string, table: ProcessTable, env: Environment): Promise<void> {
  const folder = notesFolder(home);
  const files = await readdir(folder).catch(() => []);
  for (const file of files.filter((name) => name.endsWith('.engine'))) {
    const tag = file.slice(0, -'.engine'.length);
    const parts = readRunTag(tag);
    if (parts === null || (await managerLives(parts, table))) continue;
    const engine = await readFile(path.join(folder, file), 'utf8').catch(() => '');
    if (path.isAbsolute(engine) && engines.has(path.basename(engine))) await stopByFile(engine, path.join(folder, `${tag}.cid`), env);
    await forgetNotes(folder, tag);
  }
}

/** null: the command starts no container. */
export async function containerRun(input: ContainerInput): Promise<ContainerRun | null> {
  const at = engines.has(path.basename(input.file)) ? runIndex(input.args) : -1;
  if (at < 0) return null;
  const own = ownIdFile(input.args);
  const folder = notesFolder(input.home);
  const idFile = own ?? path.join(folder, `${input.tag}.cid`);
  if (own === null) {
    await mkdir(folder, { recursive: true, mode: 0o700 }).catch(() => undefined);
    await writeFile(path.join(folder, `${input.tag}.engine`), input.file, { mode: 0o600 }).catch(() => undefined);
  }
  let ending: Promise<void> | null = null;
  const end = async (): Promise<void> => {
    await stopByFile(input.file, idFile, input.env);
    if (own === null) await forgetNotes(folder, input.tag);
  };
  return {
    args: own === null ? [...input.args.slice(0, at + 1), '--cidfile', idFile, ...input.args.slice(at + 1)] : input.args,
    end() {
      ending ??= end();
      return ending;
    },
  };
}
