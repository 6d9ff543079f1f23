/** The port to MCP servers; the SDK is loaded with the first connection, so that a run that connects to nothing stays quick. */
import os from 'node:os';
import type { ConnectOutcome, ConnectRequest, Link, LinkHooks, Logger, Mcp } from '../../core/ports.ts';
import type { ConnectContext } from './connect.ts';
import { createLoginPath } from './process/login-path.ts';
import { processTable } from './process/process-table.ts';
import { createReaper, type Reaper } from './process/reaper.ts';
import { createRunTags } from './process/run-tag.ts';
import { type Supervision, sendSignal } from './process/supervise.ts';
import { sweepLeftovers } from './process/sweep.ts';
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

interface Running {
  link: Link | null;
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

/** Makes the port; nothing is started before the first connection. */
export function createMcp(options: McpOptions): Mcp {
  const supervision: Supervision = { table: processTable(options.platform), send: sendSignal };
  const { context, reaper } = createContext(options, supervision);
  const running = new Set<Running>();
  const connecting = new Set<Promise<ConnectOutcome>>();
  const closing = new AbortController();
  let modules: Promise<{ connect: typeof import('./connect.ts').connectServer; pool: ConnectContext['pool'] }> | null = null;
  const load = async () => {
    const [{ connectServer }, { createHttpPool }] = await Promise.all([import('./connect.ts'), import('./http.ts')]);
    return { connect: connectServer, pool: createHttpPool() };
  };

  const connect = async (request: ConnectRequest, hooks: LinkHooks): Promise<ConnectOutcome> => {
    const giveUp = new AbortController();
    const onAbort = (): void => giveUp.abort();
    for (const signal of [request.signal, closing.signal]) {
      if (signal.aborted) return closedOutcome;
      signal.addEventListener('abort', onAbort, { once: true });
    }
    try {
      modules ??= load();
      const { connect: connectServer, pool } = await modules;
      const entry: Running = { link: null };
      const outcome = await connectServer({ ...request, signal: giveUp.signal }, tracked(hooks, entry), { ...context, pool });
      if (outcome.kind !== 'open') return outcome;
      return { kind: 'open', link: keep(outcome.link, entry) };
    } catch (error) {
      options.logger.error('connecting to a server failed in an unforeseen way', { server: request.definition.id, error: String(error) });
      return { kind: 'failed', problem: { code: 'internal', message: `Connecting failed: ${errorText(error)}` } };
    } finally {
      for (const signal of [request.signal, closing.signal]) signal.removeEventListener('abort', onAbort);
    }
  };
  const tracked = (hooks: LinkHooks, entry: Running): LinkHooks => ({
    ...hooks,
    onEnded(problem) {
      void entry.link?.close();
      hooks.onEnded(problem);
    },
  });
  const keep = (link: Link, entry: Running): Link => {
    const kept: Link = { ...link, close: () => link.close().finally(() => running.delete(entry)) };
    entry.link = kept;
    running.add(entry);
    return kept;
  };
  return {
    connect(request, hooks) {
      const outcome = connect(request, hooks);
      connecting.add(outcome);
      void outcome.finally(() => connecting.delete(outcome));
      return outcome;
    },
    sweep: () => (options.platform === 'windows' ? Promise.resolve(0) : sweepLeftovers(options.home, supervision)),
    async close() {
      closing.abort();
      await Promise.all(connecting);
      await Promise.all([...running].map(({ link }) => link?.close()));
      running.clear();
      await (await reaper())?.close();
      if (modules !== null) await (await modules).pool.close();
    },
  };
}
