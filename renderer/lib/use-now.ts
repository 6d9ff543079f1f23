/** The current time for relative times, moving on by itself. */
import { useEffect, useState } from 'react';

/** Fine enough for "5 s ago", coarse enough to cost nothing. */
const stepMs = 5_000;

/** Milliseconds since 1970, renewed every few seconds while shown. */
export function useNow(everyMs = stepMs): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
