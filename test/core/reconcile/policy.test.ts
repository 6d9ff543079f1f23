/** Retry arithmetic, alone and with the whole step loop under a hand-moved clock. */
import { describe, expect, test } from 'vitest';
import { makePolicy } from '../../../electron/core/reconcile/policy.ts';
import { definition, events, ownSource } from '../../helpers/builders.ts';
import {
  advance,
  alive,
  pretendWorld,
  type StartOutcome,
  scriptOf,
  send,
  startsOf,
  usualSettings,
  type World,
  type WorldOptions,
} from '../../helpers/pretend-world.ts';

const policyAt = (fraction: number, settings = {}) =>
  makePolicy(
    () => ({ ...usualSettings, ...settings }),
    () => fraction,
  );
const db = definition('db');
const minute = 60_000;

/** A world in which every start of `db` ends as `always` says, from the first sync on. */
function troubled(always: StartOutcome, options: WorldOptions = {}): World {
  const world = pretendWorld(options);
  scriptOf(world, db.id).always = always;
  send(world, events.named(ownSource));
  send(world, events.read(ownSource, db));
  return world;
}

const serverOf = (world: World) => world.state.servers.get(db.id);
const codeOf = (world: World) => {
  const connection = serverOf(world)?.connection;
  return connection?.phase === 'failed' ? connection.problem.code : null;
};
const gaps = (times: readonly number[]) => times.slice(1).map((time, index) => time - (times[index] ?? 0));

describe('delays', () => {
  test('R11 starts are retried after 1, 2, 4, 8, 16, 32, then every 60 seconds', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 8, 50, 5_000].map((failures) => policyAt(0).retryDelayMs(failures, 'exited'));
    expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000, 60_000]);
  });

  test('R11 jitter only lengthens a delay, by at most a fifth', () => {
    for (const failures of [1, 3, 7, 30]) {
      const base = policyAt(0).retryDelayMs(failures, 'exited');
      expect(policyAt(0.5).retryDelayMs(failures, 'exited')).toBeCloseTo(base * 1.1);
      expect(policyAt(0.999_999).retryDelayMs(failures, 'exited')).toBeLessThanOrEqual(base * 1.2);
    }
  });

  test('a cause that another start cannot mend soon is looked at once a minute from the beginning', () => {
    for (const code of ['command-not-found', 'cwd-missing', 'env-file-missing', 'unauthorized', 'unsupported-protocol'] as const) {
      expect(policyAt(0).retryDelayMs(1, code)).toBe(minute);
    }
  });

  test('lists of a connected server are retried after 30 seconds, doubling to 5 minutes', () => {
    expect([1, 2, 3, 4, 5, 6, 99].map((failures) => policyAt(0).listRetryDelayMs(failures) / 1_000)).toEqual([
      30, 60, 120, 240, 300, 300, 300,
    ]);
  });

  test('the refresh window is the interval plus or minus a fifth, never below its floor, and never in a one-shot run', () => {
    expect(policyAt(0).refreshDelayMs()).toBe(240_000);
    expect(policyAt(0.5).refreshDelayMs()).toBe(300_000);
    expect(policyAt(0.999_999).refreshDelayMs()).toBeCloseTo(360_000, -1);
    expect(policyAt(0, { refreshIntervalMs: 1 }).refreshDelayMs()).toBe(100);
    expect(policyAt(0, { once: true }).refreshDelayMs()).toBe(Number.POSITIVE_INFINITY);
  });

  test('nothing idles out in a one-shot run or when servers are kept alive', () => {
    expect(policyAt(0).idleStopMs).toBe(600_000);
    expect(policyAt(0, { keepAlive: true }).idleStopMs).toBe(Number.POSITIVE_INFINITY);
    expect(policyAt(0, { once: true }).idleStopMs).toBe(Number.POSITIVE_INFINITY);
  });

  test('changed settings are in force at once', () => {
    let settings = { ...usualSettings, keepAlive: false, hold: true };
    const policy = makePolicy(
      () => settings,
      () => 0,
    );
    expect([policy.keepAlive, policy.hold, policy.once]).toEqual([false, true, false]);
    settings = { ...settings, keepAlive: true, hold: false };
    expect([policy.keepAlive, policy.hold]).toEqual([true, false]);
  });
});

