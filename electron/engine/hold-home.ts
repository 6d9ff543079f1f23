/** One engine per home: keeps every other one away until released. */
import type { Problem } from '../contract/problem.ts';
import type { Ports } from '../core/ports.ts';

/** Gives the release, or the problem that another engine serves this home or that the home cannot be used. */
export function holdHome(ports: Ports): Promise<Problem | (() => void)> {
  return new Promise((resolve) => {
    const held = ports.lock.exclusive('engine', 0, () => new Promise<'released'>((release) => resolve(() => release('released'))));
    void held.then((outcome) => {
      if (outcome === 'released') return;
      const busy = { message: 'another Tooltray already serves this home', hint: 'Use that one, or quit it first.' };
      resolve({ ...outcome, ...(outcome.code === 'busy' ? busy : {}) });
    });
  });
}
