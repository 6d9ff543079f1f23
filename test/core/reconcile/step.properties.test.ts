/** The engine's invariants over random histories against a pretend world. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { stableJson } from '../../../electron/core/lib/stable-json.ts';
import { desiredServers } from '../../../electron/core/model/desired-servers.ts';
import type { Event } from '../../../electron/core/model/event.ts';
import { emptyState } from '../../../electron/core/model/state.ts';
import { makePolicy } from '../../../electron/core/reconcile/policy.ts';
import { reduce } from '../../../electron/core/reconcile/reduce.ts';
import { at, cursorSource, definition, events, ownSource } from '../../helpers/builders.ts';
import { advance, alive, approveAll, pretendWorld, type StartOutcome, scriptOf, send, usualSettings } from '../../helpers/pretend-world.ts';
import { anyHistory, type History } from './any-history.ts';
import { type Invariant, invariants } from './history-checks.ts';
import { actionsOfOthers, violationsOf } from './play-history.ts';

/** More for a night run: TOOLTRAY_HISTORIES=200000 TOOLTRAY_HISTORY_SEED=$RANDOM. */
const runs = Number(process.env.TOOLTRAY_HISTORIES ?? 8_000);
const seed = Number(process.env.TOOLTRAY_HISTORY_SEED ?? 20_260_101);
const limitMs = 1_200_000;

describe('random histories', () => {
  const broken = new Set<Invariant>();
  let played = 0;

  beforeAll(() => {
    for (const history of fc.sample(anyHistory, { numRuns: runs, seed })) {
      for (const { invariant } of violationsOf(history)) broken.add(invariant);
      played += 1;
    }
  }, limitMs);

  test.each(invariants)(
    '%s',
    (invariant) => {
      expect(played).toBe(runs);
      if (!broken.has(invariant)) return;
      // Plays them again in the same order, to give the smallest history that shows it.
      const property = fc.property(anyHistory, (history) => {
        expect(violationsOf(history).filter((one) => one.invariant === invariant)).toEqual([]);
      });
      fc.assert(property, { seed, numRuns: runs });
    },
    limitMs,
  );

  test(
    'S0-22 F32 one failing or hanging server delays no other',
    () => {
      const spoil: fc.Arbitrary<StartOutcome> = fc.constantFrom(
        { kind: 'fails', delayMs: 1, code: 'exited' },
        { kind: 'fails', delayMs: 30_000, code: 'deadline' },
        { kind: 'opens', delayMs: 1, livesMs: 2 },
      );
      const property = fc.property(anyHistory, fc.nat(5), spoil, (history, server, always) => {
        const calm: History = { ...history, deeds: history.deeds.filter((deed) => deed.do !== 'restart') };
        expect(actionsOfOthers(calm, server, always)).toEqual(actionsOfOthers(calm, server, { kind: 'opens', delayMs: 20 }));
      });
      fc.assert(property, { seed, numRuns: Math.ceil(runs / 8) });
    },
    limitMs,
  );
});

/** Histories that once showed a fault, with what went wrong. */
const found: readonly (readonly [story: string, history: Partial<History> & Pick<History, 'deeds'>])[] = [
  [
    'an entry that returns to its running launch after another one was approved is asked about at once',
    {
      idleStopMs: 20_000,
      deeds: [
        { do: 'save', file: 1, entries: [{ name: 'a', launch: 0, enabled: true }] },
        { do: 'save', file: 1, entries: [{ name: 'a', launch: 1, enabled: true }] },
        { do: 'wait', ms: 500 },
        { do: 'save', file: 1, entries: [{ name: 'a', launch: 0, enabled: true }] },
        { do: 'save', file: 1, entries: [{ name: 'a', launch: 1, enabled: true }] },
        { do: 'wait', ms: 61_000 },
      ],
    },
  ],
  [
    'a list announced as changed just before the engine ends is read by the next one',
    {
      deeds: [
        { do: 'save', file: 0, entries: [{ name: 'c', launch: 0, enabled: true }] },
        { do: 'wait', ms: 500 },
        { do: 'notice', server: 2, kind: 'tools' },
        { do: 'restart' },
      ],
    },
  ],
  [
    'a failed list takes the stamp away at once, although another list is still under way when the engine ends',
    {
      fraction: 0.5,
      deeds: [
        { do: 'save', file: 0, entries: [{ name: 'a', launch: 1, enabled: true }] },
        { do: 'wait', ms: 60 },
        {
          do: 'script',
          server: 0,
          starts: [],
          lists: [
            { delayMs: 0, fails: true },
            { delayMs: 3_000, fails: false },
          ],
          closesMs: [],
        },
        { do: 'wait', ms: 301_000 },
        { do: 'restart' },
      ],
    },
  ],
];

