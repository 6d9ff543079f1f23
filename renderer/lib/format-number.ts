/** Big numbers for narrow places. */

/** `950`, `3.1k`, `38k`, `1.2M`. */
export function shortNumber(value: number): string {
  if (value < 1_000) return String(value);
  if (value < 9_950) return `${(value / 1_000).toFixed(1)}k`;
  if (value < 999_500) return `${Math.round(value / 1_000)}k`;
  return `${(value / 1_000_000).toFixed(1)}M`;
}
