/** What is there before any server has been started. */
import { describe, expect, test } from 'vitest';
import { createEngine } from '../../electron/engine/create-engine.ts';
import { createFakeWorld, type FakeWorld, fakeOwnSource } from '../helpers/fake-ports.ts';

async function settledWorld(): Promise<FakeWorld> {
  const world = createFakeWorld();
  world.environment = { TOOLTRAY_TRUST: 'always' };
  world.servers.set('a', { tools: [{ name: 'a1' }, { name: 'a2' }] });
  world.write(fakeOwnSource, JSON.stringify({ mcpServers: { a: { command: 'a' } } }));
  const engine = createEngine(world.ports, { version: 'test', once: false });
  const started = engine.start();
  await world.clock.advance(3_000);
  await started;
  const stopped = engine.stop();
  await world.clock.advance(1_000);
  await stopped;
  return world;
}

describe('start', () => {
  test('the last known lists are there at once with their age, and an unchanged config starts nothing', async () => {
    const world = await settledWorld();
    expect(world.starts).toEqual(['a']);
    const syncedAt = world.registry.servers[`${fakeOwnSource}#/mcpServers/a`]?.lastSyncWall;
    await world.clock.advance(3_600_000);
    const engine = createEngine(world.ports, { version: 'test', once: false });
    const views: unknown[] = [];
    engine.subscribe((message) => views.push(message.kind === 'snapshot' ? message.view.servers : message.change.servers));
    const started = engine.start();
    await world.clock.advance(10_000);
    await started;
    expect(views.flat().length).toBeGreaterThan(0);
    for (const server of views.flat()) expect(server).toMatchObject({ name: 'a', status: 'synced', tools: 2, lastSyncAt: syncedAt });
    expect(world.starts).toEqual(['a']);
    const stopped = engine.stop();
    await world.clock.advance(1_000);
    await stopped;
  });

  test('a second engine of the same home is refused with the reason', async () => {
    const world = createFakeWorld();
    world.lockProblem = { code: 'busy', message: 'locked' };
    const problem = await createEngine(world.ports, { version: 'test', once: false }).start();
    expect(problem).toMatchObject({ code: 'busy', message: 'another Tooltray already serves this home' });
  });

  test('a source that cannot be read at the start keeps the last known lists, shown as stale', async () => {
    const world = await settledWorld();
    world.write(fakeOwnSource, '{"mcpServers": {');
    const engine = createEngine(world.ports, { version: 'test', once: false });
    const started = engine.start();
    await world.clock.advance(5_000);
    await started;
    expect(engine.view().servers).toMatchObject([{ name: 'a', status: 'stale', tools: 2, stale: true }]);
    expect(engine.view().sources[0]?.problem).toMatchObject({ code: 'source-invalid', where: { line: 1 } });
    world.write(fakeOwnSource, JSON.stringify({ mcpServers: { a: { command: 'a' } } }));
    world.fireWatch(fakeOwnSource);
    await world.clock.advance(2_000);
    expect(engine.view().servers).toMatchObject([{ name: 'a', status: 'synced', stale: false }]);
    expect(world.starts).toEqual(['a']);
    const stopped = engine.stop();
    await world.clock.advance(1_000);
    await stopped;
  });

  test('a failing server looks failing while it is tried again by itself, and syncing when the person asks', async () => {
    const world = createFakeWorld();
    world.environment = { TOOLTRAY_TRUST: 'always' };
    world.servers.set('a', { tools: [], failure: { code: 'exited', message: 'exited with code 1' } });
    world.write(fakeOwnSource, JSON.stringify({ mcpServers: { a: { command: 'a' } } }));
    const engine = createEngine(world.ports, { version: 'test', once: false });
    const started = engine.start();
    await world.clock.advance(500);
    await started;
    const server = () => engine.view().servers[0];
    expect(server()).toMatchObject({ status: 'failed', problem: { code: 'exited' } });
    world.servers.set('a', { tools: [], hang: true });
    await world.clock.advance(2_000);
    expect(world.starts).toEqual(['a', 'a']);
    expect(server()).toMatchObject({ status: 'failed', problem: { code: 'exited' } });
    expect(engine.view().mood).toBe('attention');
    await world.clock.advance(31_000);
    expect(server()).toMatchObject({ status: 'failed', problem: { code: 'deadline' } });
    const synced = engine.call('servers.sync', { names: ['a'] }, 'owner');
    await world.clock.advance(500);
    expect(server()?.status).toBe('syncing');
    await world.clock.advance(40_000);
    await synced;
    const stopped = engine.stop();
    await world.clock.advance(1_000);
    await stopped;
  });

  test('stopping starts nothing again, however long one server takes to end, and keeps what was synced', async () => {
    const world = createFakeWorld();
    world.environment = { TOOLTRAY_TRUST: 'always' };
    world.servers.set('a', { tools: [] });
    world.servers.set('stubborn', { tools: [], closeDelayMs: 4_000 });
    world.write(fakeOwnSource, JSON.stringify({ mcpServers: { a: { command: 'a' }, stubborn: { command: 'stubborn' } } }));
    const engine = createEngine(world.ports, { version: 'test', once: false });
    const started = engine.start();
    await world.clock.advance(3_000);
    await started;
    const stopped = engine.stop();
    await world.clock.advance(10_000);
    await stopped;
    expect([...world.starts].sort()).toEqual(['a', 'stubborn']);
    expect(Object.values(world.registry.servers).map((server) => server.failure)).toEqual([null, null]);
  });

  test('a problem with the approvals file stays visible when the registry is written', async () => {
    const world = createFakeWorld();
    const problem = { code: 'trust-unwritable', message: 'the approvals were set aside' } as const;
    const ports = { ...world.ports, trustFile: { ...world.ports.trustFile, load: async () => ({ decisions: [], problem }) } };
    world.write(fakeOwnSource, JSON.stringify({ mcpServers: { a: { command: 'a' } } }));
    const engine = createEngine(ports, { version: 'test', once: false });
    const started = engine.start();
    await world.clock.advance(10_000);
    await started;
    expect(world.saves.length).toBeGreaterThan(0);
    expect(engine.view().lastError).toEqual(problem);
    const stopped = engine.stop();
    await world.clock.advance(1_000);
    await stopped;
  });

  test('a resync reads the sources again, also when no event told of their change', async () => {
    const world = await settledWorld();
    const engine = createEngine(world.ports, { version: 'test', once: false });
    const started = engine.start();
    await world.clock.advance(3_000);
    await started;
    world.servers.set('b', { tools: [{ name: 'b1' }] });
    world.write(fakeOwnSource, JSON.stringify({ mcpServers: { a: { command: 'a' }, b: { command: 'b' } } }));
    const synced = engine.call('servers.sync', {}, 'owner');
    await world.clock.advance(700);
    expect(await synced).toMatchObject({ ok: true, result: { servers: { total: 2, ok: 2 } } });
    const stopped = engine.stop();
    await world.clock.advance(1_000);
    await stopped;
  });
});
