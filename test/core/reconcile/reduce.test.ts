/** What single events change, and what they must leave alone. */
import { describe, expect, test } from 'vitest';
import type { Event } from '../../../electron/core/model/event.ts';
import type { ServerState, State } from '../../../electron/core/model/state.ts';
import { makePolicy } from '../../../electron/core/reconcile/policy.ts';
import { reduce } from '../../../electron/core/reconcile/reduce.ts';
import { step } from '../../../electron/core/reconcile/step.ts';
import { at, cursorSource, decision, definition, events, ownSource, problem, reading } from '../../helpers/builders.ts';
import { usualSettings } from '../../helpers/pretend-world.ts';
import { type Condition, connections, db, inWords, lists, nowMono, otherDb, stateOf } from './one-server.ts';

const policy = makePolicy(
  () => usualSettings,
  () => 0.5,
);
const now = at(nowMono);
const { closed, connecting, open, closing, failed } = connections;
const reading7 = lists({ readingBy: 7, dueAtMono: nowMono - 10, startedMono: nowMono - 10 });

function having(condition: Condition, ...list: readonly Event[]): ServerState {
  const state = list.reduce((before, event) => reduce(before, event, now, policy), stateOf(condition));
  const server = state.servers.get(db.id);
  if (!server) throw new Error('the server is gone');
  return server;
}

describe('late and foreign events change nothing at all', () => {
  const rows: readonly (readonly [title: string, condition: Condition, event: Event])[] = [
    ['opened, of an older attempt', { connection: connecting, wanted: db }, events.opened(db.id, 6)],
    ['opened, although the start was called off', { connection: closing, wanted: db }, events.opened(db.id, 7)],
    ['opened twice', { connection: open, wanted: db }, events.opened(db.id, 7)],
    ['opened, of a server nobody knows', { connection: open, wanted: db }, events.opened(definition('ghost').id, 7)],
    ['failed, of an older attempt', { connection: connecting, wanted: db }, events.failed(db.id, 6)],
    ['failed, after it opened', { connection: open, wanted: db }, events.failed(db.id, 7)],
    ['closed, of an older attempt', { connection: open, wanted: db }, events.closed(db.id, 6, problem('exited'))],
    ['closed, after it failed', { connection: failed, wanted: db }, events.closed(db.id, 7, problem('exited'))],
    ['a list of an older attempt', { connection: open, wanted: db, server: { listings: reading7 } }, events.listDone(db.id, 6, ['poison'])],
    ['a list that nobody is waiting for', { connection: open, wanted: db }, events.listDone(db.id, 7, ['poison'])],
    [
      'a list that comes while it is being stopped',
      { connection: closing, wanted: db, server: { listings: reading7 } },
      events.listDone(db.id, 7, ['poison']),
    ],
    [
      'a list that comes after it died',
      { connection: failed, wanted: db, server: { listings: reading7 } },
      events.listDone(db.id, 7, ['poison']),
    ],
    ['a failed list of an older attempt', { connection: open, wanted: db, server: { listings: reading7 } }, events.listFailed(db.id, 6)],
    ['a change notice of an older attempt', { connection: open, wanted: db }, events.listChanged(db.id, 6)],
    ['a change notice for what it does not offer', { connection: open, wanted: db }, events.listChanged(db.id, 7, 'prompts')],
    ['a change notice while nothing runs', { connection: closed, wanted: db }, events.listChanged(db.id, 7)],
    ['a reading of a source that is not watched', { connection: open, wanted: db }, events.read(cursorSource)],
    ['the end of a source that is not watched', { connection: open, wanted: db }, events.gone(cursorSource)],
    ['a tick', { connection: open, wanted: db }, events.tick],
  ];
  test.each(rows)('%s', (_title, condition, event) => {
    const before = stateOf(condition);
    expect(reduce(before, event, now, policy)).toBe(before);
  });
});

