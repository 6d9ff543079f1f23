/** Chance, for jitter only: nothing secret comes from here. */
import type { Random } from '../../core/ports.ts';

/** Even numbers in [0, 1). */
export function createRandom(): Random {
  return { fraction: () => Math.random() };
}
