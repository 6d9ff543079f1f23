/** The mailbox: one event at a time into the pure step, its actions out, awake when something is due. */
import type { Action } from '../core/model/action.ts';
import type { Event } from '../core/model/event.ts';
import { emptyState, type State } from '../core/model/state.ts';
import type { Clock, Logger } from '../core/ports.ts';
import { nextDue } from '../core/reconcile/next-due.ts';
import type { Policy } from '../core/reconcile/policy.ts';
import { step } from '../core/reconcile/step.ts';

export interface RunLoopParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly policy: Policy;
  /** Starts all actions; outcomes come back as events, never as a throw. */
  readonly apply: (actions: readonly Action[]) => void;
}

type StepListener = (before: State, after: State, event: Event) => void;

interface Waiter {
  readonly condition: (state: State) => boolean;
  readonly settle: (met: boolean) => void;
}

/** Timers may fire a little early; sleeping shorter than this would spin. */
const wakeMinMs = 1;
/** Far enough for every schedule, and below the limit of the platform's timers. */
const wakeMaxMs = 3_600_000;

/** Holds the one mutable state of the reconciler; ends with `stop`. */
export class RunLoop {
  readonly #parts: RunLoopParts;
  readonly #mailbox: Event[] = [];
  readonly #listeners: StepListener[] = [];
  readonly #waiters = new Set<Waiter>();
  #state = emptyState;
  #draining = false;
  #stopped = false;
  #cancelWake = (): void => {};

  constructor(parts: RunLoopParts) {
    this.#parts = parts;
  }

  state = (): State => this.#state;

  /** Takes an event; during the handling of another one it waits its turn. */
  send = (event: Event): void => {
    if (this.#stopped) return;
    this.#mailbox.push(event);
    if (this.#draining) return;
    this.#draining = true;
    const plannedAtMono = this.#drain();
    this.#draining = false;
    for (const waiter of [...this.#waiters]) if (waiter.condition(this.#state)) waiter.settle(true);
    this.#sleep(plannedAtMono);
  };

  /** Resolves once `condition` holds after a step; false when `limitMs` ran out or the loop ended first. */
  until(condition: (state: State) => boolean, limitMs: number): Promise<boolean> {
    if (condition(this.#state)) return Promise.resolve(true);
    if (this.#stopped) return Promise.resolve(false);
    return new Promise((resolve) => {
      const settle = (met: boolean) => {
        cancel();
        this.#waiters.delete(waiter);
        resolve(met);
      };
      const waiter: Waiter = { condition, settle };
      const cancel = this.#parts.clock.after(limitMs, () => settle(false));
      this.#waiters.add(waiter);
    });
  }

  /** Calls back after every step with the state before and after. */
  onStep(listener: StepListener): void {
    this.#listeners.push(listener);
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelWake();
    for (const waiter of [...this.#waiters]) waiter.settle(false);
  }

  /** Handles everything in the mailbox; gives the monotonic time of the last plan. */
  #drain(): number {
    let plannedAtMono = this.#parts.clock.now().mono;
    for (;;) {
      const event = this.#mailbox.shift();
      if (!event) return plannedAtMono;
      plannedAtMono = this.#parts.clock.now().mono;
      this.#take(event);
    }
  }

  #take(event: Event): void {
    const { clock, policy, apply, logger } = this.#parts;
    const before = this.#state;
    try {
      const next = step(before, event, clock.now(), policy);
      this.#state = next.state;
      apply(next.actions);
      for (const listener of this.#listeners) listener(before, this.#state, event);
    } catch (error) {
      // A bug in one event must not end the others.
      logger.error('an event could not be handled', { event: event.kind, error: error instanceof Error ? error.stack : String(error) });
    }
  }

  #sleep(plannedAtMono: number): void {
    this.#cancelWake();
    const due = nextDue(this.#state, this.#parts.policy, plannedAtMono);
    if (this.#stopped || due === Number.POSITIVE_INFINITY) return;
    const delayMs = Math.min(wakeMaxMs, Math.max(wakeMinMs, due - this.#parts.clock.now().mono));
    this.#cancelWake = this.#parts.clock.after(delayMs, () => this.send({ kind: 'tick' }));
  }
}