describe('histories that once showed a fault', () => {
  test.each(found)('%s', (_story, history) => {
    expect(violationsOf({ autoTrust: true, keepAlive: false, idleStopMs: 600_000, fraction: 0, ...history })).toEqual([]);
  });
});

describe('properties of single functions', () => {
  const policy = makePolicy(
    () => usualSettings,
    () => 0,
  );
  const apply = (list: readonly Event[]) => list.reduce((state, event) => reduce(state, event, at(0), policy), emptyState);

  test('the same final readings in any order give the same desired servers in the same order', () => {
    const third = '/home/ada/.vscode/mcp.json' as typeof ownSource;
    const files = [ownSource, cursorSource, third];
    // Ranks are the same, the order in which they are told is not.
    const named = (order: readonly number[]): Event => ({
      kind: 'source.named',
      sources: order.map((rank) => ({ id: files[rank] ?? ownSource, client: 'cursor', rank })),
    });
    const oneReading = fc.record({ file: fc.nat(2), names: fc.uniqueArray(fc.constantFrom('x', 'y', 'z', 'w'), { maxLength: 4 }) });
    const property = fc.property(
      fc.array(oneReading),
      fc.array(fc.uniqueArray(fc.constantFrom('x', 'y', 'z', 'w')), { minLength: 3, maxLength: 3 }),
      fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
      (past, last, order) => {
        const read = (file: number, names: readonly string[]): Event => {
          const source = files[file] ?? ownSource;
          return events.read(source, ...names.map((name) => definition(name, { source })));
        };
        const finals = last.map((names, file) => read(file, names));
        const straight = apply([named([0, 1, 2]), ...finals]);
        const crooked = apply([
          named(order),
          ...past.map(({ file, names }) => read(file, names)),
          ...order.flatMap((file) => finals[file] ?? []),
        ]);
        expect(stableJson([...desiredServers(crooked.sources)])).toBe(stableJson([...desiredServers(straight.sources)]));
      },
    );
    fc.assert(property, { seed, numRuns: 500 });
  });

  test('F48 R11 stop during start, start during stop, 50 toggles a second: never two instances, ends as asked', () => {
    const toggles = fc.array(
      fc.record({ enabled: fc.boolean(), args: fc.constantFrom('1', '2'), waitMs: fc.constantFrom(0, 1, 20, 20, 20, 500, 6_000) }),
      { minLength: 10, maxLength: 40 },
    );
    const slow = fc.array(
      fc.record({ startMs: fc.constantFrom(0, 5, 25, 300, 2_000), stopMs: fc.constantFrom(0, 5, 25, 300, 4_500), fails: fc.boolean() }),
      { maxLength: 12 },
    );
    let toggled = 0;
    const property = fc.property(toggles, slow, fc.boolean(), (list, behaviour, keepAlive) => {
      const world = pretendWorld({
        settings: { keepAlive },
        onStep({ actions }) {
          for (const action of actions) if (action.kind === 'connect') expect(alive(world, action.server)).toEqual([]);
        },
      });
      send(world, events.named(ownSource));
      const { id } = definition('db');
      const script = scriptOf(world, id);
      script.starts = behaviour.map(({ startMs, fails }) =>
        fails ? { kind: 'fails', delayMs: startMs, code: 'exited' } : { kind: 'opens', delayMs: startMs },
      );
      script.closesMs = behaviour.map(({ stopMs }) => stopMs);
      for (const { enabled, args, waitMs } of list) {
        toggled += 1;
        send(
          world,
          events.read(ownSource, definition('db', { enabled, transport: { kind: 'stdio', command: 'db', args: [args], env: {} } })),
        );
        advance(world, waitMs);
      }
      approveAll(world);
      script.starts = [];
      advance(world, 90_000);
      const asked = list.at(-1);
      const running = alive(world, id);
      expect(running.length).toBe(asked?.enabled && (keepAlive || running.length > 0) ? 1 : 0);
      if (running[0]) expect(running[0].definition.transport).toMatchObject({ args: [asked?.args] });
      const server = world.state.servers.get(id);
      if (asked?.enabled) expect(server?.syncedLaunchHash).toContain(`["${asked.args}"]`);
    });
    fc.assert(property, { seed, numRuns: 1_000 });
    expect(toggled).toBeGreaterThanOrEqual(10_000);
  });
});
