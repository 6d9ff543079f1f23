/** What is told of which step, as stories. */
import { describe, expect, test } from 'vitest';
import type { ListedItem } from '../../../electron/contract/capability.ts';
import { record } from '../../../electron/core/timeline/record.ts';
import { cursorSource, definition, events, ownSource, problem, relaunched } from '../../helpers/builders.ts';
import { advance, alive, crash, restart, scriptOf, send, snapshot } from '../../helpers/pretend-world.ts';
import { tellingWorld } from './told.ts';

const db = definition('db');
const web = definition('web');
const named = events.named(ownSource, cursorSource);

/** A world in which `db` was asked for, approved by the person and synced. */
function synced(items: { now: readonly ListedItem[] } = { now: [{ name: 'a' }, { name: 'b' }] }) {
  const telling = tellingWorld({ autoTrust: false, catalog: { offers: () => ['tools'], items: () => items.now } });
  const { world } = telling;
  for (const event of [named, events.read(ownSource, db), events.trusted(db)]) send(world, event);
  advance(world, 1_000);
  return { ...telling, telling, world };
}

describe('edits and what they cause', () => {
  test('K-02 a new server: edit, question, answer, sync, each put down to the one before it', () => {
    const { news } = synced();
    expect(news()).toEqual([
      '1 source.changed +db',
      '2 approval.asked db by 1',
      '3 approval.approved db by 1',
      '4 server.synced db tools +2 -0 ~0 =2 by 3',
    ]);
  });

  test('a changed, an added and a removed server in one edit; the removed one stops because of it', () => {
    const { world, news, entries } = synced();
    news();
    const next = relaunched(db, '--port', '8');
    send(world, events.read(ownSource, next, web));
    advance(world, 100);
    expect(news()).toEqual(['5 source.changed +web ~db', '6 approval.asked db by 5', '7 approval.asked web by 5']);
    expect(entries[4]?.edit?.changed[0]?.changes).toEqual(['arguments added: --port 8']);
    send(world, events.read(ownSource, web));
    advance(world, 100);
    expect(news()).toEqual(['8 source.changed -db', '9 server.stopped db by 8']);
  });

  test('switching off and on is an edit too; the first sync after an edit is told although it brings nothing new', () => {
    const { world, news, entries } = synced();
    news();
    send(world, events.read(ownSource, { ...db, enabled: false }));
    advance(world, 100);
    expect(news()).toEqual(['5 source.changed ~db', '6 server.stopped db by 5']);
    expect(entries[4]?.edit?.changed[0]?.changes).toEqual(['disabled']);
    send(world, events.read(ownSource, relaunched(db, '-v')));
    send(world, events.trusted(relaunched(db, '-v')));
    advance(world, 6_000);
    expect(news().at(-1)).toBe('10 server.synced db tools +0 -0 ~0 =2 by 9');
  });

  test('the same servers, in whatever order and as often as they are read, are no news', () => {
    const { world, news } = synced();
    news();
    for (let time = 0; time < 5; time += 1) send(world, events.read(ownSource, { ...db }));
    send(world, { kind: 'source.touched', source: ownSource, stat: null });
    advance(world, 1_000);
    expect(news()).toEqual([]);
  });

  test('a file that breaks is told once, whatever is wrong with its next bytes, and once when it can be used again', () => {
    const { world, news } = synced();
    news();
    for (const line of [3, 4, 5]) {
      const broken = { ...problem('source-invalid', `line ${line}`), evidence: ['SECRET'] };
      send(world, { kind: 'source.unreadable', source: ownSource, problem: broken });
    }
    send(world, { kind: 'source.unreadable', source: ownSource, problem: problem('source-unreadable') });
    send(world, events.read(ownSource, db, web));
    send(world, events.read(ownSource, db, web));
    expect(news()).toEqual([
      '5 source.failed source-invalid',
      '6 source.failed source-unreadable',
      '7 source.recovered',
      '8 source.changed +web',
      '9 approval.asked web by 8',
    ]);
  });

  test('a file that is gone, and one that is no longer watched, take their servers along', () => {
    const { world, news } = synced();
    const mine = definition('mine', { source: cursorSource });
    send(world, events.read(cursorSource, mine));
    news();
    send(world, events.gone(ownSource));
    send(world, events.named(ownSource));
    advance(world, 100);
    expect(news()).toEqual(['7 source.changed -db', '8 server.stopped db by 7', '9 source.changed -mine']);
  });

  test('many servers at once: names are cut at a bound, counts are not', () => {
    const { world, entries } = synced();
    const many = Array.from({ length: 1_000 }, (_, at) => definition(`server-${at}`.padEnd(300, 'x')));
    send(world, events.read(ownSource, db, ...many));
    const edit = entries[4]?.edit;
    expect([edit?.added.length, edit?.addedCount]).toEqual([100, 1_000]);
    expect(edit?.added.every(({ name }) => name.length <= 200)).toBe(true);
    expect(entries.at(-1)).toMatchObject({ kind: 'approval.asked', server: { id: many[999]?.id }, cause: 5 });
  });
});

