/** Reads the process table: who is alive, in which group, started when, and under which run tag. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';

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

export interface ProcessTable {
  /** null: there is no such process. */
  read(pid: number): Promise<ProcessRecord | null>;
  /** All processes that can be seen. */
  list(): Promise<readonly ProcessRecord[]>;
  /** Run tag of a process; null when it has none or belongs to somebody else. */
  tag(pid: number): Promise<string | null>;
}

/** What a process carries in its environment may be long; reading is cheap, searching is linear. */
const tagMark = Buffer.from(`${runTagVariable}=`);

/** Fields of /proc/PID/stat; the name in brackets may hold anything, so counting starts behind it. */
function parseStat(pid: number, stat: string): ProcessRecord | null {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, , group] = fields;
  const startTime = fields[19];
  if (state === undefined || group === undefined || startTime === undefined) return null;
  return { pid, group: Number(group), startTime, zombie: state === 'Z' || state === 'X' };
}

async function readProc(pid: number): Promise<ProcessRecord | null> {
  try {
    return parseStat(pid, await readFile(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return null;
  }
}

async function tagInProc(pid: number): Promise<string | null> {
  try {
    const environment = await readFile(`/proc/${pid}/environ`);
    for (let at = environment.indexOf(tagMark); at >= 0; at = environment.indexOf(tagMark, at + 1)) {
      if (at > 0 && environment[at - 1] !== 0) continue;
      const end = environment.indexOf(0, at);
      return environment.toString('utf8', at + tagMark.length, end < 0 ? environment.length : end);
    }
    return null;
  } catch {
    return null;
  }
}

/** The table of Linux, read from /proc. */
export const procTable: ProcessTable = {
  read: readProc,
  async list() {
    const names = await readdir('/proc').catch(() => []);
    const pids = names.map(Number).filter((pid) => Number.isInteger(pid) && pid > 0);
    const records = await Promise.all(pids.map(readProc));
    return records.filter((record) => record !== null);
  },
  tag: tagInProc,
};

/** `ps` answers in milliseconds; a machine that needs longer must not block a stop. */
const psTimeoutMs = 2_000;

function ps(args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile('ps', [...args], { timeout: psTimeoutMs, maxBuffer: 64 * 1024 * 1024 }, (_error, stdout) => resolve(stdout));
  });
}

/** Columns `pid pgid stat lstart`; lstart is five words. */
function parsePs(output: string): readonly ProcessRecord[] {
  return output.split('\n').flatMap((line) => {
    const [pid, group, state, ...start] = line.trim().split(/\s+/);
    if (pid === undefined || group === undefined || state === undefined) return [];
    return [{ pid: Number(pid), group: Number(group), startTime: start.slice(0, 5).join(' '), zombie: state.startsWith('Z') }];
  });
}

const psColumns = ['-o', 'pid=,pgid=,stat=,lstart='];

/** The table of systems without /proc, read with `ps`; start times have a resolution of one second there. */
export const psTable: ProcessTable = {
  read: async (pid) => parsePs(await ps([...psColumns, '-p', String(pid)]))[0] ?? null,
  list: async () => parsePs(await ps(['-ax', ...psColumns])),
  async tag(pid) {
    const words = (await ps(['-E', '-ww', '-o', 'command=', '-p', String(pid)])).split(/\s+/);
    return words.find((word) => word.startsWith(`${runTagVariable}=`))?.slice(runTagVariable.length + 1) ?? null;
  },
};

/** The table of this platform. */
export const processTable = (platform: 'linux' | 'macos' | 'windows'): ProcessTable => (platform === 'linux' ? procTable : psTable);
