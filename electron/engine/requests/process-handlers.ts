/** What runs right now: calling it off, and what it takes. */
import type { EngineParts } from '../engine-parts.ts';
import type { Handlers } from './handlers.ts';

export function processHandlers(_parts: EngineParts): Pick<Handlers, 'servers.cancel' | 'servers.process'> {
  return {
    'servers.cancel': async () => ({ cancelled: [] }),
    'servers.process': async () => ({ pid: null, processes: 0, memoryBytes: null }),
  };
}
