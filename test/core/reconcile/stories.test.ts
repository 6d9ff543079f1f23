/** Stories of files that change while servers run, in a pretend world. */
import { describe, expect, test } from 'vitest';
import type { Transport } from '../../../electron/contract/server.ts';
import { stableJson } from '../../../electron/core/lib/stable-json.ts';
import { launchHash } from '../../../electron/core/model/launch-hash.ts';
import type { ServerDefinition } from '../../../electron/core/model/server.ts';
import { cursorSource, definition, events, items, ownSource, relaunched } from '../../helpers/builders.ts';
import {
  actionsSince,
  advance,
  alive,
  approveAll,
  crash,
  plainCatalog,
  pretendWorld,
  restart,
  scriptOf,
  send,
  snapshot,
  startsOf,
  type World,
  type WorldOptions,
  withoutTimes,
} from '../../helpers/pretend-world.ts';

const [a, b, c] = [definition('a'), definition('b'), definition('c')];
const manyNames = Array.from({ length: 20 }, (_, index) => `s${index}`);

/** A world in which the given servers have been synced. */
function synced(servers: readonly ServerDefinition[], options: WorldOptions = {}): World {
  const world = pretendWorld(options);
  send(world, events.named(ownSource, cursorSource));
  send(world, events.read(ownSource, ...servers));
  advance(world, 1_000);
  return world;
}

const read = (world: World, ...servers: readonly ServerDefinition[]) => {
  send(world, events.read(ownSource, ...servers));
};
const serverOf = (world: World, { id }: ServerDefinition) => world.state.servers.get(id);
const toolsOf = (world: World, server: ServerDefinition) => serverOf(world, server)?.listings.tools;
const startCounts = (world: World, ...servers: readonly ServerDefinition[]) => servers.map(({ id }) => startsOf(world, id).length);
const attemptsOf = (world: World, server: ServerDefinition) => alive(world, server.id).map(({ number }) => number);

