/** A text that is only passed on once it has stopped changing, for what is read out. */
import { useEffect, useState } from 'react';

/** Shorter than a person waits for an answer, longer than the steps of a sync. */
const settledMs = 800;

export function useSettled(text: string | null): string | null {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    if (text === settled) return;
    const timer = setTimeout(() => setSettled(text), settled === null ? 0 : settledMs);
    return () => clearTimeout(timer);
  }, [text, settled]);
  return settled;
}
