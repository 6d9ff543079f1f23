/** What an engine loads before it knows anything: registry, approvals, settings, sources. */
import type { Problem } from '../contract/problem.ts';
import type { Settings } from '../contract/settings.ts';
import { desiredServers } from '../core/model/desired-servers.ts';
import type { ServerDefinition } from '../core/model/server.ts';
import type { State } from '../core/model/state.ts';
import type { Ports } from '../core/ports.ts';
import type { Assembly } from './assemble.ts';
import type { EngineParts } from './engine-parts.ts';
import type { Memory } from './memory.ts';
import { namedSources } from './sources/own-source.ts';

export type Loading = Pick<EngineParts, 'load' | 'reloadRegistry' | 'readSources' | 'settingsEdited' | 'changeSettings'>;

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
    const before = memory.settings;
    memory.settings = next;
    if (namesOtherSources(before, next)) {
      sourcesRead = null;
      nameSources();
      if (!once) void readSources();
    }
    approvals.followPolicy(enabledServers(loop.state()));
    feed.touch();
    // Also a tick: whatever is due by the new settings is done now.
    loop.send({ kind: 'policy.changed' });
  }

  /** What was wrong with the settings before does not count any more. */
  function setSettingsProblem(problem: Problem | null): void {
    if (problem || memory.lastError?.code === 'settings-invalid') memory.lastError = problem;
    feed.touch();
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
    settingsEdited(settings, problem) {
      if (problem) ports.logger.warn(problem.message, { code: problem.code });
      setSettingsProblem(problem);
      if (JSON.stringify(settings) !== JSON.stringify(memory.settings)) applySettings(settings);
    },
    async changeSettings(change) {
      const next = { ...memory.settings, ...change };
      const problem = await ports.settingsFile.save(next);
      if (problem) return problem;
      setSettingsProblem(null);
      applySettings(next);
      return null;
    },
  };
}

const namesOtherSources = (before: Settings, after: Settings): boolean => {
  const names = (settings: Settings) => JSON.stringify(settings.sources.map(({ path, client }) => [path, client]));
  return names(before) !== names(after);
};

const enabledServers = (state: State): readonly ServerDefinition[] =>
  [...desiredServers(state.sources).values()].filter((definition) => definition.enabled);