describe('one change touches one server', () => {
  test('S0-14 S1-38 one server with other arguments: exactly one start, the others keep their process', () => {
    const world = synced([a, b, c]);
    const before = [a, c].map((server) => attemptsOf(world, server));
    const index = world.log.length;
    read(world, a, relaunched(b, '--fast'), c);
    advance(world, 1_000);
    expect(actionsSince(world, index)).toEqual(['askTrust b', 'disconnect b', 'connect b', 'list b']);
    expect(startCounts(world, a, b, c)).toEqual([1, 2, 1]);
    expect([a, c].map((server) => attemptsOf(world, server))).toEqual(before);
  });

  test('S0-14 the order of servers in the file decides nothing about what runs', () => {
    const world = synced([a, b, c]);
    const index = world.log.length;
    read(world, c, a, b);
    advance(world, 1_000);
    expect(actionsSince(world, index)).toEqual([]);
  });

  test('F31 S0-14 order of keys, name, place and timeout do not change the launch hash; an argument does', () => {
    const facts = { files: [], envFileVariables: {} };
    const hash = (transport: Transport) => launchHash(transport, facts, (text) => text);
    const one = hash({ kind: 'stdio', command: 'x', args: ['1'], env: { A: '1', B: '2' } });
    expect(hash({ env: { B: '2', A: '1' }, args: ['1'], command: 'x', kind: 'stdio' })).toBe(one);
    expect(hash({ kind: 'stdio', command: 'x', args: ['2'], env: { A: '1', B: '2' } })).not.toBe(one);
  });

  test('S1-39 an edited server is applied, a removed one stopped, one of another source left alone', () => {
    const world = synced([a, b]);
    const foreign = definition('a', { source: cursorSource });
    send(world, events.read(cursorSource, foreign));
    advance(world, 1_000);
    const kept = attemptsOf(world, foreign);
    read(world, relaunched(a, '--new'));
    advance(world, 1_000);
    expect(alive(world, a.id).map((attempt) => attempt.definition.launchHash)).toEqual([relaunched(a, '--new').launchHash]);
    expect(attemptsOf(world, b)).toEqual([]);
    expect(attemptsOf(world, foreign)).toEqual(kept);
    expect(kept).toHaveLength(1);
  });

  test('S0-03 after one added, one changed and one removed server the registry equals that of a fresh full sync, with two starts', () => {
    const world = synced([a, b]);
    const added = definition('d');
    const index = world.log.length;
    read(world, relaunched(b, '2'), added);
    advance(world, 1_000);
    const fresh = synced([relaunched(b, '2'), added]);
    expect(stableJson(withoutTimes(snapshot(world)))).toBe(stableJson(withoutTimes(snapshot(fresh))));
    expect(actionsSince(world, index).filter((action) => action.startsWith('connect'))).toHaveLength(2);
  });

  test('F31 1,000 cosmetic edits: 0 restarts, 0 lists, same launch hash', () => {
    const world = synced([a, b, c]);
    const before = [a, b, c].map((server) => attemptsOf(world, server));
    const index = world.log.length;
    for (let edit = 0; edit < 1_000; edit += 1) {
      // Another place in the file, other variables looked up, another order: nothing that decides what runs.
      const moved = [a, b, c].map((server) => ({
        ...server,
        pointer: `/mcpServers/${edit}`,
        variables: [`V${edit}`],
        facts: { ...server.facts },
      }));
      const order = edit % 2 === 0 ? moved : [...moved].reverse();
      send(world, {
        kind: 'source.read',
        source: ownSource,
        reading: { servers: order, entryProblems: [], variables: [], stat: null, contentHash: `${edit}` },
      });
      advance(world, 20);
    }
    expect(actionsSince(world, index)).toEqual([]);
    expect([a, b, c].map((server) => attemptsOf(world, server))).toEqual(before);
  });

  test('F33 100 saves of one entry in 10 s: at most 3 restarts, the last content wins', () => {
    const world = synced([a, b]);
    const [starts] = startCounts(world, a);
    for (let save = 1; save <= 100; save += 1) {
      read(world, relaunched(a, String(save)), b);
      advance(world, 100);
    }
    advance(world, 6_000);
    expect(startCounts(world, a)[0]).toBeLessThanOrEqual((starts ?? 0) + 3);
    expect(alive(world, a.id).map((attempt) => attempt.definition.launchHash)).toEqual([relaunched(a, '100').launchHash]);
    expect(serverOf(world, a)?.syncedLaunchHash).toBe(relaunched(a, '100').launchHash);
    expect(startCounts(world, b)).toEqual([1]);
  });

  test('F33 the first of many saves is in force at once', () => {
    const world = synced([a]);
    read(world, relaunched(a, 'first'));
    advance(world, 100);
    expect(alive(world, a.id).map((attempt) => attempt.definition.launchHash)).toEqual([relaunched(a, 'first').launchHash]);
  });

  test('an edit that is taken back before the pace allows it restarts nothing', () => {
    const world = synced([a]);
    read(world, relaunched(a, '1'));
    advance(world, 1_000);
    const index = world.log.length;
    read(world, relaunched(a, '2'));
    advance(world, 1_000);
    read(world, relaunched(a, '1'));
    advance(world, 60_000);
    // The question about the second launch, and that about the first after it, are answered by policy.
    expect(actionsSince(world, index).filter((action) => !action.startsWith('askTrust'))).toEqual([]);
  });
});

describe('names', () => {
  test('S0-04 a renamed server leaves no orphan', () => {
    const world = synced([definition('slack-composio'), a]);
    read(world, definition('slack-renamed'), a);
    advance(world, 1_000);
    expect(Object.values(snapshot(world).servers).map(({ name }) => name)).toEqual(['slack-renamed', 'a']);
    expect([...world.state.servers.keys()]).toEqual([a.id, definition('slack-renamed').id]);
    expect(alive(world, definition('slack-composio').id)).toEqual([]);
    expect(startCounts(world, a)).toEqual([1]);
  });

  test('S0-45 removing "github" leaves "github-enterprise" with all its tools', () => {
    const [github, enterprise] = [definition('github'), definition('github-enterprise')];
    const world = synced([github, enterprise]);
    const before = toolsOf(world, enterprise);
    read(world, enterprise);
    advance(world, 1_000);
    expect(toolsOf(world, enterprise)).toBe(before);
    expect(before?.items).toHaveLength(2);
    expect(serverOf(world, github)).toBeUndefined();
    expect(startCounts(world, enterprise)).toEqual([1]);
  });
});

