/** Settles file events on both edges: the first of a quiet path is due at once, a burst once it rests. */

/** How often one path was heard of lately, and what of it is still to be taken. Times in monotonic milliseconds. */
export interface Burst {
  /** First event that was not taken yet; null when there is none. */
  readonly pendingSinceMono: number | null;
  /** Last event or take: the path is quiet when this is `quietMs` ago. */
  readonly lastMono: number;
  /** When the pending event is to be taken; Infinity when there is none. */
  readonly dueAtMono: number;
}

export interface Coalescing {
  readonly quietMs: number;
  readonly ceilingMs: number;
  readonly bursts: ReadonlyMap<string, Burst>;
}

export interface Coalesced {
  readonly state: Coalescing;
  /** When something is to be taken next; Infinity when nothing is pending. */
  readonly dueAtMono: number;
}

/** Long enough for the write calls of one save, short enough not to be felt. */
const usualQuietMs = 30;

/** A file that is written without end is still looked at this often. */
const usualCeilingMs = 1_000;

/** Nothing pending. `ceilingMs` bounds how long a burst can put off a take; it is never shorter than `quietMs`. */
export function emptyCoalescing(quietMs = usualQuietMs, ceilingMs = usualCeilingMs): Coalescing {
  return { quietMs, ceilingMs: Math.max(quietMs, ceilingMs), bursts: new Map() };
}

/** Notes one event of a path. Takes of one path are at least `quietMs` apart, and none is later than the ceiling. */
export function coalesce(state: Coalescing, path: string, nowMono: number): Coalesced {
  const before = state.bursts.get(path);
  const bursts = new Map(state.bursts).set(path, nextBurst(state, before, nowMono));
  return coalesced({ ...state, bursts });
}

/** Takes the paths that are due, in the order in which they became pending, and forgets paths that have become quiet. */
export function takeDue(state: Coalescing, nowMono: number): Coalesced & { readonly paths: readonly string[] } {
  const due = [...state.bursts].filter(([, burst]) => burst.dueAtMono <= nowMono);
  const kept = [...state.bursts].filter(([, burst]) => burst.pendingSinceMono !== null || nowMono - burst.lastMono < state.quietMs);
  const bursts = new Map(kept);
  for (const [path] of due) bursts.set(path, { pendingSinceMono: null, lastMono: nowMono, dueAtMono: Number.POSITIVE_INFINITY });
  const paths = due.sort(([, left], [, right]) => (left.pendingSinceMono ?? 0) - (right.pendingSinceMono ?? 0)).map(([path]) => path);
  return { ...coalesced({ ...state, bursts }), paths };
}

function nextBurst(state: Coalescing, before: Burst | undefined, nowMono: number): Burst {
  const quiet = before === undefined || (before.pendingSinceMono === null && nowMono - before.lastMono >= state.quietMs);
  if (quiet) return { pendingSinceMono: nowMono, lastMono: nowMono, dueAtMono: nowMono };
  const pendingSinceMono = before.pendingSinceMono ?? nowMono;
  // What is due already stays due: a later event must not put it off.
  const overdue = before.dueAtMono <= nowMono;
  const dueAtMono = overdue ? before.dueAtMono : Math.min(nowMono + state.quietMs, pendingSinceMono + state.ceilingMs);
  return { pendingSinceMono, lastMono: nowMono, dueAtMono };
}

function coalesced(state: Coalescing): Coalesced {
  let dueAtMono = Number.POSITIVE_INFINITY;
  for (const burst of state.bursts.values()) dueAtMono = Math.min(dueAtMono, burst.dueAtMono);
  return { state, dueAtMono };
}
