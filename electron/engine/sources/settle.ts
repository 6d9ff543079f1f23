/** File events to readings: the first of a quiet path at once, then a burst rests until it is quiet or long enough. */
import { coalesce, emptyCoalescing, takeDue } from '../../core/lib/coalesce.ts';
import type { Clock } from '../../core/ports.ts';

export interface Settle {
  touch(path: string): void;
  stop(): void;
}

/**
 * A process that was held up runs its timers before it hears of the events that came meanwhile; so the end of a burst is taken
 * one turn later, when those events have been heard.
 */
const oneTurnMs = 1;

/** Makes the settler; `onSettled` is called with every path that is to be read now. */
export function createSettle(
  clock: Clock,
  timing: { readonly quietMs: () => number; readonly burstMaxMs: number },
  onSettled: (path: string) => void,
): Settle {
  let state = emptyCoalescing(timing.quietMs(), timing.burstMaxMs);
  let cancel = () => {};

  function take(): void {
    const taken = takeDue(state, clock.now().mono);
    state = taken.state;
    for (const path of taken.paths) onSettled(path);
    plan(taken.dueAtMono);
  }

  function plan(dueAtMono: number): void {
    cancel();
    cancel = () => {};
    if (dueAtMono === Number.POSITIVE_INFINITY) return;
    cancel = clock.after(Math.max(0, dueAtMono - clock.now().mono), () => {
      cancel = clock.after(oneTurnMs, take);
    });
  }

  return {
    touch(path) {
      const inBurst = state.bursts.has(path) && state.bursts.get(path)?.pendingSinceMono !== null;
      const noted = coalesce({ ...state, quietMs: timing.quietMs() }, path, clock.now().mono);
      state = noted.state;
      if (!inBurst && noted.dueAtMono <= clock.now().mono) take();
      else plan(noted.dueAtMono);
    },
    stop: () => cancel(),
  };
}
