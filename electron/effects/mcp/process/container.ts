/** `docker run` and its like: ending the client program does not end the container, so it is given a name tag to be ended by. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';

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

function stopContainer(input: ContainerInput, id: string): Promise<void> {
  return new Promise((resolve) => {
    execFile(input.file, ['stop', '-t', stopGraceSeconds, id], { env: { ...input.env }, timeout: stopMs, killSignal: 'SIGKILL' }, () =>
      resolve(),
    );
  });
}

/** null: the command starts no container. */
export async function containerRun(input: ContainerInput): Promise<ContainerRun | null> {
  const at = engines.has(path.basename(input.file)) ? runIndex(input.args) : -1;
  if (at < 0) return null;
  const own = ownIdFile(input.args);
  const folder = path.join(input.home, 'run');
  const idFile = own ?? path.join(folder, `${input.tag}.cid`);
  if (own === null) await mkdir(folder, { recursive: true, mode: 0o700 }).catch(() => undefined);
  let ending: Promise<void> | null = null;
  const end = async (): Promise<void> => {
    const id = (await readFile(idFile, 'utf8').catch(() => '')).trim();
    if (/^[A-Za-z0-9]+$/.test(id)) await stopContainer(input, id);
    if (own === null) await rm(idFile, { force: true }).catch(() => undefined);
  };
  return {
    args: own === null ? [...input.args.slice(0, at + 1), '--cidfile', idFile, ...input.args.slice(at + 1)] : input.args,
    end() {
      ending ??= end();
      return ending;
    },
  };
}
