/** Ends a server with everything it started, and never signals a process that is not known to be ours. */
import type { ProcessRecord, ProcessTable } from './process-table.ts';

/** What was noted when the server was started; its pid is also its process group. Pid 0: only the tag is known. */
export interface SupervisedGroup {
  readonly pid: number;
  /** '' when it was gone before it could be read. */
  readonly startTime: string;
  readonly tag: string;
}

export type SendSignal = (target: number, signal: 'SIGTERM' | 'SIGKILL') => void;

export interface Supervision {
  readonly table: ProcessTable;
  /** A negative target is a process group. */
  readonly send: SendSignal;
}

/** The specification asks for time to finish after the end of input and after TERM; two seconds each are what the SDKs give. */
export const afterInputMs = 2_000;
export const afterTermMs = 2_000;
/** Helpers of a server that is gone already: nothing speaks to them any more, so they get less. */
export const leftoverTermMs = 300;
/** After KILL only the kernel has to act; longer means a process in an uninterruptible call. */
const afterKillMs = 500;
/** One look at the process table costs a few milliseconds; who has not ended at once is looked at less and less often. */
const pollMs = 25;
const pollMaxMs = 200;

/** Sends a signal; a target that is gone already is no failure. */
export const sendSignal: SendSignal = (target, signal) => {
  try {
    process.kill(target, signal);
  } catch {
    // Gone, or no longer ours.
  }
};

const pause = (delayMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delayMs));

interface Survivors {
  readonly group: boolean;
  readonly others: readonly ProcessRecord[];
}

/** Living members of the group and living processes with the tag. `known` remembers what was proven to be ours (pid → start time). */
async function findSurvivors(target: SupervisedGroup, table: ProcessTable, known: Map<number, string>): Promise<Survivors> {
  const living = await table.list();
  const leader = living.find((record) => record.pid === target.pid);
  const leaderIsOurs = leader !== undefined && leader.startTime === target.startTime;
  const others: ProcessRecord[] = [];
  const members: ProcessRecord[] = [];
  for (const record of living) {
    const tagged = record.tag === target.tag;
    const member = record.group === target.pid;
    const ours = tagged || known.get(record.pid) === record.startTime || (member && leaderIsOurs);
    if (!ours) continue;
    known.set(record.pid, record.startTime);
    (member ? members : others).push(record);
  }
  // A group whose number now leads somebody else is not signalled as a whole.
  const wholeGroup = target.pid > 1 && (leader === undefined || leaderIsOurs);
  return { group: wholeGroup && members.length > 0, others: wholeGroup ? others : [...others, ...members] };
}

/** Between the look and the signal a pid may have changed hands. */
async function signalOne(record: ProcessRecord, { table, send }: Supervision, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  const now = await table.read(record.pid);
  if (now !== null && !now.zombie && now.startTime === record.startTime) send(record.pid, signal);
}

async function signalAll(
  target: SupervisedGroup,
  found: Survivors,
  supervision: Supervision,
  signal: 'SIGTERM' | 'SIGKILL',
): Promise<void> {
  if (found.group) supervision.send(-target.pid, signal);
  await Promise.all(found.others.map((record) => signalOne(record, supervision, signal)));
}

/**
 * Ends what is left of a server whose leader was told, or is gone: TERM, up to `termMs`, then KILL.
 *
 * Gives how much even KILL did not end in time (the group counts as one); 0 is the rule.
 */
export async function endSurvivors(target: SupervisedGroup, supervision: Supervision, termMs: number): Promise<number> {
  const known = new Map<number, string>();
  const count = (found: Survivors): number => (found.group ? 1 : 0) + found.others.length;
  let found = await findSurvivors(target, supervision.table, known);
  if (count(found) === 0) return 0;
  await signalAll(target, found, supervision, 'SIGTERM');
  const killAt = performance.now() + termMs;
  let delayMs = pollMs;
  for (let now = performance.now(); now < killAt && count(found) > 0; now = performance.now()) {
    await pause(Math.min(delayMs, killAt - now));
    delayMs = Math.min(delayMs * 2, pollMaxMs);
    found = await findSurvivors(target, supervision.table, known);
  }
  const giveUpAt = performance.now() + afterKillMs;
  while (count(found) > 0 && performance.now() < giveUpAt) {
    // Each round: a process that was just forking when KILL came shows up in the next look.
    await signalAll(target, found, supervision, 'SIGKILL');
    await pause(pollMs);
    found = await findSurvivors(target, supervision.table, known);
  }
  return count(found);
}

/** Waits for a promise, at most `limitMs`; gives whether it settled. */
export async function settledWithin(promise: Promise<unknown>, limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs);
  });
  const settled = promise.then(
    () => true,
    () => true,
  );
  return Promise.race([settled, late]).finally(() => clearTimeout(timer));
}