describe('a connection', () => {
  test('that opens is asked for every list it offers; what it does not offer is known to be empty', () => {
    const server = having({ connection: connecting, wanted: db }, events.opened(db.id, 7, ['tools', 'resources']));
    expect(server).toMatchObject({
      connection: { phase: 'open', attempt: 7, launchHash: db.launchHash },
      offers: ['tools', 'resources'],
      era: 'legacy',
    });
    expect(server.listings.tools).toMatchObject({ items: [{ name: 'old' }], dueAtMono: nowMono });
    expect(server.listings.resources).toMatchObject({ dueAtMono: nowMono });
    expect(server.listings.prompts).toMatchObject({ items: [], status: 'fresh', dueAtMono: Number.POSITIVE_INFINITY });
  });

  test('S0-49 that offers nothing at all is synced as soon as it opens', () => {
    const server = having(
      { connection: connecting, wanted: db, server: { syncedLaunchHash: '', busySinceMono: nowMono - 40 } },
      events.opened(db.id, 7, []),
    );
    expect(server).toMatchObject({ syncedLaunchHash: db.launchHash, lastSyncWall: now.wall, durationMs: 40 });
    expect(server.listings.tools).toMatchObject({ items: [], status: 'fresh', problem: null });
  });

  test('that was called off while starting counts as closed, not as failed', () => {
    for (const event of [events.failed(db.id, 7), events.closed(db.id, 7)]) {
      expect(having({ connection: closing, wanted: db }, event)).toMatchObject({
        connection: { phase: 'closed' },
        failures: 0,
        syncedLaunchHash: db.launchHash,
      });
    }
  });

  test('S0-25 S0-26 that dies keeps its lists, stale with their time, and loses its stamp', () => {
    const server = having({ connection: open, wanted: db }, events.closed(db.id, 7, problem('exited')));
    expect(server).toMatchObject({ connection: { phase: 'failed', retryAtMono: nowMono + 1_100 }, syncedLaunchHash: '', failures: 1 });
    expect(server.listings.tools).toMatchObject({ items: [{ name: 'old' }], status: 'stale', readAtWall: at(nowMono - 500).wall });
  });

  test('that ends without a word is a failure, too', () => {
    expect(having({ connection: open, wanted: db }, events.closed(db.id, 7))).toMatchObject({
      connection: { phase: 'failed', problem: { code: 'connection-lost' } },
    });
  });

  test('whose lists were being read when it ended is asked again next time', () => {
    const server = having({ connection: closing, wanted: db, server: { listings: reading7 } }, events.closed(db.id, 7));
    expect(server.listings.tools).toMatchObject({ readingBy: null, dueAtMono: nowMono - 10 });
  });

  test('that was stopped for idleness has nothing due, except a list that it announced as changed', () => {
    const idle = having({ connection: closing, wanted: db, server: { idle: true } }, events.closed(db.id, 7));
    expect(idle.listings.tools.dueAtMono).toBe(Number.POSITIVE_INFINITY);
    const announced = having(
      { connection: closing, wanted: db, server: { idle: true, listings: lists({ again: true }) } },
      events.closed(db.id, 7),
    );
    expect(announced.listings.tools.dueAtMono).toBe(nowMono + 60_000);
  });
});

