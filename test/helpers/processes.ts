/** The process table as tests look at it: who lives, by run tag or group. Reads /proc itself, so it checks the product from outside. */
import { readdirSync, readFileSync } from 'node:fs';

export interface SeenProcess {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly zombie: boolean;
  readonly command: string;
  /** Value of TOOLTRAY_RUN; null when it has none. */
  readonly tag: string | null;
}

function seeProcess(pid: number): SeenProcess | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const environment = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ').trim();
    const tag = environment.find((line) => line.startsWith('TOOLTRAY_RUN='))?.slice('TOOLTRAY_RUN='.length) ?? null;
    return { pid, parent: Number(fields[1]), group: Number(fields[2]), zombie: fields[0] === 'Z', command, tag };
  } catch {
    return null;
  }
}

/** All processes that can be seen, zombies included. */
export function seenProcesses(): readonly SeenProcess[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0)
    .flatMap((pid) => seeProcess(pid) ?? []);
}

/** Living processes whose run tag starts so; give the home digest to see one home's only. */
export const livingByTag = (tagStart: string): readonly SeenProcess[] =>
  seenProcesses().filter((one) => !one.zombie && one.tag?.startsWith(tagStart) === true);

/** Living processes of exactly one start. */
export const livingOfStart = (tag: string): readonly SeenProcess[] => seenProcesses().filter((one) => !one.zombie && one.tag === tag);

/** Living members of a process group. */
export const livingByGroup = (group: number): readonly SeenProcess[] => seenProcesses().filter((one) => !one.zombie && one.group === group);

/** Whether a process lives; one that is dead and only waits for its parent does not. */
export function lives(pid: number): boolean {
  const seen = seeProcess(pid);
  return seen !== null && !seen.zombie;
}

/** Children of this process that died and were not taken note of. */
export const zombieChildren = (): readonly SeenProcess[] => seenProcesses().filter((one) => one.zombie && one.parent === process.pid);
