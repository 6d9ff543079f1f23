/** Builds the engine from its ports: one loop, the followers around it, and the operations on top. */
import { operations as contract, type OperationName } from '../contract/operations.ts';
import type { Problem, ReportedProblem } from '../contract/problem.ts';
import type { Settings } from '../contract/settings.ts';
import { profileOf } from '../core/configs/clients/all-clients.ts';
import { emptyRegistry, type RegistrySnapshot } from '../core/model/registry.ts';
import type { Ports } from '../core/ports.ts';
import { makePolicy } from '../core/reconcile/policy.ts';
import { registrySnapshot } from '../core/reconcile/registry-snapshot.ts';
import { appView, type ViewFrame } from '../core/view/app-view.ts';
import { createApplier } from './apply-action.ts';
import { createApprovals } from './approvals.ts';
import type { EngineParts } from './core-parts.ts';
import type { Answer, Caller, Engine } from './engine.ts';
import { createFeed } from './feed.ts';
import { createFlushRegistry } from './flush-registry.ts';
import { flagViews } from './flag-views.ts';
import { createFollowSources } from './follow-sources.ts';
import { createHandlers, type Handlers } from './operations.ts';
import { namedSources, ownClient } from './own-source.ts';
import { noReload, reloadOf } from './reload-view.ts';
import { createRunLoop } from './run-loop.ts';
import { isSettled } from './settled.ts';
import type { ReaderParts } from './source-reader.ts';
import { stampedMetadata } from './stamps.ts';
import { createStartQueue } from './start-queue.ts';

export interface EngineOptions {
  readonly version: string;
  /** A one-shot engine for a single command: watches nothing, starts nothing before a sync. */
  readonly once: boolean;
  readonly onStderrLine?: ((server: string, line: string) => void) | undefined;
  /** Told of every launch, so that its secrets can be kept out of the logs. */
  readonly onLaunch?: ReaderParts['onLaunch'];
}

