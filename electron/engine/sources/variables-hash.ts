/** Digest of the values of the variables that a source refers to; the values themselves are never kept. */
import { stableJson } from '../../core/lib/stable-json.ts';
import type { Ports } from '../../core/ports.ts';

/** Keyed digest of the current values of `names`; '' when there are none. */
export function variablesHash(ports: Pick<Ports, 'launch' | 'surroundings'>, names: readonly string[]): string {
  if (names.length === 0) return '';
  const values = [...names].sort().map((name) => [name, ports.surroundings.environment[name] ?? null]);
  return ports.launch.digest(stableJson(values));
}
