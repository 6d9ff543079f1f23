/** What happens to a server whose start or reading the person called off. */
import { describe, expect, test } from 'vitest';
import { serverView } from '../../../electron/core/view/server-view.ts';
import { isSettled } from '../../../electron/engine/sync/settled.ts';
import { decision, definition, events, items, ownSource, relaunched } from '../../helpers/builders.ts';
import {
  actionsSince,
  advance,
  alive,
  crash,
  pretendWorld,
  restart,
  scriptOf,
  send,
  startsOf,
  type World,
} from '../../helpers/pretend-world.ts';
import { surround } from '../view/view-of.ts';

const db = definition('db');
const other = definition('other');
const longMs = 600_000;

/** A world in which `db` hangs at its start and `other` works. */
function hanging(): World {
  const world = pretendWorld();
  scriptOf(world, db.id).starts = [{ kind: 'fails', delayMs: 120_000, code: 'deadline' }];
  send(world, events.named(ownSource));
  send(world, events.read(ownSource, db, other));
  advance(world, 1_000);
  return world;
}

/** A world in which both are synced and `db` is being read again without an answer. */
function reading(): World {
  const world = pretendWorld();
  send(world, events.named(ownSource));
  send(world, events.read(ownSource, db, other));
  advance(world, 1_000);
  scriptOf(world, db.id).lists = [{ delayMs: 120_000, fails: false }];
  send(world, events.sync([db.id]));
  advance(world, 1_000);
  return world;
}

const serverOf = (world: World) => world.state.servers.get(db.id);
const viewOf = (world: World) => serverView(world.state, db, 'db', surround);
const starts = (world: World) => startsOf(world, db.id).length;

describe('a start that is called off', () => {
  test('is ended, the server is held, and no time that passes starts it again', () => {
    const world = hanging();
    const index = world.log.length;
    send(world, events.cancel());
    advance(world, 1_000);
    expect(actionsSince(world, index)).toEqual(['disconnect db']);
    expect(alive(world, db.id)).toEqual([]);
    expect(viewOf(world)).toMatchObject({
      status: 'stale',
      retryAt: null,
      problem: { code: 'cancelled', hint: 'Resync starts it again.' },
    });
    advance(world, longMs);
    expect(starts(world)).toBe(1);
  });

  test('counts as settled at once, although its process is still being ended', () => {
    const world = hanging();
    expect(isSettled(world.state, 'all', null)).toBe(false);
    scriptOf(world, db.id).closesMs = [4_500];
    send(world, events.cancel([db.id]));
    expect(serverOf(world)?.connection.phase).toBe('closing');
    expect(isSettled(world.state, 'all', null)).toBe(true);
    expect(isSettled(world.state, [db.id], null)).toBe(true);
  });

  test.each([
    ['a resync', (world: World) => send(world, events.sync([db.id]))],
    ['an approval', (world: World) => send(world, { kind: 'trust.decided', decision: decision(db) })],
    ['an edit of its launch', (world: World) => send(world, events.read(ownSource, relaunched(db, '--other'), other))],
    [
      'switching it off and on',
      (world: World) => {
        send(world, events.read(ownSource, { ...db, enabled: false }, other));
        send(world, events.read(ownSource, db, other));
      },
    ],
  ])('starts again with %s', (_what, ask) => {
    const world = hanging();
    send(world, events.cancel());
    advance(world, 10_000);
    ask(world);
    advance(world, 1_000);
    expect(starts(world)).toBe(2);
    expect(serverOf(world)).toMatchObject({ calledOff: '', connection: { phase: 'open' } });
  });

  test.each([
    ['an edit of another entry', (world: World) => send(world, events.read(ownSource, db, relaunched(other, '--x')))],
    ['a resync of another server', (world: World) => send(world, events.sync([other.id]))],
    ['pausing and resuming', (world: World) => [true, false].map((on) => send(world, events.paused(on)))],
    [
      'the file being broken for a while',
      (world: World) => [events.unreadable(ownSource), events.read(ownSource, db, other)].map((one) => send(world, one)),
    ],
  ])('is held on through %s', (_what, disturb) => {
    const world = hanging();
    send(world, events.cancel());
    advance(world, 10_000);
    disturb(world);
    advance(world, longMs);
    expect(starts(world)).toBe(1);
  });

  test('a resync that comes while it is still being ended starts it after that, once', () => {
    const world = hanging();
    scriptOf(world, db.id).closesMs = [4_500];
    send(world, events.cancel());
    advance(world, 100);
    send(world, events.sync());
    expect(alive(world, db.id)).toHaveLength(1);
    advance(world, 10_000);
    expect(starts(world)).toBe(2);
    expect(viewOf(world).status).toBe('synced');
  });

  test('the next run of the app tries it again: nothing about it is kept', () => {
    const world = hanging();
    send(world, events.cancel());
    advance(world, 1_000);
    restart(world, [ownSource]);
    send(world, events.read(ownSource, db, other));
    advance(world, 1_000);
    expect(viewOf(world)).toMatchObject({ status: 'synced', problem: null });
  });
});

