/** Takes every known secret value out of a text; what is known grows as sources are read. */
import type { Transport } from '../contract/server.ts';
import { secretValues } from '../core/model/secret-values.ts';

export interface Redaction {
  learn(written: Transport, transport: Transport, envFileVariables: Readonly<Record<string, string>>): void;
  readonly redact: (text: string) => string;
}

/** Makes a redaction that knows nothing yet. */
export function createRedaction(): Redaction {
  const known = new Set<string>();
  let longestFirst: readonly string[] = [];
  return {
    learn(written, transport, envFileVariables) {
      const before = known.size;
      for (const value of secretValues(written, transport, envFileVariables)) known.add(value);
      // A value inside another one must not leave the rest of the longer one behind.
      if (known.size !== before) longestFirst = [...known].sort((a, b) => b.length - a.length);
    },
    redact(text) {
      let clean = text;
      for (const value of longestFirst) if (clean.includes(value)) clean = clean.replaceAll(value, '[redacted]');
      return clean;
    },
  };
}
