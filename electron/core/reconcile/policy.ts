/** Delays and limits of the reconciler; randomness comes in as a function so that tests can fix it. */
import type { ServerId } from '../../contract/ids.ts';
import type { ProblemCode } from '../../contract/problem.ts';

export type Hold = boolean | { readonly allBut: ReadonlySet<ServerId> };

export const isHeld = (hold: Hold, server: ServerId): boolean => (typeof hold === 'boolean' ? hold : !hold.allBut.has(server));

export interface Policy {
  /** Delay before start number `failures` + 1, jitter included, in milliseconds. */
  retryDelayMs(failures: number, code: ProblemCode): number;
  /** Delay before a list of a connected server is tried again, in milliseconds. */
  listRetryDelayMs(failures: number): number;
  /** Time until an open server's lists are read again, jitter included; Infinity in a one-shot run. */
  refreshDelayMs(): number;
  /** An unused connection is stopped after this long; Infinity keeps it. */
  readonly idleStopMs: number;
  /** Every wanted server is kept running, lists due or not. */
  readonly keepAlive: boolean;
  /** What may not be started: everything (a command that only reads), nothing, or all but the given servers. */
  readonly hold: Hold;
  /** A one-shot run tries every server once and leaves retries to the next run. */
  readonly once: boolean;
}

/** First retry comes quickly because most crashes are one-off. */
const retryFirstMs = 1_000;
/** A dependency that comes back is noticed within a minute. */
const retryMaxMs = 60_000;
/** Spreads the retries of servers that failed together. */
const retryJitter = 0.2;
const listRetryFirstMs = 30_000;
const listRetryMaxMs = 300_000;
const refreshJitter = 0.2;
/** Floor of the refresh window, so that a tiny interval cannot spin. */
const refreshFloorMs = 100;

/** An open connection that lived this long counts as stable: its failures are forgotten. */
export const stableAfterMs = 60_000;
/** This many failed starts within `crashLoopWindowMs` are called a crash loop. */
export const crashLoopFailures = 5;
export const crashLoopWindowMs = 60_000;
/** While an entry keeps changing its server is relaunched at most this often. */
export const relaunchPaceMs = 5_000;
/** A burst of change notices causes at most one reading per this time and list. */
export const listPaceMs = 300;

/** Causes that another start cannot mend soon: looked at once a minute, never in quick succession. */
const slowCauses: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'command-not-found',
  'command-not-executable',
  'cwd-missing',
  'env-file-missing',
  'unauthorized',
  'unsupported-protocol',
]);

export const isSlowCause = (code: ProblemCode): boolean => slowCauses.has(code);

/** Failures that look like a program that keeps dying, as opposed to one that is away or refuses. */
const crashCauses: ReadonlySet<ProblemCode> = new Set<ProblemCode>(['exited', 'spawn-failed', 'connection-lost', 'flooded']);

export const isCrashCause = (code: ProblemCode): boolean => crashCauses.has(code);

export interface PolicySettings {
  readonly refreshIntervalMs: number;
  readonly idleStopMs: number;
  readonly keepAlive: boolean;
  readonly once: boolean;
  readonly hold: Hold;
}

/** The product's policy; `fraction` gives numbers in [0, 1). */
export function makePolicy(settings: () => PolicySettings, fraction: () => number): Policy {
  return {
    retryDelayMs(failures, code) {
      const base = isSlowCause(code) ? retryMaxMs : Math.min(retryMaxMs, retryFirstMs * 2 ** Math.min(16, Math.max(0, failures - 1)));
      return base * (1 + retryJitter * fraction());
    },
    listRetryDelayMs(failures) {
      return Math.min(listRetryMaxMs, listRetryFirstMs * 2 ** Math.min(16, Math.max(0, failures - 1)));
    },
    refreshDelayMs() {
      const { once, refreshIntervalMs } = settings();
      if (once) return Number.POSITIVE_INFINITY;
      return Math.max(refreshFloorMs, refreshIntervalMs * (1 + refreshJitter * (2 * fraction() - 1)));
    },
    get idleStopMs() {
      const { once, keepAlive, idleStopMs } = settings();
      return once || keepAlive ? Number.POSITIVE_INFINITY : idleStopMs;
    },
    get keepAlive() {
      return settings().keepAlive;
    },
    get hold() {
      return settings().hold;
    },
    get once() {
      return settings().once;
    },
  };
}
