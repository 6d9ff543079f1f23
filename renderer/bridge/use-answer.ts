/** What an operation answers, read when a part of the page opens and again when it is asked to. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { OperationInput, OperationName, OperationResult } from '../../electron/contract/operations.ts';
import type { Problem } from '../../electron/contract/problem.ts';
import { useClient } from './client.ts';

export interface Reading<Name extends OperationName> {
  /** The last answer; kept while it is read again. */
  readonly result: OperationResult<Name> | null;
  readonly problem: Problem | null;
  readonly reload: () => void;
}

interface Options {
  /** Read again when this changes. */
  readonly version?: string | number | null;
  /** Read again this often, in milliseconds, while the part is on screen. */
  readonly everyMs?: number;
}

export function useAnswer<Name extends OperationName>(name: Name, input: OperationInput<Name>, options: Options = {}): Reading<Name> {
  const client = useClient();
  const { version = null, everyMs } = options;
  const [result, setResult] = useState<OperationResult<Name> | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [asked, setAsked] = useState(0);
  const key = JSON.stringify(input);
  const latest = useRef(input);
  latest.current = input;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key`, `version` and `asked` say when to read again
  useEffect(() => {
    let ended = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async () => {
      const answer = await client.ask(name, latest.current);
      if (ended) return;
      if (answer.ok) setResult(answer.result);
      setProblem(answer.ok ? null : answer.problem);
      if (everyMs !== undefined) timer = setTimeout(read, everyMs);
    };
    void read();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [client, name, key, version, asked, everyMs]);

  const reload = useCallback(() => setAsked((count) => count + 1), []);
  return { result, problem, reload };
}
