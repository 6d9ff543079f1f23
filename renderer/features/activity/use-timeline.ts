/** The timeline as the page reads it: the newest page at once and whenever something happened, older ones on demand. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Problem } from '../../../electron/contract/problem.ts';
import { useClient } from '../../bridge/client.ts';
import { type KnownEntries, withNewest, withOlder } from './known-entries.ts';

/** Fills several screens, and is read in one go. */
const pageSize = 200;

export interface Timeline {
  /** null: not read yet. */
  readonly known: KnownEntries | null;
  readonly problem: Problem | null;
  readonly readOlder: () => void;
  readonly retry: () => void;
}

/** `newest`: number of the newest entry there is; it is read again when that grows. */
export function useTimeline(newest: number): Timeline {
  const client = useClient();
  const [known, setKnown] = useState<KnownEntries | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [tries, setTries] = useState(0);
  const latest = useRef<KnownEntries | null>(null);
  const reading = useRef(false);

  const take = useCallback((next: KnownEntries) => {
    latest.current = next;
    setKnown(next);
    setProblem(null);
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `newest` and `tries` say when to read again
  useEffect(() => {
    let ended = false;
    void client.ask('history.get', { limit: pageSize }).then((answer) => {
      if (ended) return;
      if (answer.ok) take(withNewest(latest.current, answer.result));
      else setProblem(answer.problem);
    });
    return () => {
      ended = true;
    };
  }, [client, newest, tries, take]);

  const readOlder = useCallback(() => {
    const last = latest.current?.entries.at(-1);
    if (reading.current || last === undefined || !latest.current?.more) return;
    reading.current = true;
    void client.ask('history.get', { limit: pageSize, before: last.number }).then((answer) => {
      reading.current = false;
      if (!answer.ok) setProblem(answer.problem);
      else if (latest.current !== null) take(withOlder(latest.current, answer.result));
    });
  }, [client, take]);

  return { known, problem, readOlder, retry: useCallback(() => setTries((count) => count + 1), []) };
}
