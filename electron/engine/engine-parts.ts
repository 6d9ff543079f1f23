/** The pieces that the operations work with, built once by `createEngine`. */

import type { ServerId, SourceId } from '../contract/ids.ts';
import type { Problem } from '../contract/problem.ts';
import type { Settings } from '../contract/settings.ts';
import type { RegistrySnapshot } from '../core/model/registry.ts';
import type { Ports } from '../core/ports.ts';
import type { Approvals } from './approvals.ts';
import type { Feed } from './feed.ts';
import type { FlushRegistry } from './flush-registry.ts';
import type { RunLoop } from './run-loop.ts';
import type { FollowSources } from './sources/follow-sources.ts';
import type { Timeline } from './timeline/timeline.ts';

export interface EngineParts {
  readonly ports: Ports;
  readonly loop: RunLoop;
  readonly feed: Feed;
  readonly approvals: Approvals;
  readonly follow: FollowSources;
  readonly flush: FlushRegistry;
  readonly timeline: Timeline;
  /** A one-shot engine starts nothing by itself and does not watch. */
  readonly once: boolean;
  /** Takes every known secret out of a text. */
  readonly redact: (text: string) => string;
  readonly settings: () => Settings;
  /** Somebody else has changed the file: its settings come into force, or people are told why they cannot. */
  readonly settingsEdited: (settings: Settings, problem: Problem | null) => void;
  readonly changeSettings: (change: Partial<Settings>) => Promise<Problem | null>;
  /** The registry as it is (or will be) on disk. */
  readonly registry: () => RegistrySnapshot;
  /** Reads registry, trust and settings once; later calls do nothing. */
  readonly load: () => Promise<void>;
  /** Reads the registry file again and puts it in force (another process may have written it). */
  readonly reloadRegistry: () => Promise<void>;
  /** Reads every source once in a one-shot engine; a following engine has done so already. */
  readonly readSources: () => Promise<void>;
  /** Lets the plan start these servers and no others (a one-shot engine holds until it syncs). */
  readonly release: (servers: readonly ServerId[] | 'all') => void;
  /** Stamps the state as synced and marks the registry for writing. */
  readonly stamp: () => void;
  /** Ids of the sources in force, in rank order. */
  readonly sourceIds: () => readonly SourceId[];
}
