/** Metadata of the registry: values beside the server entries, never among them. The only place that reads or sets one by key. */
import type { RegistrySnapshot } from './registry.ts';

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value);

/** The value under `key`, or `defaultValue` when there is none or it is of another kind than the default (null takes any kind). */
export function getMetadata<Value>(registry: RegistrySnapshot, key: string, defaultValue: Value): Value {
  if (!Object.hasOwn(registry.metadata, key)) return defaultValue;
  const value = registry.metadata[key];
  return defaultValue === null || kindOf(value) === kindOf(defaultValue) ? (value as Value) : defaultValue;
}

/** The same registry with one value set; every entry and every other key stays. `value` must be plain JSON. */
export function setMetadata(registry: RegistrySnapshot, key: string, value: unknown): RegistrySnapshot {
  return { ...registry, metadata: { ...registry.metadata, [key]: value } };
}
