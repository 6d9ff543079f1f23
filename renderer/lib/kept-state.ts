/** State of a page that is still there when a person comes back to it. */
import { createContext, useCallback, useContext, useState } from 'react';

export const KeptContext = createContext<Map<string, unknown> | null>(null);

/** Like `useState`; what was last set under this key is the first value the next time. */
export function useKeptState<Value>(key: string, first: Value): readonly [Value, (value: Value) => void] {
  const kept = useContext(KeptContext);
  const [value, setValue] = useState<Value>(() => (kept?.has(key) ? (kept.get(key) as Value) : first));
  const set = useCallback(
    (next: Value) => {
      kept?.set(key, next);
      setValue(next);
    },
    [kept, key],
  );
  return [value, set];
}