describe('syncs', () => {
  test('a refresh that brings the same is not told; new, gone and changed items are, by name', () => {
    const items: { now: readonly ListedItem[] } = { now: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] };
    const { world, news, entries } = synced(items);
    news();
    advance(world, 400_000);
    expect(news()).toEqual([]);
    items.now = [{ name: 'a' }, { name: 'b', description: 'other' }, { name: 'd' }];
    advance(world, 300_000);
    expect(news()).toEqual(['5 server.synced db tools +1 -1 ~1 =3 by 3']);
    expect(entries[4]?.lists[0]).toMatchObject({ added: ['d'], removed: ['c'], changed: ['b'] });
    expect(entries[4]?.durationMs).toBeGreaterThanOrEqual(5);
  });

  test('a sync that a person asked for is told in any case, once', () => {
    const { world, news } = synced();
    news();
    send(world, events.sync('all'));
    advance(world, 1_000);
    expect(news()).toEqual(['5 server.synced db tools +0 -0 ~0 =2 by 3']);
  });

  test('what changed while a list failed is told with the next whole sync', () => {
    const items: { now: readonly ListedItem[] } = { now: [{ name: 'a' }] };
    const { world, news } = synced(items);
    news();
    items.now = [{ name: 'b' }];
    scriptOf(world, db.id).lists.push({ delayMs: 5, fails: true });
    send(world, events.sync('all'));
    advance(world, 1_000);
    expect(news()).toEqual(['5 server.failed db list-failed by 3']);
    advance(world, 60_000);
    expect(news()).toEqual(['6 server.recovered db by 3', '7 server.synced db tools +1 -1 ~0 =1 by 3']);
  });
});

describe('failures', () => {
  test('retries of one cause are told once, another cause again, and the recovery', () => {
    const { world, telling, news } = synced();
    scriptOf(world, db.id).always = { kind: 'fails', delayMs: 5, code: 'unreachable' };
    news();
    const [attempt] = alive(world, db.id);
    if (attempt) crash(world, attempt);
    advance(world, 200_000);
    expect(news()).toEqual(['5 server.failed db exited by 3', '6 server.failed db unreachable by 3']);
    delete scriptOf(world, db.id).always;
    advance(world, 130_000);
    expect(news()).toEqual(['7 server.recovered db by 3']);
    expect(telling.memory.threads.get(db.id)).toMatchObject({ failing: false, toldCodes: [] });
  });

  test('a crash loop is told once, and its end when it has run for a minute', () => {
    const { world, news } = synced();
    news();
    scriptOf(world, db.id).always = { kind: 'opens', delayMs: 5, livesMs: 100 };
    const [attempt] = alive(world, db.id);
    if (attempt) crash(world, attempt);
    advance(world, 600_000);
    expect(news()).toEqual([
      '5 server.failed db exited by 3',
      '6 server.recovered db by 3',
      '7 server.failed db exited by 3',
      '8 server.failed db crash-loop by 3',
    ]);
    scriptOf(world, db.id).always = { kind: 'opens', delayMs: 5 };
    advance(world, 400_000);
    expect(news()).toEqual(['9 server.recovered db by 3']);
  });

  test('a failed sync that a person asked for is an answer, also for a cause that was told', () => {
    const { world, news } = synced();
    news();
    scriptOf(world, db.id).always = { kind: 'fails', delayMs: 5, code: 'unreachable' };
    send(world, events.read(ownSource, relaunched(db, '-x')));
    send(world, events.trusted(relaunched(db, '-x')));
    advance(world, 30_000);
    expect(news().at(-1)).toBe('8 server.failed db unreachable by 7');
    send(world, events.sync([db.id]));
    advance(world, 100);
    expect(news()).toEqual(['9 server.failed db unreachable by 7']);
  });

  test('an end that somebody wanted is no failure', () => {
    const { world, news } = synced();
    news();
    scriptOf(world, db.id).always = { kind: 'fails', delayMs: 5, code: 'cancelled' };
    send(world, events.sync('all'));
    const [attempt] = alive(world, db.id);
    if (attempt) crash(world, attempt, 'cancelled');
    advance(world, 5_000);
    expect(news().filter((words) => words.includes('failed'))).toEqual([]);
  });
});