describe('a reading that is called off', () => {
  test('ends without a stop: the process goes on, its last lists stay and are stale, no other reading follows', () => {
    const world = reading();
    const index = world.log.length;
    const before = serverOf(world)?.listings.tools.items;
    send(world, events.cancel([db.id]));
    advance(world, longMs - 10_000);
    expect(actionsSince(world, index).filter((action) => action.endsWith(' db'))).toEqual(['callOffList db']);
    expect(alive(world, db.id)).toHaveLength(1);
    expect(serverOf(world)?.listings.tools).toMatchObject({ status: 'stale', readingBy: null });
    expect(serverOf(world)?.listings.tools.items).toBe(before);
    expect(viewOf(world)).toMatchObject({ status: 'stale', tools: 2, problem: { code: 'cancelled' } });
  });

  test('an answer that comes all the same is no answer to the reading after it', () => {
    const world = reading();
    const attempt = alive(world, db.id)[0]?.number ?? 0;
    send(world, events.cancel());
    send(world, events.listDone(db.id, attempt, ['late']));
    expect(serverOf(world)?.listings.tools.items).not.toEqual(items('late'));
    send(world, events.sync([db.id]));
    advance(world, 1_000);
    expect(viewOf(world)).toMatchObject({ status: 'synced', problem: null, tools: 2 });
    expect(starts(world)).toBe(1);
  });

  test('a server that dies afterwards is failed and stays held, without a promise of a retry', () => {
    const world = reading();
    send(world, events.cancel());
    const [attempt] = alive(world, db.id);
    if (attempt) crash(world, attempt);
    advance(world, longMs);
    expect(starts(world)).toBe(1);
    expect(viewOf(world)).toMatchObject({ status: 'failed', retryAt: null, problem: { code: 'exited' } });
  });
});

describe('nothing to call off', () => {
  test('servers that are synced, idle or waiting for a retry stay as they are', () => {
    const world = pretendWorld();
    scriptOf(world, db.id).always = { kind: 'fails', delayMs: 1, code: 'command-not-found' };
    send(world, events.named(ownSource));
    send(world, events.read(ownSource, db, other));
    advance(world, 1_000);
    const before = world.state.servers;
    send(world, events.cancel());
    expect([...world.state.servers]).toEqual([...before]);
  });

  test('a launch that nobody has approved is not held: the question stays', () => {
    const world = pretendWorld({ autoTrust: false });
    send(world, events.named(ownSource));
    send(world, events.read(ownSource, db));
    send(world, events.cancel());
    expect(serverView(world.state, db, 'db', surround)).toMatchObject({ status: 'approval' });
    send(world, events.trusted(db));
    advance(world, 1_000);
    expect(viewOf(world).status).toBe('synced');
  });
});

describe('another refresh interval', () => {
  test('a shorter one counts for lists that are there already, a longer one from the next reading on', () => {
    const settings = { refreshIntervalMs: 300_000 };
    const world = pretendWorld({ settings });
    send(world, events.named(ownSource));
    send(world, events.read(ownSource, other));
    advance(world, 1_000);
    const due = () => (world.state.servers.get(other.id)?.listings.tools.dueAtMono ?? 0) - world.now.mono;
    const long = due();
    const hastened = pretendWorld({ settings: { refreshIntervalMs: 10_000 } });
    hastened.state = world.state;
    hastened.now = world.now;
    send(hastened, { kind: 'policy.changed' });
    expect(hastened.state.servers.get(other.id)?.listings.tools.dueAtMono).toBe(world.now.mono + 8_000);
    send(world, { kind: 'policy.changed' });
    expect(due()).toBeLessThanOrEqual(long);
    expect(long).toBeGreaterThan(200_000);
  });
});
