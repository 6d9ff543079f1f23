/** Our live link to one server, as a union; an attempt number ties every late answer to the try it belongs to. */
import type { CapabilityKind } from '../../contract/capability.ts';
import type { Problem } from '../../contract/problem.ts';

export interface OpenFacts {
  readonly offers: readonly CapabilityKind[];
  readonly pid: number | null;
  readonly protocolVersion: string;
  readonly serverName: string | null;
  readonly serverVersion: string | null;
  readonly instructions: string | null;
}

export type Connection =
  | { readonly phase: 'closed' }
  | { readonly phase: 'connecting'; readonly attempt: number; readonly launchHash: string; readonly sinceMono: number }
  | {
      readonly phase: 'open';
      readonly attempt: number;
      readonly launchHash: string;
      readonly sinceMono: number;
      readonly sinceWall: number;
      /** Last time something was asked of it; idle time counts from here. */
      readonly usedMono: number;
      readonly facts: OpenFacts;
    }
  | { readonly phase: 'closing'; readonly attempt: number }
  | {
      readonly phase: 'failed';
      readonly launchHash: string;
      readonly retryAtMono: number;
      readonly retryAtWall: number;
      readonly problem: Problem;
    };

export const closed: Connection = { phase: 'closed' };
