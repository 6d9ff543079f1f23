/** Ports for engine tests: files, registry and servers in memory, time moved by hand; faults on request. */
import { createHash } from 'node:crypto';
import type { CapabilityKind, ListedItem } from '../../electron/contract/capability.ts';
import type { HistoryEntry } from '../../electron/contract/history.ts';
import type { Problem } from '../../electron/contract/problem.ts';
import { defaultSettings, type Settings } from '../../electron/contract/settings.ts';
import { emptyRegistry, type RegistrySnapshot } from '../../electron/core/model/registry.ts';
import type { FileStat } from '../../electron/core/model/server.ts';
import type { TrustDecision } from '../../electron/core/model/trust.ts';
import type { ConnectOutcome, ConnectRequest, Desktop, LinkHooks, Ports, WatchReport } from '../../electron/core/ports.ts';
import { createHandClock, type HandClock } from './hand-clock.ts';

export interface FakeServer {
  tools: ListedItem[];
  prompts?: ListedItem[];
  resources?: ListedItem[];
  resourceTemplates?: ListedItem[];
  /** Start ends with this problem. */
  failure?: Problem;
  /** Never answers initialize. */
  hang?: boolean;
  /** These lists fail. */
  listFailure?: Partial<Record<CapabilityKind, Problem>>;
  listDelayMs?: number;
  /** How long its end takes; 10 by default. */
  closeDelayMs?: number;
}

export interface FakeWorld {
  readonly ports: Ports;
  readonly clock: HandClock;
  readonly files: Map<string, string>;
  /** Servers by command. */
  readonly servers: Map<string, FakeServer>;
  readonly starts: string[];
  readonly lists: { command: string; capability: CapabilityKind }[];
  readonly running: Map<string, LinkHooks>;
  readonly saves: RegistrySnapshot[];
  registry: RegistrySnapshot;
  trust: readonly TrustDecision[];
  history: readonly HistoryEntry[];
  historyProblem: Problem | null;
  historyWrites: number;
  settings: Settings;
  environment: Record<string, string | undefined>;
  desktop: Desktop | null;
  saveProblem: Problem | null;
  lockProblem: Problem | null;
  log: { level: string; message: string }[];
  write(path: string, text: string, options?: { keepStat?: boolean; keepMtime?: boolean }): void;
  remove(path: string): void;
  /** As the file watcher does. */
  fireWatch(path: string): void;
  reportWatch(report: WatchReport): void;
}

export const fakeHome = '/fake/home/.tooltray';
export const fakeOwnSource = `${fakeHome}/mcp.json`;

