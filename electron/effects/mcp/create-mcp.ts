/** The port to MCP servers; the SDK is loaded with the first connection, so that a run that connects to nothing stays quick. */
import { setMaxListeners } from 'node:events';
import os from 'node:os';
import type { Problem } from '../../contract/problem.ts';
import type { ConnectOutcome, ConnectRequest, Link, LinkHooks, Logger, Mcp } from '../../core/ports.ts';
import type { ConnectContext } from './connect.ts';
import { createLoginPath } from './process/login-path.ts';
import { processTable } from './process/process-table.ts';
import { createReaper, type Reaper } from './process/reaper.ts';
import { createRunTags } from './process/run-tag.ts';
import { type Supervision, sendSignal } from './process/supervise.ts';
import { sweepLeftovers } from './process/sweep.ts';
import { usageOf } from './process/usage.ts';
import { errorText } from './wire.ts';

export interface McpOptions {
  /** Tooltray's home; marks what belongs to it. */
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: 'linux' | 'macos' | 'windows';
  readonly logger: Logger;
  /** The person's home folder, where servers are started; the system's answer by default. */
  readonly homeFolder?: string;
  /** Version told to servers. */
  readonly version?: string;
  /** Finds the PATH for servers; asks the login shell by default when started from a desktop. */
  readonly searchPath?: () => Promise<string>;
}

function createContext(
  options: McpOptions,
  supervision: Supervision,
): { context: Omit<ConnectContext, 'pool'>; reaper: () => Promise<Reaper | null> } {
  const homeFolder = options.homeFolder ?? os.homedir();
  let supervisor: Promise<{ nextTag: () => string; reaper: Reaper }> | null = null;
  const startSupervisor = async (): Promise<{ nextTag: () => string; reaper: Reaper }> => {
    const tags = await createRunTags(options.home, supervision.table);
    return { nextTag: tags.next, reaper: createReaper(tags.start) };
  };
  const context = {
    home: options.home,
    homeFolder,
    environment: options.environment,
    platform: options.platform,
    logger: options.logger,
    clientVersion: options.version ?? '0.1.0',
    supervision,
    supervisor: () => {
      supervisor ??= startSupervisor();
      return supervisor;
    },
    searchPath: options.searchPath ?? createLoginPath({ environment: options.environment, platform: options.platform, homeFolder }),
  };
  return { context, reaper: async () => (supervisor === null ? null : (await supervisor).reaper) };
}

const closedOutcome: ConnectOutcome = { kind: 'failed', problem: { code: 'connection-lost', message: 'Tooltray is closing.' } };

interface Loaded {
  readonly connectServer: typeof import('./connect.ts').connectServer;
  readonly pool: ConnectContext['pool'];
}

async function load(): Promise<Loaded> {
  const [{ connectServer }, { createHttpPool }] = await Promise.all([import('./connect.ts'), import('./http.ts')]);
  return { connectServer, pool: createHttpPool() };
}

/** Runs `work` with a signal that any of the given ones sets off. */
async function withAnySignal<T>(signals: readonly AbortSignal[], work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const either = new AbortController();
  const onAbort = (): void => either.abort();
  for (const signal of signals) {
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
  }
  return work(either.signal).finally(() => {
    for (const signal of signals) signal.removeEventListener('abort', onAbort);
  });
}

/** Links that are open, or were and are still being cleared away. */
interface Running {
  link: Link | null;
  closed: boolean;
}

/** Connects and keeps the link in `running` until it is closed, whoever ends it. */
async function connectKept(
  request: ConnectRequest,
  hooks: LinkHooks,
  loaded: Loaded,
  context: ConnectContext,
  running: Set<Running>,
): Promise<ConnectOutcome> {
  const entry: Running = { link: null, closed: false };
  let noteDelivered = (): void => {};
  const delivered = new Promise<void>((resolve) => {
    noteDelivered = resolve;
  });
  const onEnded = async (problem: Problem): Promise<void> => {
    // A server may end while its opening is still being told; the end must come second.
    await delivered;
    if (entry.closed) return;
    void entry.link?.close();
    hooks.onEnded(problem);
  };
  const outcome = await loaded.connectServer(request, { ...hooks, onEnded: (problem) => void onEnded(problem) }, context);
  if (outcome.kind !== 'open') return outcome;
  const { link } = outcome;
  const close = (): Promise<void> => {
    entry.closed = true;
    return link.close().finally(() => running.delete(entry));
  };
  entry.link = { ...link, close };
  running.add(entry);
  setImmediate(noteDelivered);
  return { kind: 'open', link: entry.link };
}

/** Makes the port; nothing is started before the first connection. */
export function createMcp(options: McpOptions): Mcp {
  const supervision: Supervision = { table: processTable(options.platform), send: sendSignal };
  const { context, reaper } = createContext(options, supervision);
  const running = new Set<Running>();
  const connecting = new Set<Promise<ConnectOutcome>>();
  const closing = new AbortController();
  // Every start listens until it is over, and any number may be under way.
  setMaxListeners(0, closing.signal);
  let loading: Promise<Loaded> | null = null;

  const connect = async (request: ConnectRequest, hooks: LinkHooks, signal: AbortSignal): Promise<ConnectOutcome> => {
    if (signal.aborted) return closedOutcome;
    try {
      loading ??= load();
      const loaded = await loading;
      return await connectKept({ ...request, signal }, hooks, loaded, { ...context, pool: loaded.pool }, running);
    } catch (error) {
      options.logger.error('connecting to a server failed in an unforeseen way', { server: request.definition.id, error: String(error) });
      return { kind: 'failed', problem: { code: 'internal', message: `Connecting failed: ${errorText(error)}` } };
    }
  };
  return {
    connect(request, hooks) {
      const outcome = withAnySignal([request.signal, closing.signal], (signal) => connect(request, hooks, signal));
      connecting.add(outcome);
      void outcome.finally(() => connecting.delete(outcome));
      return outcome;
    },
    sweep: () => (options.platform === 'windows' ? Promise.resolve(0) : sweepLeftovers(options.home, supervision, options.environment)),
    usage: (pid) => usageOf(pid, supervision.table),
    async close() {
      closing.abort();
      await Promise.all(connecting);
      await Promise.all([...running].map(({ link }) => link?.close()));
      await (await reaper())?.close();
      if (loading !== null) await (await loading).pool.close();
    },
  };
}
