/** The connection table: what is planned for one server in each phase. */
import { describe, expect, test } from 'vitest';
import { plan } from '../../../electron/core/reconcile/plan.ts';
import type { Policy } from '../../../electron/core/reconcile/policy.ts';
import { makePolicy } from '../../../electron/core/reconcile/policy.ts';
import { at, decision, definition, ownSource, reading } from '../../helpers/builders.ts';
import { usualSettings } from '../../helpers/pretend-world.ts';
import { type Condition, connections, db, inWords, lists, nowMono, otherDb, stateOf } from './one-server.ts';

const usual = makePolicy(
  () => usualSettings,
  () => 0,
);
const { closed, connecting, open, closing, failed } = connections;
const never = { syncedLaunchHash: '', lastLaunchHash: '' } as const;
const trustedOld = [decision(db)];

type Row = readonly [title: string, condition: Condition, actions: readonly string[], policy?: Policy];

function check(condition: Condition, expected: readonly string[], policy: Policy = usual): void {
  expect(inWords(plan(stateOf(condition), at(nowMono), policy))).toEqual(expected);
}

const sameLaunch: readonly Row[] = [
  ['closed and never listed: connect', { connection: closed, wanted: db, server: never }, ['connect #8']],
  ['closed and listed: nothing, it starts on demand', { connection: closed, wanted: db }, []],
  ['closed, kept alive: connect', { connection: closed, wanted: db }, ['connect #8'], { ...usual, keepAlive: true }],
  ['closed and asked for: connect', { connection: closed, wanted: db, server: { demanded: true } }, ['connect #8']],
  [
    'closed, one list due: connect',
    { connection: closed, wanted: db, server: { listings: lists({ dueAtMono: nowMono }) } },
    ['connect #8'],
  ],
  [
    'closed, a list due that it does not offer: nothing',
    { connection: closed, wanted: db, server: { offers: [], listings: lists({ dueAtMono: 0 }) } },
    [],
  ],
  ['closed, nothing may start: nothing', { connection: closed, wanted: db, server: never }, [], { ...usual, hold: true }],
  ['connecting: wait', { connection: connecting, wanted: db }, []],
  ['open, nothing due: nothing', { connection: open, wanted: db }, []],
  [
    'open, list due: list what is due',
    { connection: open, wanted: db, server: { listings: lists({ dueAtMono: nowMono }) } },
    ['list #7 tools'],
  ],
  ['open, list due but under way: wait', { connection: open, wanted: db, server: { listings: lists({ dueAtMono: 0, readingBy: 7 }) } }, []],
  ['open and unused for long: disconnect', { connection: { ...open, usedMono: nowMono - 600_000 }, wanted: db }, ['disconnect #7 idle']],
  [
    'open and unused, a list still failing: stay and go on trying',
    { connection: { ...open, usedMono: 0 }, wanted: db, server: { listings: lists({ problem: { code: 'list-failed', message: 'no' } }) } },
    [],
  ],
  [
    'open and unused, a list due: list first',
    { connection: { ...open, usedMono: 0 }, wanted: db, server: { listings: lists({ dueAtMono: nowMono }) } },
    ['list #7 tools'],
  ],
  [
    'open, this very launch was rejected: disconnect',
    { connection: open, wanted: db, decisions: [decision(db, 'rejected')] },
    ['disconnect #7 disabled'],
  ],
  ['closing: wait', { connection: closing, wanted: db, server: { demanded: true } }, []],
  ['failed, before its time: wait', { connection: failed, wanted: db }, []],
  ['failed, retryAt reached: connect', { connection: { ...failed, retryAtMono: nowMono }, wanted: db }, ['connect #8']],
  ['failed, before its time but asked for: connect', { connection: failed, wanted: db, server: { demanded: true } }, ['connect #8']],
  ['failed, retryAt reached while paused: wait', { connection: { ...failed, retryAtMono: 0 }, wanted: db, state: { paused: true } }, []],
];

