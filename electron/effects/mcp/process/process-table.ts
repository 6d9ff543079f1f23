/** Reads the process table: who is alive, in which group, started when, and under which run tag. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Name of the environment variable that marks everything a run of Tooltray started. */
export const runTagVariable = 'TOOLTRAY_RUN';

export interface ProcessRecord {
  readonly pid: number;
  readonly group: number;
  /** Opaque: equal for the same process, different once the pid was given to another one. */
  readonly startTime: string;
  /** Dead, only waiting for its parent to take note. */
  readonly zombie: boolean;
}

export interface TaggedRecord extends ProcessRecord {
  /** null when it has none, or belongs to somebody else. */
  readonly tag: string | null;
}

export interface ProcessTable {
  /** null: there is no such process. */
  read(pid: number): Promise<ProcessRecord | null>;
  /** All living processes that can be seen, as they are at some moment after the call. */
  list(): Promise<readonly TaggedRecord[]>;
}

const tagMark = Buffer.from(`${runTagVariable}=`);

/** Fields of /proc/PID/stat; the name in brackets may hold anything, so counting starts behind it. */
function parseStat(pid: number, stat: string): ProcessRecord | null {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, , group] = fields;
  const startTime = fields[19];
  if (state === undefined || group === undefined || startTime === undefined) return null;
  return { pid, group: Number(group), startTime, zombie: state === 'Z' || state === 'X' };
}

function parseTag(environment: Buffer): string | null {
  for (let at = environment.indexOf(tagMark); at >= 0; at = environment.indexOf(tagMark, at + 1)) {
    if (at > 0 && environment[at - 1] !== 0) continue;
    const end = environment.indexOf(0, at);
    return environment.toString('utf8', at + tagMark.length, end < 0 ? environment.length : end);
  }
  return null;
}

/** Out of descriptors: says nothing about the process. */
class TryAgain extends Error {}

function readProcFile(pid: number, file: 'stat' | 'environ'): Buffer | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EMFILE' || code === 'ENFILE') throw new TryAgain();
    return null;
  }
}

function readProc(pid: number): ProcessRecord | null {
  const stat = readProcFile(pid, 'stat');
  return stat === null ? null : parseStat(pid, stat.toString('latin1'));
}

function readTagged(pid: number): TaggedRecord | null {
  const record = readProc(pid);
  if (record === null || record.zombie) return null;
  const environment = readProcFile(pid, 'environ');
  return { ...record, tag: environment === null ? null : parseTag(environment) };
}

/** A few dozen files of /proc take about a millisecond; more in one go would be felt elsewhere. */
const processesPerTurn = 48;
const againMs = 20;
const againMax = 100;

const pause = (delayMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delayMs));
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function patiently<T>(work: () => T): Promise<T | null> {
  for (let tries = 0; tries < againMax; tries += 1) {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof TryAgain)) throw error;
      await pause(againMs);
    }
  }
  return null;
}

async function listProc(): Promise<readonly TaggedRecord[]> {
  const pids = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0);
  const records: TaggedRecord[] = [];
  for (let from = 0; from < pids.length; from += processesPerTurn) {
    if (from > 0) await nextTurn();
    const found = await patiently(() => pids.slice(from, from + processesPerTurn).map(readTagged));
    for (const record of found ?? []) if (record !== null) records.push(record);
  }
  return records;
}

/** Many servers stop at once: who asks while a look is under way shares the next one. */
function shared<T>(look: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null;
  let next: Promise<T> | null = null;
  const start = (): Promise<T> => {
    const started = look().finally(() => {
      if (running === started) running = null;
    });
    running = started;
    return started;
  };
  return () => {
    if (running === null) return start();
    const after = (): Promise<T> => {
      next = null;
      return start();
    };
    next ??= running.then(after, after);
    return next;
  };
}

/** The table of Linux, read from /proc. */
export const procTable: ProcessTable = { read: (pid) => patiently(() => readProc(pid)), list: shared(listProc) };

/** `ps` answers in milliseconds; a machine that needs longer must not block a stop. */
const psTimeoutMs = 2_000;

function ps(args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile('ps', [...args], { timeout: psTimeoutMs, maxBuffer: 64 * 1024 * 1024 }, (_error, stdout) => resolve(stdout));
  });
}

/** Columns `pid pgid stat lstart command`; lstart is five words, the environment follows the command. */
function parsePs(output: string): readonly TaggedRecord[] {
  return output.split('\n').flatMap((line) => {
    const [pid, group, state, ...rest] = line.trim().split(/\s+/);
    if (pid === undefined || group === undefined || state === undefined) return [];
    const tag = rest.find((word) => word.startsWith(`${runTagVariable}=`))?.slice(runTagVariable.length + 1) ?? null;
    return [{ pid: Number(pid), group: Number(group), startTime: rest.slice(0, 5).join(' '), zombie: state.startsWith('Z'), tag }];
  });
}

const psColumns = 'pid=,pgid=,stat=,lstart=';

/** The table of systems without /proc, read with `ps`; start times have a resolution of one second there. */
export const psTable: ProcessTable = {
  read: async (pid) => parsePs(await ps(['-o', psColumns, '-p', String(pid)]))[0] ?? null,
  list: shared(async () => parsePs(await ps(['-E', '-axww', '-o', `${psColumns},command=`])).filter((record) => !record.zombie)),
};

/** The table of this platform. */
export const processTable = (platform: 'linux' | 'macos' | 'windows'): ProcessTable => (platform === 'linux' ? procTable : psTable);
