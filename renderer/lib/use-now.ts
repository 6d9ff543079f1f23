/** The current time for relative times: one clock for the whole page, moving on by itself while anything shows it. */
import { useCallback, useSyncExternalStore } from 'react';

/** Fine enough for "5 s ago", coarse enough to cost nothing. */
const stepMs = 5_000;

interface Clock {
  now: number;
  readonly listeners: Set<() => void>;
  timer: ReturnType<typeof setInterval> | null;
}

const clocks = new Map<number, Clock>();

function clockOf(everyMs: number): Clock {
  const found = clocks.get(everyMs);
  if (found !== undefined) return found;
  const made: Clock = { now: Date.now(), listeners: new Set(), timer: null };
  clocks.set(everyMs, made);
  return made;
}

function listenTo(everyMs: number, listener: () => void): () => void {
  const clock = clockOf(everyMs);
  clock.listeners.add(listener);
  clock.timer ??= setInterval(() => {
    clock.now = Date.now();
    for (const one of clock.listeners) one();
  }, everyMs);
  return () => {
    clock.listeners.delete(listener);
    if (clock.listeners.size > 0) return;
    if (clock.timer !== null) clearInterval(clock.timer);
    // The next one to look must not see the time of the last look.
    clocks.delete(everyMs);
  };
}

/** Milliseconds since 1970, renewed every few seconds while shown. */
export function useNow(everyMs = stepMs): number {
  return useNowIn(everyMs, (now) => now);
}

/** What `pick` makes of the time; a part is drawn anew only when that changes. */
export function useNowIn<Value extends string | number | boolean>(everyMs: number | undefined, pick: (now: number) => Value): Value {
  const every = everyMs ?? stepMs;
  const listen = useCallback((listener: () => void) => listenTo(every, listener), [every]);
  return useSyncExternalStore(listen, () => pick(clockOf(every).now));
}
