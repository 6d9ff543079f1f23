/** The mailbox: one event at a time into the pure step, its actions out, awake when something is due. */
import type { Clock, Logger } from '../core/ports.ts';
import type { Action } from '../core/model/action.ts';
import type { Event } from '../core/model/event.ts';
import { emptyState, type State } from '../core/model/state.ts';
import { nextDue } from '../core/reconcile/next-due.ts';
import type { Policy } from '../core/reconcile/policy.ts';
import { step } from '../core/reconcile/step.ts';

export interface RunLoop {
  send(event: Event): void;
  state(): State;
  /** Resolves once `condition` holds after a step; false when `limitMs` ran out or the loop ended first. */
  until(condition: (state: State) => boolean, limitMs: number): Promise<boolean>;
  /** Calls back after every step with the state before and after. */
  onStep(listener: (before: State, after: State, event: Event) => void): void;
  stop(): void;
}

export interface RunLoopParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly policy: Policy;
  /** Starts all actions; outcomes come back as events, never as a throw. */
  readonly apply: (actions: readonly Action[]) => void;
}

/** Timers may fire a little early; sleeping shorter than this would spin. */
const wakeMinMs = 1;
/** Far enough for every schedule, and below the limit of the platform's timers. */
const wakeMaxMs = 3_600_000;

interface Waiter {
  readonly condition: (state: State) => boolean;
  readonly settle: (met: boolean) => void;
}

/** Makes the loop; it holds the one mutable state of the engine. */
export function createRunLoop(parts: RunLoopParts): RunLoop {
  const { clock, logger, policy } = parts;
  let state = emptyState;
  let draining = false;
  let stopped = false;
  let cancelWake = () => {};
  const mailbox: Event[] = [];
  const listeners: ((before: State, after: State, event: Event) => void)[] = [];
  const waiters = new Set<Waiter>();

  function take(event: Event): void {
    const now = clock.now();
    const before = state;
    try {
      const next = step(state, event, now, policy);
      state = next.state;
      parts.apply(next.actions);
      for (const listener of listeners) listener(before, state, event);
    } catch (error) {
      // A bug in one event must not end the others.
      logger.error('an event could not be handled', { event: event.kind, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }

  function sleep(plannedAtMono: number): void {
    cancelWake();
    const due = nextDue(state, policy, plannedAtMono);
    if (stopped || due === Number.POSITIVE_INFINITY) return;
    const delayMs = Math.min(wakeMaxMs, Math.max(wakeMinMs, due - clock.now().mono));
    cancelWake = clock.after(delayMs, () => send({ kind: 'tick' }));
  }

  function send(event: Event): void {
    if (stopped) return;
    mailbox.push(event);
    if (draining) return;
    draining = true;
    let plannedAtMono = clock.now().mono;
    while (mailbox.length > 0) {
      plannedAtMono = clock.now().mono;
      const next = mailbox.shift();
      if (next) take(next);
    }
    draining = false;
    for (const waiter of [...waiters]) if (waiter.condition(state)) waiter.settle(true);
    sleep(plannedAtMono);
  }

  return {
    send,
    state: () => state,
    until(condition, limitMs) {
      if (condition(state)) return Promise.resolve(true);
      if (stopped) return Promise.resolve(false);
      return new Promise((resolve) => {
        const cancel = clock.after(limitMs, () => waiter.settle(false));
        const waiter: Waiter = {
          condition,
          settle(met) {
            cancel();
            waiters.delete(waiter);
            resolve(met);
          },
        };
        waiters.add(waiter);
      });
    },
    onStep: (listener) => void listeners.push(listener),
    stop() {
      stopped = true;
      cancelWake();
      for (const waiter of [...waiters]) waiter.settle(false);
    },
  };
}
