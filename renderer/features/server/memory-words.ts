/** Sizes of memory and content for people. */

const step = 1_024;
const units = ['kB', 'MB', 'GB', 'TB'] as const;

/** `820 bytes`, `4.2 kB`, `38 MB`. */
export function memoryWords(bytes: number): string {
  if (bytes < step) return bytes === 1 ? '1 byte' : `${Math.max(0, Math.round(bytes))} bytes`;
  let value = bytes / step;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= step;
    unit += 1;
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}
