/** The command line over a stub engine, with what it printed. */
import type { AppView } from '../../../electron/contract/app-view.ts';
import type { OperationName } from '../../../electron/contract/operations.ts';
import type { SyncReport } from '../../../electron/contract/reports.ts';
import { runCommand } from '../../../electron/surfaces/terminal/run-command.ts';
import type { OpenOptions, World } from '../../../electron/surfaces/terminal/world.ts';
import { createStubEngine, type StubEngine } from '../../helpers/stub-engine.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly engine: StubEngine;
  readonly opened: readonly OpenOptions[];
}

export interface RunOptions {
  readonly answers?: Partial<Record<OperationName, unknown>>;
  readonly problems?: Partial<Record<OperationName, { readonly code: string; readonly message: string; readonly hint?: string }>>;
  readonly view?: AppView;
  readonly isTerminal?: boolean;
  readonly environment?: Record<string, string>;
  readonly isRunning?: boolean;
  readonly files?: Readonly<Record<string, string>>;
  /** Happens inside the engine while the operation runs. */
  readonly during?: (name: OperationName, engine: StubEngine, options: OpenOptions) => void;
  readonly openFails?: Error;
}

export const nowMs = 10_000_000;

/** Runs one command line to its end. */
export async function run(words: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const engine = createStubEngine(options.view);
  for (const [name, result] of Object.entries(options.answers ?? {})) engine.answers.set(name as OperationName, { ok: true, result });
  for (const [name, problem] of Object.entries(options.problems ?? {})) engine.answers.set(name as OperationName, { ok: false, problem });
  if (options.view) engine.answers.set('view.get', { ok: true, result: options.view });
  const opened: OpenOptions[] = [];
  let stdout = '';
  let stderr = '';
  const output = (take: (text: string) => void) => ({
    isTerminal: options.isTerminal === true,
    columns: () => 100,
    rows: () => 24,
    write: take,
  });
  const world: World = {
    version: '1.2.3',
    environment: options.environment ?? {},
    folder: '/desk',
    stdout: output((text) => {
      stdout += text;
    }),
    stderr: output((text) => {
      stderr += text;
    }),
    nowMs: () => nowMs,
    readText(path) {
      const text = options.files?.[path];
      if (text === undefined) throw new Error('ENOENT');
      return text;
    },
    async openDesk(open) {
      opened.push(open);
      if (options.openFails) throw options.openFails;
      return {
        home: '/home',
        isRunning: options.isRunning === true,
        async call(name, input) {
          options.during?.(name, engine, open);
          return engine.call(name, input, 'owner');
        },
        subscribe: engine.subscribe,
        close: () => engine.stop(),
      };
    },
    openServing: () => Promise.reject(new Error('not in this test')),
    onInterrupt: () => () => {},
  };
  const code = await runCommand(words, world);
  return { code, stdout, stderr, engine, opened };
}

export function syncReport(overrides: Partial<SyncReport> = {}, servers: Partial<SyncReport['servers']> = {}): SyncReport {
  return {
    synced: true,
    reason: 'config-hash',
    check_ms: 0.1,
    duration_ms: 12,
    durable: true,
    servers: { total: 3, ok: 3, created: 0, updated: 3, skipped: 0, removed: 0, restarted: 0, failed: [], pending: [], ...servers },
    tools: 12,
    prompts: 0,
    resources: 0,
    resource_templates: 0,
    problems: [],
    ...overrides,
  };
}