/** Makes an engine that has not started; `start` or `startOnce` comes first, `stop` last. */
export function createEngine(ports: Ports, options: EngineOptions): Engine {
  const { once } = options;
  let settings: Settings = ports.settingsFile.load().settings;
  let registry: RegistrySnapshot = emptyRegistry;
  let metadata = registry.metadata;
  let reload = noReload;
  let lastError: Problem | null = null;
  let hold = once;
  let loaded: Promise<void> | null = null;
  let sourcesRead: Promise<void> | null = null;
  let releaseHome = () => {};

  const isAlways = ports.surroundings.environment.TOOLTRAY_TRUST === 'always';
  const policy = makePolicy(() => ({ ...settings, once, hold }), ports.random.fraction);
  const queue = createStartQueue(ports.clock, settings.parallel);
  const applier = createApplier({
    mcp: ports.mcp,
    logs: ports.logs,
    logger: ports.logger,
    queue,
    send: (event) => loop.send(event),
    askTrust: (definition) => approvals.ask(definition),
    onStderr: (server, line) => options.onStderrLine?.(server, line),
  });
  const loop = createRunLoop({ clock: ports.clock, logger: ports.logger, policy, apply: applier.apply });
  const approvals = createApprovals({
    ports,
    send: loop.send,
    isAlwaysTrusted: (source) => isAlways || settings.trust === 'always' || settings.sources.some((one) => one.path === source && one.trust === 'always'),
  });
  const follow = createFollowSources({
    ports,
    send: loop.send,
    patient: !once,
    onLaunch: (entry, variables) => options.onLaunch?.(entry, variables),
    debounceMs: () => settings.debounceMs,
    onReport: () => feed.touch(),
  });
  const feed = createFeed(ports.clock, () => appView(loop.state(), frame(), { clientLabel: (client) => profileOf(client).label, isEditable: (client) => client === ownClient, resting: hold }));
  const flush = createFlushRegistry({
    clock: ports.clock,
    logger: ports.logger,
    file: ports.registryFile,
    snapshot: () => {
      registry = registrySnapshot(loop.state(), metadata, registry);
      return registry;
    },
    onProblem: (problem) => {
      lastError = problem;
      feed.touch();
    },
  });

  function frame(): ViewFrame {
    const report = follow.report();
    return {
      version: options.version,
      home: ports.surroundings.tooltrayHome,
      welcomed: settings.welcomed,
      watcher: { state: report.mode, problem: report.problem },
      reload,
      refresh: { async: true, interval_ms: settings.refreshIntervalMs, next_at: null },
      flags: flagViews(ports.surroundings.environment, settings),
      theme: settings.theme,
      lastError,
    };
  }

  loop.onStep((before, after, event) => {
    const changed = reloadOf(before, after, event, ports.clock.now().wall);
    if (changed) {
      reload = changed;
      ports.logger.info('reloaded', { cause: changed.cause, ...(changed.result ?? {}), ...(changed.error ? { error: changed.error } : {}) });
    }
    if (before === after) return;
    feed.touch();
    if (once || before.servers === after.servers && before.sources === after.sources) return;
    if (isSettled(after, 'all', false) && event.kind !== 'registry.loaded' && event.kind !== 'source.named') stamp();
    else flush.touch();
  });

  function stamp(): void {
    metadata = stampedMetadata(ports, loop.state(), metadata, ports.clock.now().wall);
    flush.touch();
  }

  function nameSources(): void {
    follow.name(namedSources(ports.surroundings, settings));
  }

  function useSettings(next: Settings): void {
    const sourcesChanged = JSON.stringify(next.sources) !== JSON.stringify(settings.sources);
    settings = next;
    sourcesRead = null;
    if (sourcesChanged) nameSources();
    if (sourcesChanged && !once) void readSources();
    feed.touch();
    loop.send({ kind: 'tick' });
  }

  function changeSettings(change: Partial<Settings>): ReportedProblem | null {
    const next = { ...settings, ...change };
    const problem = ports.settingsFile.save(next);
    if (!problem) useSettings(next);
    return problem;
  }

  async function loadAll(): Promise<void> {
    const known = await ports.registryFile.load();
    registry = known.registry;
    metadata = registry.metadata;
    lastError = (await approvals.load()) ?? known.problem;
    loop.send({ kind: 'registry.loaded', registry });
    nameSources();
    feed.touch();
  }

  function load(): Promise<void> {
    loaded ??= loadAll();
    return loaded;
  }

  async function reloadRegistry(): Promise<void> {
    const known = await ports.registryFile.load();
    if (known.problem) lastError = known.problem;
    registry = known.registry;
    metadata = registry.metadata;
    loop.send({ kind: 'registry.loaded', registry });
  }

  function readSources(): Promise<void> {
    sourcesRead ??= follow.readAll();
    return sourcesRead;
  }

  const parts: EngineParts = {
    ports,
    loop,
    feed,
    approvals,
    follow,
    flush,
    once,
    settings: () => settings,
    changeSettings,
    registry: () => (once ? registry : registrySnapshot(loop.state(), metadata, registry)),
    load,
    reloadRegistry,
    readSources,
    release: () => {
      hold = false;
    },
    stamp,
    sourceIds: () => namedSources(ports.surroundings, settings).map((source) => source.id),
  };
  const handlers = createHandlers(parts);

  return {
    async start() {
      const held = await holdHome(ports);
      if ('code' in held) return held;
      releaseHome = held.release;
      await ports.mcp.sweep();
      await load();
      ports.settingsFile.onChange(useSettings);
      await readSources();
      follow.follow();
      return null;
    },
    startOnce: load,
    call: (name, input, caller) => callHandler(handlers, ports, name, input, caller),
    view: () => feed.view(),
    subscribe: (listener) => feed.subscribe(listener),
    async stop() {
      await follow.close();
      const unsaved = flush.stop();
      await applier.closeAll();
      await unsaved;
      loop.stop();
      feed.stop();
      await ports.mcp.close();
      await ports.logs.close();
      releaseHome();
    },
  };
}

/** Keeps every other engine away from the home until released. */
function holdHome(ports: Ports): Promise<Problem | { readonly release: () => void }> {
  return new Promise((resolve) => {
    void ports.lock
      .exclusive('engine', 0, () => new Promise<'released'>((release) => resolve({ release: () => release('released') })))
      .then((outcome) => {
        if (outcome !== 'released') resolve({ ...outcome, message: 'another Tooltray already serves this home', hint: 'Use that one, or quit it first.' });
      });
  });
}

async function callHandler<Name extends OperationName>(handlers: Handlers, ports: Ports, name: Name, input: unknown, caller: Caller): Promise<Answer<Name>> {
  const row = Object.hasOwn(contract, name) ? contract[name] : undefined;
  if (!row) return { ok: false, problem: { code: 'not-found', message: `there is no operation "${String(name).slice(0, 100)}"` } };
  if (row.access === 'owner' && caller !== 'owner') return { ok: false, problem: { code: 'forbidden', message: `"${name}" is only for the window and the command line` } };
  const parsed = row.input.safeParse(input ?? {});
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const pointer = (issue?.path ?? []).map((step) => `/${String(step)}`).join('');
    return { ok: false, problem: { code: 'wrong-input', message: issue?.message ?? 'wrong input', where: { pointer } } };
  }
  try {
    const handler = handlers[name] as (input: unknown, caller: Caller) => Promise<unknown>;
    const result = await handler(parsed.data, caller);
    if (isProblem(result)) return { ok: false, problem: result };
    return { ok: true, result: result as (Answer<Name> & { ok: true })['result'] };
  } catch (error) {
    ports.logger.error('an operation failed unexpectedly', { operation: name, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    return { ok: false, problem: { code: 'internal', message: 'unexpected failure; see the log' } };
  }
}

const isProblem = (value: unknown): value is Problem => typeof value === 'object' && value !== null && 'code' in value && 'message' in value;
