/** When a noticed file is read. */
import { describe, expect, test } from 'vitest';
import { createSettle } from '../../electron/engine/sources/settle.ts';
import { createHandClock } from '../helpers/hand-clock.ts';

function settler() {
  const clock = createHandClock();
  const taken: number[] = [];
  const settle = createSettle(clock, { quietMs: () => 30, burstMaxMs: 1_000 }, () => void taken.push(clock.now().mono));
  return { clock, taken, settle };
}

describe('settle', () => {
  test('the first event of a quiet path is taken at once', () => {
    const { taken, settle } = settler();
    settle.touch('a');
    expect(taken).toEqual([0]);
  });

  test('S1-35 a burst is taken at its first event and once after its last', async () => {
    const { clock, taken, settle } = settler();
    for (let at = 0; at < 50; at += 1) {
      settle.touch('a');
      await clock.advance(10);
    }
    await clock.advance(100);
    expect(taken).toEqual([0, 521]);
  });

  test('a file that is written without end is still taken about once a second', async () => {
    const { clock, taken, settle } = settler();
    for (let at = 0; at < 400; at += 1) {
      settle.touch('a');
      await clock.advance(10);
    }
    expect(taken.length).toBeGreaterThanOrEqual(4);
    expect(taken.length).toBeLessThanOrEqual(6);
  });

  test('events that were waiting while the process was held up belong to the same burst', async () => {
    let mono = 0;
    const timers: (() => void)[] = [];
    const held = {
      now: () => ({ mono, wall: mono }),
      after(_ms: number, callback: () => void) {
        timers.push(callback);
        return () => {
          if (timers.includes(callback)) timers.splice(timers.indexOf(callback), 1);
        };
      },
    };
    const taken: number[] = [];
    const settle = createSettle(held, { quietMs: () => 30, burstMaxMs: 1_000 }, () => void taken.push(mono));
    settle.touch('a');
    mono = 5;
    settle.touch('a');
    mono = 200; // held up: the timer runs first, the events come after it
    timers.shift()?.();
    for (let at = 0; at < 10; at += 1) settle.touch('a');
    while (timers.length > 0) {
      mono += 40;
      timers.shift()?.();
    }
    expect(taken).toHaveLength(2);
  });
});