describe('a reload that fails half-way', () => {
  test('F32 S0-22 one of 20 cannot start: the others apply, the failed one is retried and not stamped', () => {
    const all = manyNames.map((name) => definition(name));
    const bad = definition('s7');
    const world = synced(all);
    scriptOf(world, bad.id).always = { kind: 'fails', delayMs: 5, code: 'exited' };
    read(world, ...all.map((server) => relaunched(server, '2')));
    advance(world, 1_000);
    for (const server of all) {
      expect(serverOf(world, server)?.syncedLaunchHash).toBe(server.name === 's7' ? '' : relaunched(server, '2').launchHash);
    }
    expect(snapshot(world).servers[bad.id]).toMatchObject({ syncedLaunchHash: '', failure: { problem: { code: 'exited' } } });
    const before = startCounts(world, bad)[0] ?? 0;
    delete scriptOf(world, bad.id).always;
    advance(world, 2_000);
    expect(startCounts(world, bad)[0]).toBe(before + 1);
    expect(serverOf(world, bad)?.syncedLaunchHash).toBe(relaunched(bad, '2').launchHash);
    expect(manyNames.filter((name) => name !== 's7').every((name) => startsOf(world, definition(name).id).length === 2)).toBe(true);
  });

  test('S0-25 S0-26 a broken command keeps the last tools, stale with their time, and clears by itself once it works', () => {
    const world = synced([a]);
    const known = toolsOf(world, a);
    scriptOf(world, a.id).always = { kind: 'fails', delayMs: 5, code: 'exited' };
    read(world, relaunched(a, 'broken'));
    advance(world, 500);
    expect(toolsOf(world, a)).toMatchObject({ items: known?.items, status: 'stale', readAtWall: known?.readAtWall });
    expect(snapshot(world).servers[a.id]?.listings.tools).toMatchObject({
      items: known?.items,
      status: 'stale',
      readAtWall: known?.readAtWall,
    });
    delete scriptOf(world, a.id).always;
    advance(world, 60_000);
    expect(toolsOf(world, a)).toMatchObject({
      items: plainCatalog.items(relaunched(a, 'broken'), 'tools'),
      status: 'fresh',
      problem: null,
    });
  });

  test('S0-26 a list that failed once is read again by itself after half a minute, without an edit', () => {
    const world = pretendWorld();
    scriptOf(world, a.id).lists = [{ delayMs: 5, fails: true }];
    send(world, events.named(ownSource));
    send(world, events.read(ownSource, a));
    advance(world, 1_000);
    expect(serverOf(world, a)).toMatchObject({ syncedLaunchHash: '', listings: { tools: { status: 'stale' } } });
    advance(world, 30_000);
    expect(serverOf(world, a)).toMatchObject({ syncedLaunchHash: a.launchHash, listings: { tools: { status: 'fresh', problem: null } } });
    expect(startCounts(world, a)).toEqual([1]);
  });

  test('S0-49 a server with zero tools is healthy', () => {
    const world = synced([a, b], { catalog: { offers: () => ['tools'], items: (server) => (server.name === 'a' ? [] : items('one')) } });
    expect(serverOf(world, a)).toMatchObject({ syncedLaunchHash: a.launchHash, connection: { phase: 'open' } });
    expect(snapshot(world).servers[a.id]).toMatchObject({ failure: null, listings: { tools: { items: [], status: 'fresh' } } });
  });
});

