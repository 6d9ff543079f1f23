/** One event in, the new state and what to do out: reduce, plan, begin. */
import type { Action } from '../model/action.ts';
import type { Event } from '../model/event.ts';
import type { Instant } from '../model/instant.ts';
import type { State } from '../model/state.ts';
import { begin } from './begin.ts';
import { plan } from './plan.ts';
import type { Policy } from './policy.ts';
import { reduce } from './reduce.ts';

export interface Step {
  readonly state: State;
  readonly actions: readonly Action[];
}

/** The pure step of the engine; every caller must carry out all `actions`. */
export function step(state: State, event: Event, now: Instant, policy: Policy): Step {
  const reduced = reduce(state, event, now, policy);
  const actions = plan(reduced, now, policy);
  return { state: begin(reduced, actions, now), actions };
}
