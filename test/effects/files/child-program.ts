/** Runs small programs that use our own modules as real processes, bundled because Node 20 does not read TypeScript. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { afterAll } from 'vitest';

const electron = path.resolve(import.meta.dirname, '../../../electron');

const folders: string[] = [];
// Registered while the test file is read: inside a hook or test it would never run.
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Bundles `source`, in which `@electron` stands for our source folder, to one runnable file that is gone when the test file ends. */
export async function childProgram(source: string): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tooltray-child-'));
  folders.push(folder);
  const entry = path.join(folder, 'entry.ts');
  writeFileSync(entry, source);
  await build({
    configFile: false,
    logLevel: 'silent',
    root: folder,
    resolve: { alias: { '@electron': electron } },
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      outDir: path.join(folder, 'out'),
      minify: false,
      rolldownOptions: { output: { entryFileNames: 'child.mjs', codeSplitting: false } },
    },
  });
  return path.join(folder, 'out', 'child.mjs');
}

export interface ChildRun {
  readonly process: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

/** Starts a command; `output` is all of stdout and stderr so far. */
export function startChild(command: string, args: readonly string[], options: SpawnOptions = {}): ChildRun {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output += chunk.toString('utf8');
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  return { process: child, output: () => output, ended };
}