describe('readers', () => {
  test('S0-24 never see an empty or half list during a relaunch that takes two seconds', () => {
    const sizes: number[] = [];
    const sizeOf = (server: ServerDefinition) => (server.transport.kind === 'stdio' && server.transport.args[1] === 'big' ? 9 : 4);
    const names = (server: ServerDefinition) => items(...Array.from({ length: sizeOf(server) }, (_, index) => `tool ${index}`));
    const world = synced([a, b], { catalog: { offers: () => ['tools'], items: names } });
    scriptOf(world, a.id).starts = [{ kind: 'opens', delayMs: 1_500 }];
    scriptOf(world, a.id).lists = [{ delayMs: 500, fails: false }];
    read(world, relaunched(a, 'big'), b);
    for (let poll = 0; poll < 500; poll += 1) {
      advance(world, 5);
      sizes.push(toolsOf(world, a)?.items.length ?? 0);
      expect(snapshot(world).servers[a.id]?.listings.tools?.items).toHaveLength(sizes.at(-1) ?? 0);
    }
    expect(new Set(sizes)).toEqual(new Set([4, 9]));
    expect(sizes.indexOf(9)).toBeGreaterThan(300);
    expect(sizes.slice(sizes.indexOf(9))).not.toContain(4);
  });

  test('S0-48 tools that change inside a server are there after its notice, without an edit', () => {
    let revision = 1;
    const world = synced([a], { catalog: { offers: () => ['tools'], items: () => items(`revision ${revision}`) } });
    revision = 2;
    const [attempt] = attemptsOf(world, a);
    send(world, events.listChanged(a.id, attempt ?? 0));
    advance(world, 400);
    expect(toolsOf(world, a)?.items).toEqual(items('revision 2'));
    expect(startCounts(world, a)).toEqual([1]);
  });

  test('S0-48 a change that a server keeps to itself is there after the refresh window', () => {
    let revision = 1;
    const world = synced([a], { catalog: { offers: () => ['tools'], items: () => items(`revision ${revision}`) } });
    revision = 2;
    advance(world, 200_000);
    expect(toolsOf(world, a)?.items).toEqual(items('revision 1'));
    advance(world, 100_000);
    expect(toolsOf(world, a)?.items).toEqual(items('revision 2'));
  });

  test('a server that nobody uses is stopped after the idle time, its lists stay; a request starts it again', () => {
    const world = synced([a]);
    advance(world, 3_600_000);
    expect(attemptsOf(world, a)).toEqual([]);
    expect(serverOf(world, a)).toMatchObject({ idle: true, connection: { phase: 'closed' }, syncedLaunchHash: a.launchHash, starts: 1 });
    expect(toolsOf(world, a)?.status).toBe('fresh');
    send(world, events.sync([a.id]));
    advance(world, 100);
    expect(serverOf(world, a)).toMatchObject({ idle: false, connection: { phase: 'open' }, starts: 2 });
  });
});

describe('a source that comes and goes', () => {
  test('F17 delete then recreate: servers are stopped when the file is gone and start again on its return', () => {
    const world = synced([a, b]);
    send(world, events.gone(ownSource));
    advance(world, 1_000);
    expect([...attemptsOf(world, a), ...attemptsOf(world, b)]).toEqual([]);
    expect(snapshot(world).servers).toEqual({});
    read(world, a, b);
    advance(world, 1_000);
    expect(startCounts(world, a, b)).toEqual([2, 2]);
    expect(serverOf(world, a)).toMatchObject({ connection: { phase: 'open' }, syncedLaunchHash: a.launchHash });
  });

  test('F17 a file that was merely replaced (unreadable for a moment, then the same) stops and starts nothing', () => {
    const world = synced([a, b]);
    const index = world.log.length;
    send(world, events.unreadable(ownSource));
    advance(world, 400);
    read(world, a, b);
    advance(world, 1_000);
    expect(actionsSince(world, index)).toEqual([]);
  });
});

describe('approval', () => {
  test('a changed server runs on its old launch until the new one is approved, then changes over', () => {
    const world = pretendWorld({ autoTrust: false });
    send(world, events.named(ownSource));
    send(world, events.read(ownSource, a));
    approveAll(world);
    advance(world, 1_000);
    const changed = relaunched(a, '--new');
    const index = world.log.length;
    read(world, changed);
    advance(world, 60_000);
    expect(actionsSince(world, index)).toEqual(['askTrust a']);
    send(world, events.trusted(changed));
    advance(world, 1_000);
    expect(actionsSince(world, index)).toEqual(['askTrust a', 'disconnect a', 'connect a', 'list a']);
  });

  test('a server that was rejected is not asked about again and never starts', () => {
    const world = pretendWorld({ autoTrust: false });
    send(world, events.named(ownSource));
    send(world, events.read(ownSource, a));
    send(world, events.rejected(a));
    send(world, events.sync());
    advance(world, 3_600_000);
    expect(actionsSince(world, 0)).toEqual(['askTrust a']);
  });

  test('a running server whose launch lost its approval and that dies is not started again', () => {
    const world = synced([a]);
    world.autoTrust = false;
    send(world, events.trusted(relaunched(a, 'other')));
    const [attempt] = alive(world, a.id);
    if (attempt) crash(world, attempt);
    advance(world, 3_600_000);
    expect(startCounts(world, a)).toEqual([1]);
  });
});

