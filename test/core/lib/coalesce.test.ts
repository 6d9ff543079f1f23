/** Bursts of file events settle without a loss and without a flood. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Coalescing, coalesce, emptyCoalescing, takeDue } from '../../../electron/core/lib/coalesce.ts';

interface Taken {
  readonly path: string;
  readonly atMono: number;
}

interface Told {
  readonly path: string;
  readonly atMono: number;
}

/** Lets a loop run that wakes exactly when something is due, plus `latenessMs`; gives every take. */
function run(start: Coalescing, events: readonly Told[], latenessMs = 0): { readonly taken: readonly Taken[]; readonly end: Coalescing } {
  const taken: Taken[] = [];
  let state = start;
  let dueAtMono = Number.POSITIVE_INFINITY;
  const takeUntil = (limitMono: number): void => {
    while (dueAtMono + latenessMs <= limitMono) {
      const atMono = dueAtMono + latenessMs;
      const step = takeDue(state, atMono);
      expect(step.paths.length).toBeGreaterThan(0);
      taken.push(...step.paths.map((path) => ({ path, atMono })));
      ({ state, dueAtMono } = step);
    }
  };
  for (const { path, atMono } of events) {
    takeUntil(atMono - 0.001);
    ({ state, dueAtMono } = coalesce(state, path, atMono));
    takeUntil(atMono);
  }
  takeUntil(1e9);
  return { taken, end: state };
}

const at = (...times: readonly number[]): readonly Told[] => times.map((atMono) => ({ path: 'a', atMono }));
const takenAt = (...times: readonly number[]): readonly Taken[] => times.map((atMono) => ({ path: 'a', atMono }));

const burstOf = (count: number, stepMs: number): readonly Told[] => at(...Array.from({ length: count }, (_, index) => index * stepMs));

const history = fc
  .array(
    fc.record({
      path: fc.constantFrom('a', 'b', 'c'),
      gapMs: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 3_000 })),
    }),
    {
      minLength: 1,
      maxLength: 200,
    },
  )
  .map((steps) => {
    let atMono = 0;
    return steps.map(({ path, gapMs }) => {
      atMono += gapMs;
      return { path, atMono };
    });
  });

const runs = { numRuns: 1_000 };

describe('both edges', () => {
  const cases: readonly { readonly name: string; readonly events: readonly Told[]; readonly taken: readonly Taken[] }[] = [
    { name: 'a single event is taken at once', events: at(0), taken: takenAt(0) },
    { name: 'two far apart are both taken at once', events: at(0, 500), taken: takenAt(0, 500) },
    { name: 'the second of a pair rests', events: at(0, 5), taken: takenAt(0, 35) },
    { name: 'a burst ends with one take', events: at(0, 5, 10, 20, 40), taken: takenAt(0, 70) },
    { name: 'a new burst after a settled one starts at once', events: at(0, 5, 70), taken: takenAt(0, 35, 70) },
    { name: 'right after a settled burst the path is not quiet yet', events: at(0, 5, 50), taken: takenAt(0, 35, 80) },
  ];
  for (const { name, events, taken } of cases) test(name, () => expect(run(emptyCoalescing(), events).taken).toEqual(taken));

  test('S1-35 fifty writes in half a second are two takes, the last after the last write', () => {
    expect(run(emptyCoalescing(), burstOf(50, 10)).taken).toEqual(takenAt(0, 520));
  });

  test('writing without end is taken every second', () => {
    expect(run(emptyCoalescing(), burstOf(400, 10)).taken.map(({ atMono }) => atMono)).toEqual([0, 1_010, 2_020, 3_030, 4_020]);
  });

  test('one busy path does not delay another', () => {
    const events = [...at(0, 5, 10, 15), { path: 'b', atMono: 16 }];
    expect(run(emptyCoalescing(), events).taken).toContainEqual({ path: 'b', atMono: 16 });
  });

  test('a quiet time longer than the ceiling still holds', () => {
    expect(run(emptyCoalescing(2_000, 1_000), at(0, 10)).taken).toEqual(takenAt(0, 2_010));
  });
});

describe('for every history', () => {
  test('the last event of every path is followed by a take, at the latest one ceiling after it became pending', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 0, max: 500 }), (events, latenessMs) => {
        const { taken } = run(emptyCoalescing(), events, latenessMs);
        for (const event of events) {
          const after = taken.find((take) => take.path === event.path && take.atMono >= event.atMono);
          expect(after?.atMono ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(event.atMono + 1_000 + latenessMs);
        }
      }),
      runs,
    );
  });

  test('takes of one path are at least the quiet time apart', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 0, max: 500 }), (events, latenessMs) => {
        const last = new Map<string, number>();
        for (const { path, atMono } of run(emptyCoalescing(), events, latenessMs).taken) {
          expect(atMono - (last.get(path) ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(30);
          last.set(path, atMono);
        }
      }),
      runs,
    );
  });

  test('the first event after a quiet time is taken at the same moment', () => {
    fc.assert(
      fc.property(history, (events) => {
        const { taken } = run(emptyCoalescing(), events);
        const last = new Map<string, number>();
        for (const event of events) {
          const lastTake =
            taken.filter((take) => take.path === event.path && take.atMono < event.atMono).at(-1)?.atMono ?? Number.NEGATIVE_INFINITY;
          const quiet = event.atMono - Math.max(last.get(event.path) ?? Number.NEGATIVE_INFINITY, lastTake) >= 30;
          if (quiet) expect(taken).toContainEqual(event);
          last.set(event.path, event.atMono);
        }
      }),
      runs,
    );
  });

  test('nothing is kept of paths that are quiet, and no take comes without an event', () => {
    fc.assert(
      fc.property(history, (events) => {
        const { taken, end } = run(emptyCoalescing(), events);
        expect(taken.length).toBeLessThanOrEqual(events.length);
        expect(takeDue(end, 1e9).state.bursts.size).toBe(0);
      }),
      runs,
    );
  });
});