describe('answers, pauses and policies', () => {
  test('a rejection stops what runs and is its cause', () => {
    const { world, news } = synced();
    news();
    send(world, events.rejected(db));
    send(world, events.paused(true));
    send(world, events.paused(false));
    expect(news()).toEqual(['5 approval.rejected db by 3', '6 server.stopped db by 5', '7 watching.paused', '8 watching.resumed']);
  });

  test('where a policy answers, nobody was asked and nobody approved', () => {
    const { world, news } = tellingWorld({}, () => true);
    send(world, named);
    send(world, events.read(ownSource, db));
    advance(world, 1_000);
    expect(news()).toEqual(['1 source.changed +db', '2 server.synced db tools +2 -0 ~0 =2 by 1']);
  });
});

describe('the next run', () => {
  test('unchanged files, an open question and a failure that goes on are no news', () => {
    const { world, news } = synced();
    scriptOf(world, db.id).always = { kind: 'fails', delayMs: 5, code: 'unreachable' };
    const [attempt] = alive(world, db.id);
    if (attempt) crash(world, attempt);
    send(world, events.read(ownSource, db, web));
    advance(world, 30_000);
    news();
    restart(world, [ownSource, cursorSource]);
    send(world, events.read(ownSource, db, web));
    send(world, events.gone(cursorSource));
    advance(world, 100_000);
    expect(news()).toEqual([]);
  });

  test('what changed meanwhile is one edit, with what is known about it', () => {
    const { world, news, entries } = synced();
    news();
    restart(world, [ownSource, cursorSource]);
    send(world, events.read(ownSource, relaunched(db, '--port', '9'), web));
    advance(world, 1_000);
    expect(news().slice(0, 2)).toEqual(['5 source.changed +web ~db', '6 approval.asked db by 5']);
    expect(entries[4]?.edit?.changed[0]?.changes).toEqual(['arguments added: --port 9']);
  });

  test('a file that was taken off the list meanwhile takes its servers along', () => {
    const { world, news } = synced();
    news();
    restart(world, [cursorSource]);
    expect(news()).toEqual(['5 source.changed -db']);
  });

  test('a registry of an earlier version knows the synced launch only', () => {
    const { world } = synced();
    const registry = snapshot(world);
    const earlier = Object.values(registry.servers).map(({ launch: _launch, ...stored }) => [stored.id, stored] as const);
    const telling = tellingWorld();
    send(telling.world, { kind: 'registry.loaded', registry: { ...registry, servers: Object.fromEntries(earlier) } });
    send(telling.world, named);
    send(telling.world, events.read(ownSource, relaunched(db, '-x')));
    expect(telling.entries[0]?.edit?.changed[0]?.changes).toEqual(['launch changed while Tooltray was not running']);
  });
});

test('a step that changes nothing adds nothing', () => {
  const { world, telling } = synced();
  const step = { before: world.state, after: world.state, event: events.tick, now: world.now, isAlwaysTrusted: () => false };
  expect(record(telling.memory, step).entries).toEqual([]);
});