describe('a list', () => {
  const openReading: Condition = {
    connection: open,
    wanted: db,
    server: { listings: reading7, syncedLaunchHash: '', busySinceMono: nowMono - 70 },
  };

  test('that was read replaces the old one whole and stamps the server when it was the last one', () => {
    const server = having(openReading, events.listDone(db.id, 7, ['new', 'newer']));
    expect(server.listings.tools).toMatchObject({
      items: [{ name: 'new' }, { name: 'newer' }],
      status: 'fresh',
      readAtWall: now.wall,
      dueAtMono: nowMono + 300_000,
      readingBy: null,
    });
    expect(server).toMatchObject({ syncedLaunchHash: db.launchHash, lastSyncWall: now.wall, durationMs: 70, busySinceMono: null });
  });

  test('that is the first of two does not stamp the server yet', () => {
    const facts = { ...open.facts, offers: ['tools', 'prompts'] as const };
    const listings = { ...reading7, prompts: { ...reading7.tools, status: 'stale' as const } };
    const condition: Condition = { connection: { ...open, facts }, wanted: db, server: { listings, syncedLaunchHash: '' } };
    const first = having(condition, events.listDone(db.id, 7, ['new']));
    expect(first).toMatchObject({
      syncedLaunchHash: '',
      listings: { tools: { status: 'fresh' }, prompts: { status: 'stale', items: [{ name: 'old' }] } },
    });
    expect(having(condition, events.listDone(db.id, 7, ['new']), events.listDone(db.id, 7, [], 'prompts')).syncedLaunchHash).toBe(
      db.launchHash,
    );
  });

  test('S0-25 S0-26 that failed keeps its items, stale with their time; the server is not stamped, the list is tried again', () => {
    const server = having(openReading, events.listFailed(db.id, 7));
    expect(server.listings.tools).toMatchObject({
      items: [{ name: 'old' }],
      status: 'stale',
      readAtWall: at(nowMono - 500).wall,
      dueAtMono: nowMono + 30_000,
      retryAtWall: now.wall + 30_000,
      failures: 1,
      problem: { code: 'list-failed' },
    });
    expect(server).toMatchObject({ syncedLaunchHash: '', busySinceMono: null, connection: { phase: 'open' } });
  });

  test('that failed costs the other lists nothing', () => {
    const listings = { ...reading7, prompts: { ...reading7.prompts, items: [{ name: 'kept' }] } };
    const facts = { ...open.facts, offers: ['tools', 'prompts'] as const };
    const server = having({ connection: { ...open, facts }, wanted: db, server: { listings } }, events.listFailed(db.id, 7));
    expect(server.listings.prompts).toBe(listings.prompts);
  });

  test('that is empty is a good list (S0-49)', () => {
    expect(having(openReading, events.listDone(db.id, 7, []))).toMatchObject({
      syncedLaunchHash: db.launchHash,
      listings: { tools: { items: [], status: 'fresh' } },
    });
  });

  test('S0-48 announced as changed is due at once when its last reading is a while ago, else after the pace', () => {
    expect(
      having({ connection: open, wanted: db, server: { listings: lists({ startedMono: 0 }) } }, events.listChanged(db.id, 7)).listings.tools
        .dueAtMono,
    ).toBe(nowMono);
    const soon = lists({ startedMono: nowMono - 100 });
    expect(
      having({ connection: open, wanted: db, server: { listings: soon } }, events.listChanged(db.id, 7)).listings.tools.dueAtMono,
    ).toBe(nowMono + 200);
  });

  test('a hundred notices in a burst make it due no later and no more often than one', () => {
    const burst = Array.from({ length: 100 }, () => events.listChanged(db.id, 7));
    const soon = lists({ startedMono: nowMono - 100 });
    expect(having({ connection: open, wanted: db, server: { listings: soon } }, ...burst).listings.tools.dueAtMono).toBe(nowMono + 200);
  });

  test('a notice never puts off a reading that is due sooner', () => {
    const due = lists({ startedMono: nowMono - 100, dueAtMono: nowMono + 50 });
    expect(having({ connection: open, wanted: db, server: { listings: due } }, events.listChanged(db.id, 7)).listings.tools.dueAtMono).toBe(
      nowMono + 50,
    );
  });

  test('announced as changed while it is read is read once more', () => {
    const server = having(openReading, events.listChanged(db.id, 7), events.listDone(db.id, 7, ['half old']));
    expect(server.listings.tools).toMatchObject({ items: [{ name: 'half old' }], dueAtMono: nowMono + 290 });
  });

  test('a notice makes one list due, the others are not read', () => {
    const facts = { ...open.facts, offers: ['tools', 'prompts'] as const };
    const { actions } = step(stateOf({ connection: { ...open, facts }, wanted: db }), events.listChanged(db.id, 7, 'prompts'), now, policy);
    expect(inWords(actions)).toEqual(['list #7 prompts']);
  });
});

describe('a request to sync', () => {
  test('lists again what was asked for and counts as use', () => {
    const { state, actions } = step(stateOf({ connection: open, wanted: db }), events.sync([db.id], 'tools'), now, policy);
    expect(inWords(actions)).toEqual(['list #7 tools']);
    expect(state.servers.get(db.id)).toMatchObject({ connection: { usedMono: nowMono }, demanded: false });
  });

  test('while a list is being read has it read once more', () => {
    expect(
      having({ connection: open, wanted: db, server: { listings: reading7 } }, events.sync('all', 'tools')).listings.tools,
    ).toMatchObject({ again: true, readingBy: 7 });
  });

  test('starts a closed one, and a failed one before its time', () => {
    for (const connection of [closed, failed]) {
      expect(inWords(step(stateOf({ connection, wanted: db }), events.sync(), now, policy).actions)).toEqual(['connect #8']);
    }
  });

  test('of one that is being stopped starts it afterwards', () => {
    const asked = step(stateOf({ connection: closing, wanted: db }), events.sync(), now, policy);
    expect(asked.actions).toEqual([]);
    expect(inWords(step(asked.state, events.closed(db.id, 7), now, policy).actions)).toEqual(['connect #8']);
  });

  test('leaves disabled servers alone', () => {
    const disabled = { ...db, enabled: false };
    expect(step(stateOf({ connection: closed, wanted: disabled }), events.sync(), now, policy).actions).toEqual([]);
    expect(step(stateOf({ connection: closed, wanted: disabled }), events.sync([db.id]), now, policy).actions).toEqual([]);
  });

  test('of one that waits for approval starts nothing; it starts with the approval', () => {
    const asked = step(stateOf({ connection: closed, wanted: otherDb, decisions: [] }), events.sync(), now, policy);
    expect(inWords(asked.actions)).toEqual(['ask']);
    expect(inWords(step(asked.state, events.trusted(otherDb), now, policy).actions)).toEqual(['connect #8']);
  });
});

