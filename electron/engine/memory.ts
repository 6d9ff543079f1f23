/** What the engine knows besides the reconciler's state: settings, the registry as last written, what went wrong last. */
import type { ReloadView } from '../contract/app-view.ts';
import type { Problem } from '../contract/problem.ts';
import type { Settings } from '../contract/settings.ts';
import { emptyRegistry, type RegistryMetadata, type RegistrySnapshot } from '../core/model/registry.ts';
import type { Ports } from '../core/ports.ts';
import type { Hold } from '../core/reconcile/policy.ts';
import { noReload } from './sources/reload-view.ts';

/** The one mutable record beside the loop's state; only the engine's own parts write to it. */
export interface Memory {
  settings: Settings;
  registry: RegistrySnapshot;
  metadata: RegistryMetadata;
  reload: ReloadView;
  lastError: Problem | null;
  /** What may not be started: everything in a one-shot command before its sync. */
  hold: Hold;
}

export function createMemory(ports: Ports, hold: Hold): Memory {
  const { settings, problem } = ports.settingsFile.load();
  return { settings, registry: emptyRegistry, metadata: emptyRegistry.metadata, reload: noReload, lastError: problem, hold };
}
