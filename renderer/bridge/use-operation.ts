/** One request at a time from a button: busy while it runs, its problem afterwards. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { OperationInput, OperationName, OperationResult } from '../../electron/contract/operations.ts';
import type { Problem } from '../../electron/contract/problem.ts';
import { useClient } from './client.ts';

export interface Operation<Name extends OperationName> {
  /** Gives the result, or null when there was a problem. */
  readonly run: (input: OperationInput<Name>) => Promise<OperationResult<Name> | null>;
  readonly busy: boolean;
  readonly problem: Problem | null;
  readonly clear: () => void;
}

export function useOperation<Name extends OperationName>(name: Name): Operation<Name> {
  const client = useClient();
  const [running, setRunning] = useState(0);
  const [problem, setProblem] = useState<Problem | null>(null);
  const mounted = useMounted();
  const run = useCallback(
    async (input: OperationInput<Name>) => {
      setRunning((count) => count + 1);
      setProblem(null);
      const answer = await client.ask(name, input);
      if (mounted.current) {
        setRunning((count) => count - 1);
        if (!answer.ok) setProblem(answer.problem);
      }
      return answer.ok ? answer.result : null;
    },
    [client, name, mounted],
  );
  const clear = useCallback(() => setProblem(null), []);
  return { run, busy: running > 0, problem, clear };
}

function useMounted() {
  const mounted = useRef(true);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);
  return mounted;
}
