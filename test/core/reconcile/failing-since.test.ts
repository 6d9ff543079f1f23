/** Since when a server fails: kept over retries and restarts, gone once it works. */
import { describe, expect, test } from 'vitest';
import { serverView } from '../../../electron/core/view/server-view.ts';
import { parseRegistry, registryText } from '../../../electron/effects/store/registry-format.ts';
import { definition, events, ownSource, relaunched, wallZero } from '../../helpers/builders.ts';
import { advance, pretendWorld, restart, scriptOf, send, snapshot, type World } from '../../helpers/pretend-world.ts';
import { surround } from '../view/view-of.ts';

const db = definition('db');

function failing(): World {
  const world = pretendWorld();
  scriptOf(world, db.id).always = { kind: 'fails', delayMs: 100, code: 'exited' };
  send(world, events.named(ownSource));
  send(world, events.read(ownSource, db));
  advance(world, 30_000);
  return world;
}

const since = (world: World, server = db) => serverView(world.state, server, 'db', surround).failingSince;

describe('failing since', () => {
  test('is the first failure, however often it was tried since', () => {
    expect(since(failing())).toBe(wallZero + 100);
  });

  test('is kept over a restart, before and after its file was read, and over the failures of the next run', () => {
    const world = failing();
    restart(world, [ownSource]);
    const [stored] = world.state.remembered.values();
    expect(stored).toMatchObject({ failingSinceWall: wallZero + 100 });
    send(world, events.read(ownSource, db));
    advance(world, 120_000);
    expect(since(world)).toBe(wallZero + 100);
  });

  test('is over once the server works, and is no longer kept', () => {
    const world = failing();
    Object.assign(scriptOf(world, db.id), { always: { kind: 'opens', delayMs: 1 } });
    advance(world, 120_000);
    expect(since(world)).toBeNull();
    expect(snapshot(world).servers[db.id]).not.toHaveProperty('failingSinceWall');
  });

  test('begins anew with another launch', () => {
    const world = failing();
    const other = relaunched(db, '--other');
    send(world, events.read(ownSource, other));
    advance(world, 10_000);
    expect(since(world, other)).toBeGreaterThan(wallZero + 30_000);
  });

  test.each([
    ['missing, as in older files', undefined, null],
    ['null', null, null],
    ['no number', 'yesterday', null],
    ['in the future: the clock was set back', wallZero * 2, 'now'],
  ])('in the registry file: %s', (_what, value, expected) => {
    const world = failing();
    const registry = snapshot(world);
    const text = JSON.parse(registryText(registry)) as { servers: Record<string, Record<string, unknown>> };
    Object.assign(text.servers[db.id] ?? {}, { failingSinceWall: value });
    const parsed = parseRegistry(JSON.stringify(text));
    if (parsed.kind !== 'registry') throw new Error(parsed.kind);
    expect(parsed.dropped).toEqual([]);
    const fresh = pretendWorld();
    send(fresh, { kind: 'registry.loaded', registry: parsed.registry });
    expect(fresh.state.servers.get(db.id)?.failingSinceWall).toBe(expected === 'now' ? fresh.now.wall : expected);
  });
});