describe('the next start of the engine', () => {
  test('shows the last lists at once and starts nothing for unchanged files', () => {
    const world = synced([a, b]);
    const before = stableJson(withoutTimes(snapshot(world)));
    restart(world, [ownSource, cursorSource]);
    expect(stableJson(withoutTimes(snapshot(world)))).toBe(before);
    const index = world.log.length;
    read(world, a, b);
    advance(world, 3_600_000);
    expect(actionsSince(world, index)).toEqual([]);
    expect(stableJson(withoutTimes(snapshot(world)))).toBe(before);
  });

  test('starts exactly what changed in the meantime and drops what is gone', () => {
    const world = synced([a, b, c]);
    restart(world, [ownSource, cursorSource]);
    const index = world.log.length;
    read(world, relaunched(a, '2'), b);
    advance(world, 1_000);
    expect(actionsSince(world, index)).toEqual(['askTrust a', 'connect a', 'list a']);
    expect(Object.keys(snapshot(world).servers)).toEqual([a.id, b.id]);
  });

  test('keeps the servers of a file that cannot be read now', () => {
    const world = synced([a]);
    restart(world, [ownSource, cursorSource]);
    send(world, events.unreadable(ownSource));
    advance(world, 60_000);
    expect(snapshot(world).servers[a.id]).toMatchObject({ syncedLaunchHash: a.launchHash, listings: { tools: { status: 'fresh' } } });
  });

  test('S0-26 goes on with the back-off of a failed server', () => {
    const world = pretendWorld();
    scriptOf(world, a.id).always = { kind: 'fails', delayMs: 0, code: 'exited' };
    send(world, events.named(ownSource));
    send(world, events.read(ownSource, a));
    advance(world, 20_000);
    expect(serverOf(world, a)?.failures).toBe(5);
    restart(world, [ownSource]);
    const starts = startCounts(world, a)[0] ?? 0;
    read(world, a);
    advance(world, 10_000);
    expect(startCounts(world, a)[0]).toBe(starts);
    advance(world, 2_000);
    expect(startCounts(world, a)[0]).toBe(starts + 1);
    expect(serverOf(world, a)?.failures).toBe(6);
  });

  test('gives a failed server whose entry was mended meanwhile a clean record', () => {
    const world = pretendWorld();
    scriptOf(world, a.id).always = { kind: 'fails', delayMs: 0, code: 'exited' };
    send(world, events.named(ownSource));
    send(world, events.read(ownSource, a));
    advance(world, 120_000);
    restart(world, [ownSource]);
    read(world, relaunched(a, 'other'));
    advance(world, 100);
    expect(serverOf(world, a)?.failures).toBe(1);
  });

  test('does not wait for days when the clock was set back in between', () => {
    const world = pretendWorld();
    scriptOf(world, a.id).always = { kind: 'fails', delayMs: 0, code: 'exited' };
    send(world, events.named(ownSource));
    send(world, events.read(ownSource, a));
    advance(world, 20_000);
    world.now = { ...world.now, wall: world.now.wall - 7 * 86_400_000 };
    delete scriptOf(world, a.id).always;
    restart(world, [ownSource]);
    read(world, a);
    advance(world, 301_000);
    expect(serverOf(world, a)?.syncedLaunchHash).toBe(a.launchHash);
  });
});

test('while paused nothing is started or stopped for a change; it is made up for afterwards', () => {
  const world = synced([a, b]);
  send(world, events.paused(true));
  const index = world.log.length;
  read(world, relaunched(a, '2'), b, c);
  advance(world, 60_000);
  expect(actionsSince(world, index)).toEqual(['askTrust a', 'askTrust c']);
  send(world, events.paused(false));
  advance(world, 1_000);
  expect(actionsSince(world, index).slice(2)).toEqual(['disconnect a', 'connect c', 'connect a', 'list c', 'list a']);
});
