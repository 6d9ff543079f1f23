/** Reading the timeline. */
import type { EngineParts } from '../engine-parts.ts';
import type { Handlers } from '../requests/handlers.ts';

export function historyHandlers(_parts: EngineParts): Pick<Handlers, 'history.get' | 'history.chart'> {
  return {
    'history.get': async () => ({ entries: [], more: false, problem: null }),
    'history.chart': async () => ({ from: 0, to: 0, pieceMs: 0, pieces: [] }),
  };
}
