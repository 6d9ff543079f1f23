/** What is worth a notification, as histories of views. */
import { describe, expect, test } from 'vitest';
import type { AppView, ServerView } from '../../../electron/contract/app-view.ts';
import type { ProblemCode } from '../../../electron/contract/problem.ts';
import { isSettling, nothingTold, noticesOf, type Told } from '../../../electron/surfaces/shell/notices.ts';
import { sampleApproval, sampleServer, sampleSourceView, sampleView } from '../../helpers/sample-view.ts';

const second = 1_000;
const minute = 60 * second;
const failed = (name: string, code: ProblemCode = 'exited') =>
  sampleServer(name, { status: 'failed', problem: { code, message: `why: ${code}` } });
const ok = (starts = 1) => sampleServer('a', { starts });
const syncing = sampleServer('a', { status: 'syncing' });
const view = (...servers: AppView['servers']): AppView => sampleView({ servers });
const waiting = (launchHash: string, rejected = false) => sampleView({ approvals: [sampleApproval('a', { launchHash, rejected })] });

/** One look: how long after the one before, at what, and the titles that are told then. */
type Look = readonly [afterMs: number, view: AppView | ServerView, ...titles: readonly string[]];

/** Plays a history; gives it back with the titles that were told. */
function played(history: readonly Look[]): readonly Look[] {
  let told: Told = nothingTold;
  let nowMs = 0;
  return history.map(([afterMs, seen]) => {
    nowMs += afterMs;
    const found = noticesOf('servers' in seen ? seen : view(seen), told, nowMs);
    told = found.told;
    return [afterMs, seen, ...found.notices.map((notice) => notice.title)];
  });
}

const histories: Readonly<Record<string, readonly Look[]>> = {
  'a calm app says nothing': [
    [0, ok()],
    [second, syncing],
    [second, ok()],
  ],
  'a failure is told once, however often it is tried again': [
    [0, failed('a'), 'a failed'],
    [second, syncing],
    [second, failed('a')],
    [minute, syncing],
    [second, failed('a')],
  ],
  'another cause is news, one that was told before is not': [
    [0, failed('a'), 'a failed'],
    [second, failed('a', 'unauthorized'), 'a failed'],
    [second, failed('a')],
    [second, failed('a', 'unauthorized')],
  ],
  'a crash loop is what follows from the crash': [
    [0, failed('a'), 'a failed'],
    [second, failed('a', 'crash-loop')],
    [second, failed('a')],
  ],
  'a crash loop that is the first thing seen is told': [[0, failed('a', 'crash-loop'), 'a failed']],
  'a recovery is told once it has lasted, and once only': [
    [0, failed('a'), 'a failed'],
    [second, syncing],
    [second, ok()],
    [9 * second, ok()],
    [second, ok(), 'a works again'],
    [minute, ok()],
  ],
  'a server that dies over and over is told to fail, and nothing else, until it really works': [
    [0, failed('a'), 'a failed'],
    ...Array.from({ length: 20 }, (_, index): readonly Look[] => [
      [2 * second, ok(index + 2)],
      [9 * second, failed('a', index < 5 ? 'exited' : 'crash-loop')],
    ]).flat(),
    [minute, ok(30)],
    [10 * second, ok(30), 'a works again'],
  ],
  'a death between two looks is seen by the number of starts': [
    [0, failed('a'), 'a failed'],
    [second, ok(2)],
    [6 * second, ok(3)],
    [6 * second, ok(4)],
    [10 * second, ok(4), 'a works again'],
  ],
  'one that fails again soon after it was told to work must prove itself for ten minutes': [
    [0, failed('a'), 'a failed'],
    [second, ok(2)],
    [10 * second, ok(2), 'a works again'],
    [5 * minute, failed('a'), 'a failed'],
    [second, ok(3)],
    [5 * minute, failed('a')],
    [second, ok(4)],
    [9 * minute, ok(4)],
    [minute, ok(4), 'a works again'],
  ],
  'one that fails again after hours is a new story': [
    [0, failed('a'), 'a failed'],
    [second, ok(2)],
    [10 * second, ok(2), 'a works again'],
    [120 * minute, failed('a'), 'a failed'],
    [second, ok(3)],
    [10 * second, ok(3), 'a works again'],
  ],
  'a server that was switched off neither fails nor recovers': [
    [0, failed('a'), 'a failed'],
    [second, sampleServer('a', { enabled: false, status: 'disabled' })],
    [minute, ok()],
    [minute, ok()],
  ],
  'one that is removed is forgotten': [
    [0, failed('a'), 'a failed'],
    [second, view()],
    [second, failed('a'), 'a failed'],
  ],
  'what was there when the app was quit is told once in the next run': [
    [0, view(failed('a'), failed('b')), 'a failed', 'b failed'],
    [minute, view(failed('a'), failed('b'))],
  ],
  'an open approval is told once a launch': [
    [0, waiting('one'), 'a needs your approval'],
    [second, waiting('one')],
    [second, waiting('two'), 'a needs your approval'],
  ],
  'an entry that is changed there and back asks nothing new': [
    [0, waiting('one'), 'a needs your approval'],
    [second, waiting('two'), 'a needs your approval'],
    [second, waiting('one')],
    [second, view(ok())],
    [second, waiting('two')],
  ],
  'a rejected launch is not asked about again': [
    [0, waiting('one', true)],
    [second, waiting('one')],
  ],
};

test.each(Object.entries(histories))('%s', (_name, history) => {
  expect(played(history)).toEqual(history);
});

test('it says when it wants to look again', () => {
  const first = noticesOf(view(failed('a')), nothingTold, 0);
  expect(first.againAtMs).toBe(Number.POSITIVE_INFINITY);
  const working = noticesOf(view(ok()), first.told, 5_000);
  expect(working.againAtMs).toBe(15_000);
  const told = noticesOf(view(ok()), working.told, working.againAtMs);
  expect(told.notices).toMatchObject([{ title: 'a works again', urgent: false }]);
  expect(told.againAtMs).toBe(Number.POSITIVE_INFINITY);
});

test('many at once are one notification that names them', () => {
  const { notices } = noticesOf(view(failed('a'), failed('b'), failed('c')), nothingTold, 0);
  expect(notices).toMatchObject([{ title: '3 servers fail', body: 'a, b, c', place: '/servers' }]);
});

test('a click leads to the server, or to the approvals', () => {
  const server = failed('a');
  const { notices } = noticesOf({ ...waiting('one'), servers: [server] }, nothingTold, 0);
  expect(notices).toMatchObject([
    { title: 'a failed', body: 'why: exited', place: `/servers/${encodeURIComponent(server.id)}` },
    { title: 'a needs your approval', place: '/approvals' },
  ]);
});

describe('while a start settles nothing is told yet', () => {
  test.each([
    ['a source is still to be read', sampleView({ sources: [sampleSourceView({ presence: 'unread' })] }), true],
    ['a server is tried', view(syncing, failed('b')), true],
    ['all is known', view(ok(), failed('b')), false],
  ] as const)('%s', (_name, seen, settling) => {
    expect(isSettling(seen)).toBe(settling);
  });
});
