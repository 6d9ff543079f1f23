/** Takes every known secret value out of a text; what is known grows as sources are read. */
import type { Transport } from '../contract/server.ts';
import { createRedaction } from '../core/lib/redact.ts';
import { secretValues } from '../core/model/secret-values.ts';

export interface GrowingRedaction {
  learn(written: Transport, transport: Transport, envFileVariables: Readonly<Record<string, string>>): void;
  readonly redact: (text: string) => string;
}

/** Makes a redaction that knows nothing yet. */
export function createGrowingRedaction(): GrowingRedaction {
  const known = new Set<string>();
  let current = createRedaction([]);
  return {
    learn(written, transport, envFileVariables) {
      const before = known.size;
      for (const value of secretValues(written, transport, envFileVariables)) known.add(value);
      if (known.size !== before) current = createRedaction(known);
    },
    redact: (text) => current(text),
  };
}
