/** File events to readings: the first of a quiet path at once, then a burst rests until it is quiet or long enough. */
import { coalesce, emptyCoalescing, takeDue } from '../../core/lib/coalesce.ts';
import type { Clock } from '../../core/ports.ts';

export interface Settle {
  touch(path: string): void;
  stop(): void;
}

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
    const delayMs = dueAtMono - clock.now().mono;
    if (delayMs <= 0) take();
    else cancel = clock.after(delayMs, take);
  }

  return {
    touch(path) {
      const noted = coalesce({ ...state, quietMs: timing.quietMs() }, path, clock.now().mono);
      state = noted.state;
      plan(noted.dueAtMono);
    },
    stop: () => cancel(),
  };
}
