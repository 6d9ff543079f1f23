/** The real clocks and timers. */
import type { Clock } from '../../core/ports.ts';

/** Node fires longer timers at once. */
const timerMsMax = 2_147_483_647;

/** Time of this machine. A callback never comes before its time on the monotonic clock; a pending one keeps the process alive. */
export function createClock(): Clock {
  return {
    now: () => ({ mono: performance.now(), wall: Date.now() }),
    after(delayMs, callback) {
      const dueMono = performance.now() + Math.max(0, delayMs);
      let timer: NodeJS.Timeout;
      const arm = (): void => {
        const leftMs = dueMono - performance.now();
        // Timers count whole milliseconds and may come up to one early.
        if (leftMs <= 0) callback();
        else timer = setTimeout(arm, Math.min(Math.ceil(leftMs), timerMsMax));
      };
      timer = setTimeout(arm, Math.min(Math.ceil(Math.max(0, delayMs)), timerMsMax));
      return () => clearTimeout(timer);
    },
  };
}
