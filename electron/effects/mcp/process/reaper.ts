/** A small shell that outlives us: when our end of its pipe closes, it ends every server that we still had. */
import { type ChildProcess, spawn } from 'node:child_process';
import { runTagVariable } from './process-table.ts';
import type { SupervisedGroup } from './supervise.ts';

export interface Reaper {
  add(group: Pick<SupervisedGroup, 'pid' | 'startTime'>): void;
  remove(pid: number): void;
  /** Tells it that nothing is left to do; resolves when it is gone. */
  close(): Promise<void>;
}

/**
 * POSIX shell, $1 = start of our run tags. Lines: `add PID STARTTIME`, `del PID`, `bye`. End of input means that we died.
 *
 * A group whose leader has another start time by now is somebody else's and is left alone. `kill` gets no `--`: dash rejects it.
 * The look at /proc finds what left its group; without /proc (macOS) the groups must do.
 */
const script = `
trap '' HUP INT TERM QUIT
groups=''
while read -r word pid start; do
  case $word in
    add) groups="$groups $pid:$start" ;;
    del) rest=''; for one in $groups; do case $one in "$pid":*) ;; *) rest="$rest $one" ;; esac; done; groups=$rest ;;
    bye) exit 0 ;;
  esac
done
ours() {
  [ -n "\${1#*:}" ] && [ -r "/proc/\${1%%:*}/stat" ] || return 0
  read -r line < "/proc/\${1%%:*}/stat" || return 0
  expected=\${1#*:}; set -- \${line##*) }; [ "\${20}" = "$expected" ]
}
signal() { for one in $groups; do if ours "$one"; then kill "-$1" "-\${one%%:*}" 2>/dev/null; fi; done; }
tagged() { grep -lF "${runTagVariable}=$tag." /proc/[0-9]*/environ 2>/dev/null; }
tag=$1
signal TERM
for file in $(tagged); do file=\${file#/proc/}; kill -TERM "\${file%/environ}" 2>/dev/null; done
sleep 0.4 2>/dev/null || sleep 1
signal KILL
for round in 1 2 3; do
  left=$(tagged)
  [ -n "$left" ] || break
  for file in $left; do file=\${file#/proc/}; kill -KILL "\${file%/environ}" 2>/dev/null; done
done
`;

/** It only has to read one line. */
const closeMs = 1_000;

interface RunningReaper {
  readonly child: ChildProcess;
  readonly gone: Promise<void>;
}

function startReaper(tagStart: string): RunningReaper {
  const child = spawn('/bin/sh', ['-c', script, 'tooltray-reaper', tagStart], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
    env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin' },
  });
  child.stdin?.on('error', () => {});
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  // It must not keep us alive: it waits for our end.
  child.unref();
  if (child.stdin !== null && 'unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  return { child, gone };
}

/** Starts it; `tagStart` is the run tag of this process without the last number. It must run before the first server does. */
export function createReaper(tagStart: string): Reaper {
  const groups = new Map<number, string>();
  let running: RunningReaper | null = null;
  let closed = false;

  const tell = (line: string): void => void running?.child.stdin?.write(`${line}\n`);
  const ensureRunning = (): void => {
    if (running !== null || closed) return;
    const started = startReaper(tagStart);
    running = started;
    for (const [pid, startTime] of groups) tell(`add ${pid} ${startTime}`);
    void started.gone.then(() => {
      if (running === started) running = null;
      if (groups.size > 0 && started.child.pid !== undefined) ensureRunning();
    });
  };
  ensureRunning();
  return {
    add({ pid, startTime }) {
      groups.set(pid, startTime);
      if (running === null) ensureRunning();
      else tell(`add ${pid} ${startTime}`);
    },
    remove(pid) {
      groups.delete(pid);
      tell(`del ${pid}`);
    },
    async close() {
      closed = true;
      groups.clear();
      const last = running;
      if (last === null) return;
      tell('bye');
      last.child.stdin?.end();
      const timer = setTimeout(() => last.child.kill('SIGKILL'), closeMs);
      await last.gone.finally(() => clearTimeout(timer));
    },
  };
}
