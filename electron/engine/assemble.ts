/** Puts the parts of one engine together; nothing runs yet. */
import type { AppView } from '../contract/app-view.ts';
import { profileOf } from '../core/configs/clients/all-clients.ts';
import type { Ports } from '../core/ports.ts';
import { makePolicy } from '../core/reconcile/policy.ts';
import { registrySnapshot } from '../core/reconcile/registry-snapshot.ts';
import { appView, type ViewFrame } from '../core/view/app-view.ts';
import { Applier } from './apply-action.ts';
import { type Approvals, createApprovals } from './approvals.ts';
import { createFeed, type Feed } from './feed.ts';
import { createFlushRegistry, type FlushRegistry } from './flush-registry.ts';
import type { Memory } from './memory.ts';
import { flagViews } from './requests/flag-views.ts';
import { RunLoop } from './run-loop.ts';
import { FollowSources } from './sources/follow-sources.ts';
import { ownClient } from './sources/own-source.ts';
import type { ReaderParts } from './sources/source-reader.ts';
import { createStartQueue } from './start-queue.ts';
import { createTimeline, type Timeline } from './timeline/timeline.ts';
import { verifyLaunch } from './verify-launch.ts';

export interface EngineOptions {
  readonly version: string;
  /** A one-shot engine for a single command: watches nothing, starts nothing before a sync. */
  readonly once: boolean;
  readonly onStderrLine?: ((server: string, line: string) => void) | undefined;
  /** Told of every launch, so that its secrets can be kept out of the logs. */
  readonly onLaunch?: ReaderParts['onLaunch'];
  /** Takes the secrets of all those launches out of a text. */
  readonly redact?: (text: string) => string;
}

export interface Assembly {
  readonly loop: RunLoop;
  readonly applier: Applier;
  readonly approvals: Approvals;
  readonly follow: FollowSources;
  readonly feed: Feed;
  readonly flush: FlushRegistry;
  readonly timeline: Timeline;
}

/** Builds loop, followers and feed around one memory. */
export function assemble(ports: Ports, options: EngineOptions, memory: Memory): Assembly {
  const { once } = options;
  const policy = makePolicy(() => ({ ...memory.settings, once, hold: memory.hold }), ports.random.fraction);
  const applier = new Applier({
    ...ports,
    queue: createStartQueue(ports.clock, () => memory.settings.parallel),
    send: (event) => loop.send(event),
    verify: async (definition) => {
      const refusal = await verifyLaunch(ports.launch, definition);
      // The source in force is out of date: read it again, so that the new launch can be asked about.
      if (refusal?.code === 'source-changed') void follow.readNow(definition.source, { inspect: true });
      return refusal;
    },
    askTrust: (definition) => approvals.ask(definition),
    onStderr: (server, line) => options.onStderrLine?.(server, line),
  });
  const loop = new RunLoop({ ...ports, policy, apply: applier.apply });
  const approvals = createApprovals({ ports, send: loop.send, isAlwaysTrusted: (source) => isAlwaysTrusted(ports, memory, source) });
  const follow = new FollowSources({
    ports,
    send: loop.send,
    patient: !once,
    onLaunch: (entry, variables) => options.onLaunch?.(entry, variables),
    debounceMs: () => memory.settings.debounceMs,
    onReport: () => feed.touch(),
  });
  const timeline = createTimeline({
    ...ports,
    file: ports.timelineFile,
    redact: options.redact ?? ((text) => text),
    isAlwaysTrusted: (source) => isAlwaysTrusted(ports, memory, source),
    onChange: () => feed.touch(),
  });
  const feed = createFeed(ports.clock, () => currentView(ports, options, memory, { loop, follow, timeline }));
  const flush = createFlushRegistry({
    ...ports,
    file: ports.registryFile,
    snapshot() {
      memory.registry = registrySnapshot(loop.state(), memory.metadata, memory.registry);
      return memory.registry;
    },
    onProblem(problem) {
      // A write that works clears what an earlier write reported, and nothing else.
      if (problem || memory.lastError?.code === 'registry-unwritable') memory.lastError = problem;
      feed.touch();
    },
  });
  return { loop, applier, approvals, follow, feed, flush, timeline };
}

function isAlwaysTrusted(ports: Ports, { settings }: Memory, source: string): boolean {
  if (ports.surroundings.environment.TOOLTRAY_TRUST === 'always' || settings.trust === 'always') return true;
  return settings.sources.some((one) => one.path === source && one.trust === 'always');
}

function currentView(
  ports: Ports,
  options: EngineOptions,
  memory: Memory,
  { loop, follow, timeline }: Pick<Assembly, 'loop' | 'follow' | 'timeline'>,
): AppView {
  const { settings } = memory;
  const report = follow.report();
  const frame: ViewFrame = {
    version: options.version,
    home: ports.surroundings.tooltrayHome,
    welcomed: settings.welcomed,
    watcher: { state: report.mode, problem: report.problem },
    reload: memory.reload,
    refresh: { async: true, interval_ms: settings.refreshIntervalMs, next_at: null },
    flags: flagViews(ports.surroundings.environment, settings),
    theme: settings.theme,
    launchAtLogin: settings.launchAtLogin,
    historyNumber: timeline.newest(),
    lastError: memory.lastError,
  };
  return appView(loop.state(), frame, {
    clientLabel: (client) => profileOf(client).label,
    isEditable: (client) => client === ownClient,
    trustOf: (path) => settings.sources.find((one) => one.path === path)?.trust ?? 'ask',
    resting: memory.hold !== false,
  });
}