const otherLaunch: readonly Row[] = [
  ['closed, approved: connect', { connection: closed, wanted: otherDb }, ['connect #8']],
  ['closed, not approved: ask', { connection: closed, wanted: otherDb, decisions: trustedOld }, ['ask']],
  [
    'closed, asked already: wait',
    { connection: closed, wanted: otherDb, decisions: trustedOld, state: { asked: new Map([[db.id, otherDb.launchHash]]) } },
    [],
  ],
  ['closed, rejected: nothing', { connection: closed, wanted: otherDb, decisions: [decision(otherDb, 'rejected')] }, []],
  ['connecting, approved: disconnect', { connection: connecting, wanted: otherDb }, ['disconnect #7 relaunch']],
  ['connecting, not approved: ask, the start goes on', { connection: connecting, wanted: otherDb, decisions: trustedOld }, ['ask']],
  ['open, approved: disconnect', { connection: open, wanted: otherDb }, ['disconnect #7 relaunch']],
  [
    'open, approved, list due: disconnect and ask it nothing more',
    { connection: open, wanted: otherDb, server: { listings: lists({ dueAtMono: nowMono }) } },
    ['disconnect #7 relaunch'],
  ],
  [
    'open, approved, changed a moment ago: wait for the pace',
    { connection: open, wanted: otherDb, server: { paceUntilMono: nowMono + 1 } },
    [],
  ],
  ['open, approved, paused: the old launch goes on', { connection: open, wanted: otherDb, state: { paused: true } }, []],
  ['open, not approved: ask, the old launch goes on', { connection: open, wanted: otherDb, decisions: trustedOld }, ['ask']],
  [
    'open, not approved, list due: the old launch is still listed',
    { connection: open, wanted: otherDb, decisions: trustedOld, server: { listings: lists({ dueAtMono: nowMono }) } },
    ['ask', 'list #7 tools'],
  ],
  ['open, rejected: the old launch goes on', { connection: open, wanted: otherDb, decisions: [decision(otherDb, 'rejected')] }, []],
  [
    'open on an approval that another launch has taken: ask, it goes on',
    { connection: open, wanted: db, decisions: [decision(otherDb)] },
    ['ask'],
  ],
  ['closing: wait', { connection: closing, wanted: otherDb }, []],
  ['failed, before its time, approved: connect now', { connection: failed, wanted: otherDb }, ['connect #8']],
  ['failed, changed a moment ago: wait for the pace', { connection: failed, wanted: otherDb, server: { paceUntilMono: nowMono + 1 } }, []],
  ['failed, not approved: ask', { connection: { ...failed, retryAtMono: 0 }, wanted: otherDb, decisions: trustedOld }, ['ask']],
];

const notWanted: readonly Row[] = [
  ['closed, gone from the file: nothing', { connection: closed, wanted: null }, []],
  ['connecting, gone: disconnect', { connection: connecting, wanted: null }, ['disconnect #7 removed']],
  ['open, gone: disconnect', { connection: open, wanted: null }, ['disconnect #7 removed']],
  ['open, gone while paused: disconnect', { connection: open, wanted: null, state: { paused: true } }, ['disconnect #7 removed']],
  ['closing, gone: wait', { connection: closing, wanted: null }, []],
  ['failed, gone: nothing', { connection: { ...failed, retryAtMono: 0 }, wanted: null }, []],
  ['closed, disabled: nothing', { connection: closed, wanted: { ...db, enabled: false }, server: never }, []],
  ['connecting, disabled: disconnect', { connection: connecting, wanted: { ...db, enabled: false } }, ['disconnect #7 disabled']],
  ['open, disabled: disconnect', { connection: open, wanted: { ...db, enabled: false } }, ['disconnect #7 disabled']],
  ['failed, disabled: nothing', { connection: { ...failed, retryAtMono: 0 }, wanted: { ...db, enabled: false } }, []],
  ['disabled and not approved: no question', { connection: closed, wanted: { ...otherDb, enabled: false }, decisions: [] }, []],
];

describe('wanted, same launch, approved', () => {
  for (const [title, condition, expected, policy] of sameLaunch) test(title, () => check(condition, expected, policy));
});
describe('wanted, other launch', () => {
  for (const [title, condition, expected, policy] of otherLaunch) test(title, () => check(condition, expected, policy));
});
describe('not wanted', () => {
  for (const [title, condition, expected, policy] of notWanted) test(title, () => check(condition, expected, policy));
});

describe('several servers', () => {
  const [a, b, c] = [definition('a'), definition('b'), definition('c')];

  test('stops come before starts, starts in the order of the file, each with its own attempt', () => {
    const state = stateOf({ connection: open, wanted: null, decisions: [a, b, c].map((one) => decision(one)) });
    const source = { ...state.sources.get(ownSource), reading: reading([c, a, b]) } as never;
    const actions = plan({ ...state, sources: new Map([[ownSource, source]]) }, at(nowMono), usual);
    expect(actions.map(({ kind, server }) => `${kind} ${server}`)).toEqual(
      [db, c, a, b].map(({ id }, index) => `${index === 0 ? 'disconnect' : 'connect'} ${id}`),
    );
    expect(actions.map((action) => ('attempt' in action ? action.attempt : 0))).toEqual([7, 8, 9, 10]);
  });

  test('S0-45 the plan never touches a server whose name merely begins like that of a removed one', () => {
    const enterprise = definition('db-enterprise');
    const state = stateOf({ connection: open, wanted: enterprise, decisions: [decision(enterprise)] });
    const actions = plan(state, at(nowMono), usual);
    expect(actions.map(({ kind, server }) => [kind, server])).toEqual([
      ['disconnect', db.id],
      ['connect', enterprise.id],
    ]);
  });

  test('a server that only the registry knows yet is neither stopped nor started', () => {
    const state = stateOf({ connection: open, wanted: null, state: { remembered: new Map([[db.id, {} as never]]) } });
    expect(plan(state, at(nowMono), usual)).toEqual([]);
  });

  test('the first start of a launch says so, a later one does not; the era that worked is used again', () => {
    const first = plan(stateOf({ connection: closed, wanted: otherDb, server: { era: 'modern' } }), at(nowMono), usual)[0];
    const again = plan(stateOf({ connection: closed, wanted: db, server: { demanded: true } }), at(nowMono), usual)[0];
    expect(first).toMatchObject({ kind: 'connect', first: true, era: 'modern' });
    expect(again).toMatchObject({ kind: 'connect', first: false, era: null });
  });
});
