/** When the one timer rings. */
import { describe, expect, test } from 'vitest';
import { nextDue } from '../../../electron/core/reconcile/next-due.ts';
import { makePolicy } from '../../../electron/core/reconcile/policy.ts';
import { usualSettings } from '../../helpers/pretend-world.ts';
import { type Condition, connections, db, lists, nowMono, otherDb, stateOf } from './one-server.ts';

const policy = makePolicy(
  () => ({ ...usualSettings, idleStopMs: 90_000 }),
  () => 0,
);
const never = Number.POSITIVE_INFINITY;
const { closed, connecting, open, closing, failed } = connections;

const rows: readonly (readonly [title: string, condition: Condition, dueIn: number])[] = [
  ['an open server: when its next list is due', { connection: open, wanted: db }, 60_000],
  [
    'an open server whose lists are not due sooner: when it has been idle for long',
    { connection: open, wanted: db, server: { listings: lists({ dueAtMono: never }) } },
    89_000,
  ],
  [
    'an open server that is to be relaunched: when the pace allows',
    { connection: open, wanted: otherDb, server: { paceUntilMono: nowMono + 2_000 } },
    2_000,
  ],
  ['a connecting server: never, its answer comes', { connection: connecting, wanted: db }, never],
  [
    'a connecting server that is to be relaunched: when the pace allows',
    { connection: connecting, wanted: otherDb, server: { paceUntilMono: nowMono + 2_000 } },
    2_000,
  ],
  ['a closing server: never, its end comes', { connection: closing, wanted: db }, never],
  ['a failed server: when it is tried again', { connection: failed, wanted: db }, 500],
  ['a failed server in a one-shot run: never', { connection: { ...failed, retryAtMono: never }, wanted: db }, never],
  ['a closed server: when a list of it is due, as it starts for that', { connection: closed, wanted: db }, 60_000],
  [
    'a closed server without lists in sight: never',
    { connection: closed, wanted: db, server: { listings: lists({ dueAtMono: never }) } },
    never,
  ],
  ['a disabled server: never', { connection: closed, wanted: { ...db, enabled: false } }, never],
  ['a server gone from the files: never', { connection: failed, wanted: null }, never],
  [
    'what was due by the last plan does not count again',
    { connection: open, wanted: db, server: { listings: lists({ dueAtMono: nowMono }) } },
    89_000,
  ],
];

describe('the timer rings for', () => {
  test.each(rows)('%s', (_title, condition, dueIn) => {
    expect(nextDue(stateOf(condition), policy, nowMono) - nowMono).toBe(dueIn);
  });
});
