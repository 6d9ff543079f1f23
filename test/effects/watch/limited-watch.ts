/** Runs a watch in a process of its own whose watch limits are lowered, and talks to it line by line. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import { onTestFinished } from 'vitest';
import type { WatchReport } from '../../../electron/core/ports.ts';

/** Why limits cannot be lowered on this machine; null where they can. */
export const noNamespaces: string | null = probe();

function probe(): string | null {
  if (process.platform !== 'linux') return 'user namespaces are a thing of Linux';
  try {
    execFileSync('unshare', ['-Ur', 'sh', '-c', 'echo 5 > /proc/sys/user/max_inotify_watches'], { stdio: 'pipe' });
    return null;
  } catch {
    return 'this system does not allow user namespaces (unshare -Ur)';
  }
}

/** Bundles the child program into `folder`, because a plain Node does not run TypeScript. */
export async function bundleChild(folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true },
    build: {
      ssr: path.join(import.meta.dirname, 'limited-watch-child.ts'),
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: 'child.mjs' } },
    },
  });
  return path.join(folder, 'child.mjs');
}

export interface Limits {
  readonly max_inotify_watches?: number;
  readonly max_inotify_instances?: number;
  /** Not a limit of the system: time between two tries of the watch. */
  readonly retryMs?: number;
}

export interface LimitedWatch {
  readonly told: string[];
  readonly reports: WatchReport[];
  readonly child: ChildProcess;
  /** Writes a limit of the child's own namespace. */
  limit(name: 'max_inotify_watches' | 'max_inotify_instances', value: number): void;
  /** Processor time the child has used so far. */
  cpuMs(): Promise<number>;
}

/** Starts the child with `limits` in force and lets it watch `paths`. */
export function limitedWatch(program: string, limits: Limits, paths: readonly string[]): LimitedWatch {
  const { retryMs = 500, ...system } = limits;
  const lower = Object.entries(system).map(([name, value]) => `echo ${value} > /proc/sys/user/${name}`);
  const script = `${lower.join('; ')}; exec "$0" "$@"`;
  const child = spawn('unshare', ['-Ur', 'sh', '-c', script, process.execPath, program, String(retryMs), ...paths], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [told, reports, cpu]: [string[], WatchReport[], number[]] = [[], [], []];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = JSON.parse(line) as { told?: string; report?: WatchReport; cpuMs?: number };
    if (message.told !== undefined) told.push(message.told);
    if (message.report !== undefined) reports.push(message.report);
    if (message.cpuMs !== undefined) cpu.push(message.cpuMs);
  });
  const say = (message: object): void => void child.stdin.write(`${JSON.stringify(message)}\n`);
  return {
    told,
    reports,
    child,
    limit: (name, value) => say({ file: `/proc/sys/user/${name}`, value }),
    cpuMs: async () => {
      const before = cpu.length;
      say({ cpu: true });
      while (cpu.length === before) await new Promise((resolve) => setTimeout(resolve, 5));
      return cpu.at(-1) ?? 0;
    },
  };
}
