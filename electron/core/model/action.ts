/** All that can be done; a plan is a list of these. */
import type { CapabilityKind } from '../../contract/capability.ts';
import type { ServerId } from '../../contract/ids.ts';
import type { ServerDefinition } from './server.ts';

export type StopReason = 'removed' | 'relaunch' | 'disabled' | 'idle' | 'cancelled';

export type Action =
  | {
      readonly kind: 'connect';
      readonly server: ServerId;
      readonly attempt: number;
      readonly definition: ServerDefinition;
      readonly era: 'legacy' | 'modern' | null;
      /** Never connected with this launch before: a package runner may have to install first. */
      readonly first: boolean;
    }
  | {
      readonly kind: 'disconnect';
      readonly server: ServerId;
      readonly attempt: number;
      readonly reason: StopReason;
    }
  | { readonly kind: 'list'; readonly server: ServerId; readonly attempt: number; readonly capability: CapabilityKind }
  /** Ends a reading that is under way; no answer comes. */
  | { readonly kind: 'callOffList'; readonly server: ServerId; readonly attempt: number; readonly capability: CapabilityKind }
  | { readonly kind: 'askTrust'; readonly server: ServerId; readonly definition: ServerDefinition };