describe('a server that keeps crashing', () => {
  const outcomes: readonly (readonly [string, StartOutcome])[] = [
    ['exits before it answers', { kind: 'fails', delayMs: 3, code: 'exited' }],
    ['dies right after it opened', { kind: 'opens', delayMs: 3, livesMs: 2 }],
  ];
  for (const [how, outcome] of outcomes) {
    for (const fraction of [0, 0.5, 0.99]) {
      test(`F38 R11 always-crashing server (${how}, jitter ${fraction}): at most 16 starts in 10 minutes and "crash loop"`, () => {
        let together = 0;
        const world = troubled(outcome, {
          fraction: () => fraction,
          onStep: ({ actions }) => {
            for (const action of actions) if (action.kind === 'connect') together = Math.max(together, alive(world, db.id).length);
          },
        });
        advance(world, 10 * minute);
        const starts = startsOf(world, db.id);
        expect(starts.length).toBeLessThanOrEqual(16);
        expect(starts.length).toBeGreaterThanOrEqual(12);
        expect(gaps(starts)[0]).toBeLessThanOrEqual(1_205);
        expect(Math.max(...gaps(starts))).toBeLessThanOrEqual(72_005);
        expect(together).toBe(0);
        expect(codeOf(world)).toBe('crash-loop');
      });
    }
  }

  test('F38 without jitter it is exactly 15 starts, and "crash loop" from the fifth failure on', () => {
    const world = troubled({ kind: 'fails', delayMs: 0, code: 'exited' });
    advance(world, 14_000);
    expect(codeOf(world)).toBe('exited');
    advance(world, 2_000);
    expect(codeOf(world)).toBe('crash-loop');
    advance(world, 10 * minute - 16_000);
    expect(startsOf(world, db.id)).toHaveLength(15);
  });

  test('F38 "crash loop" keeps the last cause and its hint, and counts the failures', () => {
    const world = troubled({ kind: 'fails', delayMs: 0, code: 'exited' });
    advance(world, 20_000);
    const connection = serverOf(world)?.connection;
    expect(connection).toMatchObject({
      problem: { code: 'crash-loop', message: 'crash loop: failed 5 times in a row; last: it went wrong: exited' },
    });
    expect(connection?.phase === 'failed' && connection.problem.hint).toBeTruthy();
  });

  test('a server that is merely away is retried at the same pace but is no crash loop', () => {
    const world = troubled({ kind: 'fails', delayMs: 0, code: 'unreachable' });
    advance(world, 10 * minute);
    expect(startsOf(world, db.id)).toHaveLength(15);
    expect(codeOf(world)).toBe('unreachable');
  });

  test('a missing command is looked for once a minute', () => {
    const world = troubled({ kind: 'fails', delayMs: 0, code: 'command-not-found' });
    advance(world, 10 * minute);
    expect(startsOf(world, db.id)).toHaveLength(11);
  });

  test('a server that says when to come back is left alone until then', () => {
    const world = troubled({ kind: 'fails', delayMs: 0, code: 'http-status', retryAfterMs: 200_000 });
    advance(world, 199_000);
    expect(startsOf(world, db.id)).toHaveLength(1);
    advance(world, 2_000);
    expect(startsOf(world, db.id)).toHaveLength(2);
  });

  test('F39 runs 45 s then dies, for ever: never counts as stable, no fast loop', () => {
    const world = troubled({ kind: 'opens', delayMs: 10, livesMs: 45_000 });
    advance(world, 60 * minute);
    const starts = startsOf(world, db.id);
    expect(starts.length).toBeLessThanOrEqual(40);
    expect(
      gaps(starts)
        .slice(6)
        .every((gap) => gap >= 45_000 + minute),
    ).toBe(true);
    expect(serverOf(world)?.failures).toBeGreaterThan(20);
  });

  test('R11 a run of more than 60 s forgets earlier failures: the next retry comes after a second', () => {
    const world = pretendWorld();
    const fails: StartOutcome = { kind: 'fails', delayMs: 0, code: 'exited' };
    scriptOf(world, db.id).starts = [fails, fails, fails, fails, fails, fails, { kind: 'opens', delayMs: 0, livesMs: 61_000 }, fails];
    send(world, events.named(ownSource));
    send(world, events.read(ownSource, db));
    advance(world, 63_000);
    expect(serverOf(world)?.connection.phase).toBe('open');
    advance(world, 61_500);
    expect(serverOf(world)).toMatchObject({ failures: 1, crashLoop: false });
    expect(codeOf(world)).toBe('exited');
    advance(world, 1_000);
    expect(gaps(startsOf(world, db.id)).at(-1)).toBe(62_000);
  });

  test('F40 a dependency returns after 1 h: recovered within 60 s', () => {
    const world = troubled({ kind: 'fails', delayMs: 20, code: 'exited' });
    advance(world, 60 * minute);
    delete scriptOf(world, db.id).always;
    advance(world, minute + 1_000);
    expect(serverOf(world)).toMatchObject({ connection: { phase: 'open' }, syncedLaunchHash: db.launchHash });
  });

  test('F40 a manual resync works at once, whatever the back-off', () => {
    const world = troubled({ kind: 'fails', delayMs: 20, code: 'exited' });
    advance(world, 60 * minute);
    delete scriptOf(world, db.id).always;
    send(world, events.sync([db.id]));
    advance(world, 100);
    expect(serverOf(world)).toMatchObject({ connection: { phase: 'open' }, syncedLaunchHash: db.launchHash });
  });

  test('another launch starts at once and with a clean record', () => {
    const world = troubled({ kind: 'fails', delayMs: 20, code: 'exited' });
    advance(world, 10 * minute);
    const mended = definition('db', { transport: { kind: 'stdio', command: 'mended', args: [], env: {} } });
    const before = startsOf(world, db.id).length;
    send(world, events.read(ownSource, mended));
    advance(world, 100);
    expect(startsOf(world, db.id)).toHaveLength(before + 1);
    expect(serverOf(world)).toMatchObject({ failures: 1, crashLoop: false });
  });
});

test('a one-shot run tries every server once and leaves the retry to the next run', () => {
  const world = troubled({ kind: 'fails', delayMs: 20, code: 'exited' }, { settings: { once: true } });
  advance(world, 60 * minute);
  expect(startsOf(world, db.id)).toHaveLength(1);
  const connection = serverOf(world)?.connection;
  expect(connection?.phase === 'failed' && connection.retryAtWall).toBe(world.now.wall - 60 * minute + 20 + 1_000);
});
