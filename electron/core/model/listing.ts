/** One server's items of one kind, with freshness. */
import type { CapabilityKind, ListedItem } from '../../contract/capability.ts';
import type { Problem } from '../../contract/problem.ts';

export interface Listing {
  readonly items: readonly ListedItem[];
  readonly status: 'missing' | 'fresh' | 'stale';
  /** When the items were read, wall clock; null while missing. */
  readonly readAtWall: number | null;
  /** Due to be read (again) once the monotonic clock reaches this; Infinity = only when something says so. */
  readonly dueAtMono: number;
  readonly failures: number;
  /** When a failed list is tried again, wall clock; null while it is good. */
  readonly retryAtWall: number | null;
  readonly problem: Problem | null;
  /** When the last reading began; bounds how often a change notice may cause one. */
  readonly startedMono: number;
  /** Attempt that is reading it right now; null when none. */
  readonly readingBy: number | null;
  /** The person called the reading off: it has to be ended. */
  readonly calledOff: boolean;
  /** Asked for again since the last reading began: what is known may be out of date. */
  readonly again: boolean;
}

export type Listings = Readonly<Record<CapabilityKind, Listing>>;

const missing: Listing = {
  items: [],
  status: 'missing',
  readAtWall: null,
  dueAtMono: Number.NEGATIVE_INFINITY,
  failures: 0,
  retryAtWall: null,
  problem: null,
  startedMono: Number.NEGATIVE_INFINITY,
  readingBy: null,
  calledOff: false,
  again: false,
};

export const missingListings: Listings = {
  tools: missing,
  prompts: missing,
  resources: missing,
  resourceTemplates: missing,
};
