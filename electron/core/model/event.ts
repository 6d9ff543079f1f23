/** All that can happen; every event only says what was seen, the plan decides. */
import type { CapabilityKind, ListedItem } from '../../contract/capability.ts';
import type { ServerId, SourceId } from '../../contract/ids.ts';
import type { Problem } from '../../contract/problem.ts';
import type { OpenFacts } from './connection.ts';
import type { RegistrySnapshot } from './registry.ts';
import type { FileStat } from './server.ts';
import type { SourceReading } from './source.ts';
import type { TrustDecision } from './trust.ts';

export interface SourceName {
  readonly id: SourceId;
  readonly client: string;
  readonly rank: number;
}

export type Event =
  | { readonly kind: 'registry.loaded'; readonly registry: RegistrySnapshot }
  | { readonly kind: 'source.named'; readonly sources: readonly SourceName[] }
  | { readonly kind: 'source.read'; readonly source: SourceId; readonly reading: SourceReading }
  | { readonly kind: 'source.unreadable'; readonly source: SourceId; readonly problem: Problem }
  | { readonly kind: 'source.gone'; readonly source: SourceId }
  /** The bytes are the same, only the stat differs. */
  | { readonly kind: 'source.touched'; readonly source: SourceId; readonly stat: FileStat | null }
  | { readonly kind: 'trust.loaded'; readonly decisions: readonly TrustDecision[] }
  | { readonly kind: 'trust.decided'; readonly decision: TrustDecision }
  | {
      readonly kind: 'connection.opened';
      readonly server: ServerId;
      readonly attempt: number;
      readonly facts: OpenFacts;
      readonly era: 'legacy' | 'modern';
    }
  | {
      readonly kind: 'connection.failed';
      readonly server: ServerId;
      readonly attempt: number;
      readonly problem: Problem;
      /** The server said when to come back (Retry-After). */
      readonly retryAfterMs?: number;
    }
  /** It ended. With a problem: by itself; without: because it was asked to. */
  | { readonly kind: 'connection.closed'; readonly server: ServerId; readonly attempt: number; readonly problem?: Problem }
  | {
      readonly kind: 'list.done';
      readonly server: ServerId;
      readonly attempt: number;
      readonly capability: CapabilityKind;
      readonly items: readonly ListedItem[];
    }
  | {
      readonly kind: 'list.failed';
      readonly server: ServerId;
      readonly attempt: number;
      readonly capability: CapabilityKind;
      readonly problem: Problem;
    }
  | { readonly kind: 'list.changed'; readonly server: ServerId; readonly attempt: number; readonly capability: CapabilityKind }
  | {
      readonly kind: 'sync.requested';
      readonly servers: readonly ServerId[] | 'all';
      readonly capabilities: readonly CapabilityKind[];
    }
  /** Whatever is starting or being read for these servers is called off and held. */
  | { readonly kind: 'sync.cancelled'; readonly servers: readonly ServerId[] | 'all' }
  /** The settings behind the policy are others: what was planned by the old ones may come too late. */
  | { readonly kind: 'policy.changed' }
  | { readonly kind: 'paused.set'; readonly paused: boolean }
  | { readonly kind: 'tick' };
