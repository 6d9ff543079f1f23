/** Which process this is, so that a lock or temp file can be told from those of a dead process with the same number. */
import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';

export const ProcessIdentity = z.object({
  pid: z.number().int().positive(),
  /** When the process started, in a form that only has to be equal; '' where it cannot be learned. */
  start: z.string(),
  /** Machine and its boot; process numbers mean nothing across two of them. */
  boot: z.string(),
  /** Machine and process-number space: containers that share a folder must not judge each other. */
  host: z.string(),
});
export type ProcessIdentity = z.infer<typeof ProcessIdentity>;

/** `ps` answers at once or something is badly wrong. */
const psTimeoutMs = 2_000;

const tryText = (read: () => string): string => {
  try {
    return read();
  } catch {
    return '';
  }
};

/** Start time of a process as an opaque text; '' when there is no such process or no way to know. */
export function processStart(pid: number): string {
  if (process.platform === 'linux') {
    // The name in parentheses may itself hold blanks and parentheses, so fields count from the last one.
    const line = tryText(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
    return line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  }
  if (process.platform === 'win32') return '';
  return tryText(() =>
    execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', timeout: psTimeoutMs, env: { LC_ALL: 'C' } }),
  ).trim();
}

let known: ProcessIdentity | null = null;

/** This process; read once, it cannot change. */
export function ownIdentity(): ProcessIdentity {
  known ??= {
    pid: process.pid,
    start: processStart(process.pid),
    boot: tryText(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')).trim(),
    host: `${hostname()} ${tryText(() => readlinkSync('/proc/self/ns/pid'))}`.trim(),
  };
  return known;
}

/** A zombie holds nothing any more, though its number is still taken. */
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  const line = tryText(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  return line.slice(line.lastIndexOf(')') + 2).startsWith('Z');
}

/** Whether the process is surely gone; `unknown` for one on another machine. */
export function processState(identity: ProcessIdentity): 'alive' | 'dead' | 'unknown' {
  const own = ownIdentity();
  if (identity.host !== own.host) return 'unknown';
  if (identity.boot !== own.boot) return 'dead';
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'dead';
  }
  if (isZombie(identity.pid)) return 'dead';
  return identity.start !== '' && processStart(identity.pid) !== identity.start ? 'dead' : 'alive';
}