describe('a source', () => {
  const sourceOf = (state: State) => state.sources.get(ownSource);
  const running = stateOf({ connection: open, wanted: db });

  test('that cannot be read keeps its last good servers and shows the problem', () => {
    const state = reduce(running, events.unreadable(ownSource), now, policy);
    expect(sourceOf(state)).toMatchObject({ presence: 'good', reading: { servers: [db] }, problem: { code: 'source-invalid' } });
    expect(sourceOf(reduce(state, events.read(ownSource, db), now, policy))?.problem).toBeNull();
  });

  test('that was merely touched keeps its servers and takes the new stat', () => {
    const stat = { size: 1, inode: '2', mtimeNs: '3', ctimeNs: '4' };
    const state = reduce(
      reduce(running, events.unreadable(ownSource), now, policy),
      { kind: 'source.touched', source: ownSource, stat },
      now,
      policy,
    );
    expect(sourceOf(state)).toMatchObject({ reading: { servers: [db], stat }, problem: null });
  });

  test('S1-39 that is gone takes exactly its own servers with it', () => {
    const other = definition('other', { source: cursorSource });
    const cursor = { id: cursorSource, client: 'cursor', rank: 1, presence: 'good' as const, reading: reading([other]), problem: null };
    const state: State = {
      ...running,
      sources: new Map(running.sources).set(cursorSource, cursor),
      trust: new Map(running.trust).set(other.id, decision(other)),
    };
    const { state: after1, actions } = step(state, events.gone(ownSource), now, policy);
    expect(actions.map(({ kind, server }) => [kind, server])).toEqual([
      ['disconnect', db.id],
      ['connect', other.id],
    ]);
    const after2 = reduce(after1, events.closed(db.id, 7), now, policy);
    expect([...after2.servers.keys()]).toEqual([other.id]);
  });

  test('that is no longer watched leaves with its servers and questions', () => {
    const asked = stateOf({ connection: open, wanted: otherDb, decisions: [], state: { asked: new Map([[db.id, otherDb.launchHash]]) } });
    const { state, actions } = step(asked, events.named(cursorSource), now, policy);
    expect(inWords(actions)).toEqual(['disconnect #7 removed']);
    expect(state.asked.size).toBe(0);
  });

  test('that changes its rank keeps its reading', () => {
    const state = reduce(running, events.named(cursorSource, ownSource), now, policy);
    expect(sourceOf(state)).toMatchObject({ rank: 1, reading: { servers: [db] } });
  });
});

test('a server that the files dropped is forgotten completely once it has ended, and only then', () => {
  const dropped = stateOf({ connection: closing, wanted: null });
  expect(reduce(dropped, events.tick, now, policy).servers.has(db.id)).toBe(true);
  expect(reduce(dropped, events.closed(db.id, 7), now, policy).servers.has(db.id)).toBe(false);
  expect(reduce(stateOf({ connection: failed, wanted: null }), events.tick, now, policy).servers.has(db.id)).toBe(false);
});

test('an answer closes the question it is about', () => {
  const asked = stateOf({ connection: open, wanted: otherDb, decisions: [], state: { asked: new Map([[db.id, otherDb.launchHash]]) } });
  const rejected = step(asked, events.rejected(otherDb), now, policy);
  expect(rejected.state.asked.size).toBe(0);
  expect(rejected.actions).toEqual([]);
});
