/** The standing answer for a launch: bound to one server of one source and to one launch hash. */
import type { ServerId } from '../../contract/ids.ts';
import type { Transport } from '../../contract/server.ts';

export interface TrustDecision {
  readonly server: ServerId;
  readonly launchHash: string;
  readonly verdict: 'trusted' | 'rejected';
  readonly decidedAtWall: number;
  /** The approved launch as written in the file, for showing old beside new. */
  readonly written: Transport;
  /** Keyed digests of the values behind the names, so that a change of value can be shown without the value. */
  readonly fingerprints: Readonly<Record<string, string>>;
}
