/** The headless door: parses, opens an engine or finds the running one, runs one command, gives its exit code. */
import { readFileSync } from 'node:fs';
import nodePath from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Composed } from './compose.ts';
import { tooltrayHome } from './home-folder.ts';
import { wantedPort } from './surfaces/api/wanted-port.ts';
import { findRunningEngine, type RunningEngine } from './surfaces/http/running-engine.ts';
import { runCommand } from './surfaces/terminal/run-command.ts';
import type { Desk, OpenOptions, Output, Serving, World } from './surfaces/terminal/world.ts';

/** Wide enough for a log viewer, when there is no terminal to ask. */
const columnsWithoutTerminal = 160;
/** Ending takes a few seconds by design; whoever asks twice, or waits longer than this, gets the end at once. */
const endLimitMs = 15_000;
const interruptedExitCode = 130;
/** What conf writes with hooks every signal and raises it once more, a few milliseconds later: that is no second wish. */
const sameSignalMs = 500;

const onInterrupt = new Set<() => void>();
const closers = new Set<() => Promise<void>>();

function output(stream: NodeJS.WriteStream): Output {
  let isOpen = true;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    isOpen = false;
    // The reader has gone (EPIPE): there is nobody left to serve on this stream, and nothing to complain about.
    if (error.code === 'EPIPE' && stream === process.stdout) for (const callback of onInterrupt) callback();
  });
  return {
    isTerminal: stream.isTTY === true,
    columns: () => stream.columns || columnsWithoutTerminal,
    rows: () => stream.rows || 24,
    write: (text) => void (isOpen && stream.write(text)),
  };
}

/** As package.json says it; beside dist/ in an installation, beside electron/ in the sources. */
function ownVersion(): string {
  try {
    const path = nodePath.join(nodePath.dirname(fileURLToPath(import.meta.url)), '..', 'package.json');
    return (JSON.parse(readFileSync(path, 'utf8')) as { version?: string }).version ?? '0.0.0';
  } catch {
    return '0.0.0';
  }
}

function closeOnce(close: () => Promise<void>): () => Promise<void> {
  let closed: Promise<void> | null = null;
  const closing = (): Promise<void> => {
    closed ??= close().finally(() => closers.delete(closing));
    return closed;
  };
  closers.add(closing);
  return closing;
}

async function openComposed({ home, onStderrLine }: OpenOptions, once: boolean): Promise<Composed & { readonly end: () => Promise<void> }> {
  const { compose } = await import('./compose.ts');
  const composed: Composed = compose({ home, version, once, onStderrLine: onStderrLine && ((id, line) => onStderrLine(nameOf(id), line)) });
  const names = new Map<string, string>();
  // The view is made anew when something changed, which is too much for every line of a talkative server.
  const nameOf = (id: string): string => {
    const name = names.get(id) ?? composed.engine.view().servers.find((server) => server.id === id)?.name ?? id;
    names.set(id, name);
    return name;
  };
  return { ...composed, end: closeOnce(() => composed.close()) };
}

async function openDesk(options: OpenOptions): Promise<Desk> {
  const running = await findRunningEngine(tooltrayHome(process.env, options.home));
  if (running !== null) return remoteDesk(running, tooltrayHome(process.env, options.home));
  const { engine, home, end } = await openComposed(options, true);
  return { home, isRunning: false, call: (name, input) => engine.call(name, input, 'owner'), subscribe: engine.subscribe, close: end };
}

const remoteDesk = (running: RunningEngine, home: string): Desk => ({
  home,
  isRunning: true,
  call: running.call,
  subscribe: () => () => {},
  close: async () => {},
});

async function openServing(options: OpenOptions): Promise<Serving> {
  const { engine, home, homeProblem, settings, end } = await openComposed(options, false);
  const { startApi } = await import('./surfaces/api/start-api.ts');
  let closeApi = async (): Promise<void> => {};
  return {
    engine,
    home,
    start: async () => homeProblem ?? (await engine.start()),
    async startApi() {
      const api = await startApi({ engine, home, port: wantedPort(process.env, settings().port), version });
      closeApi = closeOnce(api.close);
      return api;
    },
    async close() {
      await closeApi();
      await end();
    },
  };
}

/** The first signal ends in order: what was started is stopped, what is unsaved is written. */
function endInOrder(): void {
  const sinceFirstMs = endingSinceMs === null ? null : Date.now() - endingSinceMs;
  if (sinceFirstMs !== null && sinceFirstMs > sameSignalMs) process.exit(interruptedExitCode);
  if (sinceFirstMs !== null) return;
  endingSinceMs = Date.now();
  setTimeout(() => process.exit(interruptedExitCode), endLimitMs).unref();
  if (onInterrupt.size > 0) for (const callback of onInterrupt) callback();
  else void Promise.allSettled([...closers].map((close) => close())).then(() => process.exit(interruptedExitCode));
}

let endingSinceMs: number | null = null;
const version = ownVersion();
const world: World = {
  version,
  environment: process.env,
  folder: process.cwd(),
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  nowMs: Date.now,
  readText: (path) => readFileSync(path, 'utf8'),
  openDesk,
  openServing,
  onInterrupt(callback) {
    onInterrupt.add(callback);
    return () => void onInterrupt.delete(callback);
  },
};

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, endInOrder);
const code = await runCommand(process.argv.slice(2), world);
// Whatever a broken server left behind must not keep the command alive; the streams are emptied first.
await Promise.all(
  [process.stdout, process.stderr].map(
    (stream) => new Promise<void>((done) => (stream.writable ? stream.write('', () => done()) : done())),
  ),
);
process.exit(code);
