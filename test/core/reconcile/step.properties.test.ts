/** The engine's invariants over random histories against a pretend world. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { anyHistory, violationsOf } from './history.ts';
import { type Invariant, invariants } from './history-checks.ts';

/** More for a night run: TOOLTRAY_HISTORIES=200000 TOOLTRAY_HISTORY_SEED=$RANDOM. */
const runs = Number(process.env['TOOLTRAY_HISTORIES'] ?? 5_000);
const seed = Number(process.env['TOOLTRAY_HISTORY_SEED'] ?? 20_260_101);

const minutes = 60_000;

describe('random histories', () => {
  const broken = new Set<Invariant>();
  let played = 0;

  beforeAll(() => {
    for (const history of fc.sample(anyHistory, { numRuns: runs, seed })) {
      for (const { invariant } of violationsOf(history)) broken.add(invariant);
      played += 1;
    }
  }, 20 * minutes);

  test.each(invariants)('%s', (invariant) => {
    expect(played).toBe(runs);
    if (!broken.has(invariant)) return;
    // Plays them again in the same order, to give the smallest history that shows it.
    fc.assert(
      fc.property(anyHistory, (history) => {
        expect(violationsOf(history).filter((one) => one.invariant === invariant)).toEqual([]);
      }),
      { seed, numRuns: runs },
    );
  }, 20 * minutes);
});
