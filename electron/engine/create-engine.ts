/** The engine: the assembled parts, what ties them together, and the operations on top. */

import type { Event } from '../core/model/event.ts';
import type { State } from '../core/model/state.ts';
import type { Ports } from '../core/ports.ts';
import { registrySnapshot } from '../core/reconcile/registry-snapshot.ts';
import { type Assembly, assemble, type EngineOptions } from './assemble.ts';
import type { Engine } from './engine.ts';
import type { EngineParts } from './engine-parts.ts';
import { holdHome } from './hold-home.ts';
import { createLoading } from './loading.ts';
import { createMemory, type Memory } from './memory.ts';
import { callOperation } from './requests/call-operation.ts';
import { createHandlers } from './requests/handlers.ts';
import { namedSources } from './sources/own-source.ts';
import { reloadOf } from './sources/reload-view.ts';
import { isSettled } from './sync/settled.ts';
import { stampedMetadata } from './sync/stamps.ts';

/** Makes an engine that has not started; `start` or `startOnce` comes first, `stop` last. */
export function createEngine(ports: Ports, options: EngineOptions): Engine {
  const memory = createMemory(ports, options.once);
  const assembly = assemble(ports, options, memory);
  const parts = engineParts(ports, options, memory, assembly);
  const handlers = createHandlers(parts);
  const { loop, applier, follow, feed, flush, timeline } = assembly;
  loop.onStep((before, after, event) => afterStep(parts, memory, before, after, event));
  let release = () => {};
  return {
    async start() {
      const held = await holdHome(ports);
      if (typeof held !== 'function') return held;
      release = held;
      await Promise.all([ports.mcp.sweep(), timeline.begin()]);
      timeline.note('engine.started');
      await parts.load();
      ports.settingsFile.onChange(parts.settingsEdited);
      await parts.readSources();
      follow.follow();
      return null;
    },
    startOnce: parts.load,
    call: (name, input, caller) => callOperation(handlers, ports.logger, name, input, caller),
    view: feed.view,
    subscribe: feed.subscribe,
    async stop() {
      await follow.close();
      // What is known now is what the next start is told: ends from here on are no failures, and nothing may start again.
      await flush.stop();
      loop.stop();
      if (!options.once) timeline.note('engine.stopped');
      await timeline.stop();
      await applier.closeAll();
      feed.stop();
      await ports.mcp.close();
      await ports.logs.close();
      release();
    },
  };
}

/** After every step: tell the faces, and keep the registry in step. */
function afterStep(parts: EngineParts, memory: Memory, before: State, after: State, event: Event): void {
  const { clock, logger } = parts.ports;
  const reload = reloadOf(before, after, event, clock.now().wall);
  if (reload) {
    memory.reload = reload;
    logger.info('reloaded', { change: reload.cause, ...(reload.result ?? {}), ...(reload.error === null ? {} : { error: reload.error }) });
  }
  parts.timeline.step(before, after, event);
  if (before === after) return;
  parts.feed.touch();
  if (parts.once || (before.servers === after.servers && before.sources === after.sources)) return;
  const isLoading = event.kind === 'registry.loaded' || event.kind === 'source.named';
  if (!isLoading && isSettled(after, 'all', null)) parts.stamp();
  else parts.flush.touch();
}

function engineParts(ports: Ports, options: EngineOptions, memory: Memory, assembly: Assembly): EngineParts {
  const { loop, flush } = assembly;
  const { once } = options;
  return {
    ...assembly,
    ...createLoading(ports, memory, assembly, once),
    ports,
    once,
    redact: options.redact ?? ((text) => text),
    settings: () => memory.settings,
    registry: () => (once ? memory.registry : registrySnapshot(loop.state(), memory.metadata, memory.registry)),
    release(servers) {
      memory.hold = servers === 'all' ? false : { allBut: new Set(servers) };
    },
    stamp() {
      memory.metadata = stampedMetadata(ports, loop.state(), memory.metadata, ports.clock.now().wall);
      flush.touch();
    },
    sourceIds: () => namedSources(ports.surroundings, memory.settings).map((source) => source.id),
  };
}
