/** A real engine in this process: real files, real watching, real servers, in a home of its own. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type Composed, compose } from '../../electron/compose.ts';
import type { ServerView } from '../../electron/contract/app-view.ts';
import type { OperationInput, OperationName, OperationResult } from '../../electron/contract/operations.ts';
import { waitFor } from './wait-for.ts';

export const fixtureServer = path.resolve(import.meta.dirname, '../fixtures/server/fixture-server.mjs');

export interface Entry {
  command: string;
  args: string[];
  env?: Record<string, string>;
  [key: string]: unknown;
}

export interface LiveEngine {
  readonly home: string;
  /** Tooltray's own source. */
  readonly source: string;
  readonly engine: Composed['engine'];
  /** A config entry for a fixture server; each start appends a line to the starts file. */
  entry(name: string, ...flags: string[]): Entry;
  write(servers: Record<string, unknown>): void;
  writeText(text: string): void;
  /** Names of the servers started so far, in order. */
  starts(): string[];
  server(name: string): ServerView | undefined;
  call<Name extends OperationName>(name: Name, input?: OperationInput<Name>): Promise<OperationResult<Name>>;
  /** Waits until every named server has this status. */
  until(status: ServerView['status'], ...names: string[]): Promise<void>;
  close(): Promise<void>;
}

export interface LiveOptions {
  readonly once?: boolean;
  readonly trust?: 'ask' | 'always';
  readonly servers?: (entry: LiveEngine['entry']) => Record<string, unknown>;
  readonly home?: string;
  /** Do not start yet. */
  readonly rest?: boolean;
}

/** Starts an engine that ends with the test. */
export async function liveEngine({ once = false, trust = 'always', servers, home, rest = false }: LiveOptions = {}): Promise<LiveEngine> {
  const folder = home ?? realpathSync(mkdtempSync(path.join(tmpdir(), 'tooltray-live-')));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const source = path.join(folder, 'mcp.json');
  const startsFile = path.join(folder, 'starts.log');
  const entry: LiveEngine['entry'] = (name, ...flags) => ({
    command: process.execPath,
    args: [fixtureServer, '--name', name, '--starts-file', startsFile, ...flags],
  });
  const writeText = (text: string): void => {
    writeFileSync(`${source}.new`, text);
    renameSync(`${source}.new`, source);
  };
  if (servers) writeText(JSON.stringify({ mcpServers: servers(entry) }, null, 2));
  const before = process.env.TOOLTRAY_TRUST;
  process.env.TOOLTRAY_TRUST = trust;
  const composed = compose({ home: folder, version: '0.0.0-test', once });
  let closed: Promise<void> | null = null;
  const close = () => {
    closed ??= composed.close().finally(() => {
      if (before === undefined) delete process.env.TOOLTRAY_TRUST;
      else process.env.TOOLTRAY_TRUST = before;
    });
    return closed;
  };
  onTestFinished(async () => {
    await close();
    if (home === undefined) rmSync(folder, { recursive: true, force: true });
  });
  const live: LiveEngine = {
    home: folder,
    source,
    engine: composed.engine,
    entry,
    write: (wanted) => writeText(JSON.stringify({ mcpServers: wanted }, null, 2)),
    writeText,
    starts() {
      try {
        const lines = readFileSync(startsFile, 'utf8').split('\n').filter(Boolean);
        return lines.map((line) => line.split(/\s+/)[0] ?? '');
      } catch {
        return [];
      }
    },
    server: (name) => composed.engine.view().servers.find((server) => server.name === name),
    async call(name, input) {
      const answer = await composed.engine.call(name, input ?? {}, 'owner');
      if (!answer.ok) throw new Error(`${name}: ${answer.problem.code}: ${answer.problem.message}`);
      return answer.result;
    },
    async until(status, ...names) {
      await waitFor(() => names.every((name) => live.server(name)?.status === status), 15_000).catch(() => {
        const now = names.map((name) => `${name}: ${live.server(name)?.status} ${live.server(name)?.problem?.message ?? ''}`);
        throw new Error(`expected "${status}", is ${now.join(', ')}`);
      });
    },
    close,
  };
  if (!rest) {
    if (once) await composed.engine.startOnce();
    else {
      const problem = await composed.engine.start();
      if (problem) throw new Error(problem.message);
    }
  }
  return live;
}
