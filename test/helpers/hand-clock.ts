/** A clock that only moves when a test moves it. */
import type { Clock } from '../../electron/core/ports.ts';

export interface HandClock extends Clock {
  /** Moves time on and fires what becomes due, in order; microtasks run in between. */
  advance(ms: number): Promise<void>;
}

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** Starts at monotonic 0 and the given wall time. */
export function createHandClock(wall = 1_800_000_000_000): HandClock {
  let mono = 0;
  const timers = new Set<Timer>();
  const settle = async () => {
    for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
  };
  return {
    now: () => ({ mono, wall: wall + mono }),
    after(delayMs, callback) {
      const timer: Timer = { at: mono + Math.max(0, delayMs), callback };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    async advance(ms) {
      const end = mono + ms;
      await settle();
      for (;;) {
        const next = [...timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        mono = Math.max(mono, next.at);
        timers.delete(next);
        next.callback();
        await settle();
      }
      mono = end;
      await settle();
    },
  };
}
