/** What an engine loads before it knows anything: registry, approvals, settings, sources. */
import type { Problem } from '../contract/problem.ts';
import type { Settings } from '../contract/settings.ts';
import type { Ports } from '../core/ports.ts';
import type { Assembly } from './assemble.ts';
import type { EngineParts } from './engine-parts.ts';
import type { Memory } from './memory.ts';
import { namedSources } from './sources/own-source.ts';

export type Loading = Pick<EngineParts, 'load' | 'reloadRegistry' | 'readSources' | 'applySettings' | 'changeSettings'>;

/** Loading that does each thing once, whoever asks for it first. */
export function createLoading(ports: Ports, memory: Memory, { loop, approvals, follow, feed }: Assembly, once: boolean): Loading {
  let loaded: Promise<void> | null = null;
  let sourcesRead: Promise<void> | null = null;
  const nameSources = () => follow.name(namedSources(ports.surroundings, memory.settings));

  async function loadRegistry(): Promise<Problem | null> {
    const known = await ports.registryFile.load();
    memory.registry = known.registry;
    memory.metadata = known.registry.metadata;
    loop.send({ kind: 'registry.loaded', registry: known.registry });
    return known.problem;
  }

  async function loadAll(): Promise<void> {
    const untrusted = await approvals.load();
    const unread = await loadRegistry();
    memory.lastError = untrusted ?? unread ?? memory.lastError;
    nameSources();
    feed.touch();
  }

  function readSources(): Promise<void> {
    sourcesRead ??= follow.readAll();
    return sourcesRead;
  }

  function applySettings(next: Settings): void {
    const sourcesChanged = JSON.stringify(next.sources) !== JSON.stringify(memory.settings.sources);
    memory.settings = next;
    if (sourcesChanged) {
      sourcesRead = null;
      nameSources();
      if (!once) void readSources();
    }
    feed.touch();
    loop.send({ kind: 'tick' });
  }

  return {
    load() {
      loaded ??= loadAll();
      return loaded;
    },
    async reloadRegistry() {
      memory.lastError = (await loadRegistry()) ?? memory.lastError;
    },
    readSources,
    applySettings,
    async changeSettings(change) {
      const next = { ...memory.settings, ...change };
      const problem = await ports.settingsFile.save(next);
      if (!problem) applySettings(next);
      return problem;
    },
  };
}