/** A world with an empty home. */
export function createFakeWorld(): FakeWorld {
  const clock = createHandClock();
  const stats = new Map<string, FileStat>();
  let tick = 0;
  let fire = (_path: string) => {};
  let report = (_report: WatchReport) => {};
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  const statNow = (path: string) => stats.get(path) ?? null;
  const note = (level: string) => (message: string, fields?: Record<string, unknown>) => {
    world.log.push({ level, message: fields ? `${message} ${JSON.stringify(fields)}` : message });
  };
  const sleep = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve));

  async function connect(request: ConnectRequest, hooks: LinkHooks): Promise<ConnectOutcome> {
    const { transport } = request.definition;
    const command = transport.kind === 'stdio' ? transport.command : transport.url;
    world.starts.push(command);
    await sleep(5);
    const server = world.servers.get(command);
    if (!server) return { kind: 'failed', problem: { code: 'command-not-found', message: `command not found: ${command}` } };
    if (server.failure) return { kind: 'failed', problem: server.failure };
    if (server.hang) {
      await Promise.race([
        sleep(request.deadlineMs),
        new Promise<void>((resolve) => request.signal.addEventListener('abort', () => resolve())),
      ]);
      return { kind: 'failed', problem: { code: 'deadline', message: 'did not answer initialize' } };
    }
    world.running.set(command, hooks);
    const offers = (['tools', 'prompts', 'resources', 'resourceTemplates'] as const).filter((kind) => server[kind] !== undefined);
    return {
      kind: 'open',
      link: {
        facts: {
          offers,
          pid: world.starts.length,
          protocolVersion: '2025-11-25',
          serverName: command,
          serverVersion: '1',
          instructions: null,
        },
        era: 'legacy',
        async list(capability) {
          world.lists.push({ command, capability });
          if (server.listDelayMs) await sleep(server.listDelayMs);
          return server.listFailure?.[capability] ?? [...(server[capability] ?? [])];
        },
        request: async () => ({}),
        async close() {
          await sleep(server.closeDelayMs ?? 10);
          if (world.running.get(command) === hooks) world.running.delete(command);
        },
      },
    };
  }

  const world: FakeWorld = {
    clock,
    files: new Map(),
    servers: new Map(),
    starts: [],
    lists: [],
    running: new Map(),
    saves: [],
    registry: emptyRegistry,
    trust: [],
    history: [],
    historyProblem: null,
    historyWrites: 0,
    settings: defaultSettings,
    environment: {},
    desktop: null,
    saveProblem: null,
    lockProblem: null,
    log: [],
    write(path, text, { keepStat = false, keepMtime = false } = {}) {
      tick += 1;
      const before = stats.get(path);
      world.files.set(path, text);
      if (keepStat && before) return;
      const mtimeNs = keepMtime && before ? before.mtimeNs : String(tick);
      stats.set(path, { size: text.length, inode: before?.inode ?? String(tick), mtimeNs, ctimeNs: String(tick) });
    },
    remove(path) {
      world.files.delete(path);
      stats.delete(path);
    },
    fireWatch: (path) => fire(path),
    reportWatch: (next) => report(next),
    ports: {
      clock,
      random: { fraction: () => 0 },
      logger: { error: note('error'), warn: note('warn'), info: note('info'), debug: note('debug') },
      files: {
        statNow,
        stat: async (path) => statNow(path),
        async read(path) {
          const text = world.files.get(path);
          const stat = statNow(path);
          return text === undefined || stat === null ? { kind: 'absent', parentExists: true } : { kind: 'text', text, stat };
        },
        async edit(path, edit) {
          const before = world.files.get(path) ?? null;
          const outcome = edit(before);
          if (outcome.kind === 'refused') return outcome.problem;
          if (outcome.kind === 'same') return { changed: false, before, text: before };
          world.write(path, outcome.text);
          return { changed: true, before, text: outcome.text };
        },
      },
      watch: {
        watch(onChange, onReport) {
          fire = onChange;
          report = onReport;
          return { set: () => {}, close: async () => {} };
        },
      },
      launch: { inspect: async () => ({ files: [], envFileVariables: {} }), digest },
      mcp: { connect, sweep: async () => 0, usage: async () => ({ processes: 1, memoryBytes: 1_000 }), close: async () => {} },
      logs: { append: () => {}, tail: () => [], forget: () => {}, close: async () => {} },
      registryFile: {
        load: async () => ({ registry: world.registry, found: true, problem: null }),
        async save(registry) {
          if (world.saveProblem) return world.saveProblem;
          world.registry = registry;
          world.saves.push(registry);
          return null;
        },
      },
      trustFile: {
        load: async () => ({ decisions: world.trust, problem: null }),
        async save(decisions) {
          world.trust = decisions;
          return null;
        },
      },
      timelineFile: {
        load: async () => ({ entries: world.history, problem: null }),
        async append(after, write) {
          if (world.historyProblem) return world.historyProblem;
          world.historyWrites += 1;
          world.history = [...world.history, ...write(world.history.filter((entry) => entry.number > after))];
          return null;
        },
      },
      settingsFile: {
        load: () => ({ settings: world.settings, problem: null }),
        async save(settings) {
          world.settings = settings;
          return null;
        },
        onChange: () => () => {},
      },
      lock: { exclusive: async (_name, _waitMs, work) => world.lockProblem ?? work() },
      get desktop() {
        return world.desktop;
      },
      surroundings: {
        platform: 'linux',
        homeFolder: '/fake/home',
        tooltrayHome: fakeHome,
        runtime: { node: '0' },
        get environment() {
          return world.environment;
        },
      },
    },
  };
  return world;
}
