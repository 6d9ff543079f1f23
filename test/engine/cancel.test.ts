/** Calling starts off through the whole engine: with ports in memory, and with a server that really hangs. */
import { describe, expect, test } from 'vitest';
import { createEngine } from '../../electron/engine/create-engine.ts';
import { createFakeWorld, fakeOwnSource } from '../helpers/fake-ports.ts';
import { liveEngine } from '../helpers/live-engine.ts';
import { lives } from '../helpers/processes.ts';
import { waitFor } from '../helpers/wait-for.ts';

async function startedWorld(entries: Record<string, unknown>, trust: 'always' | 'ask' = 'always') {
  const world = createFakeWorld();
  world.environment.TOOLTRAY_TRUST = trust;
  world.write(fakeOwnSource, JSON.stringify({ mcpServers: entries }));
  const engine = createEngine(world.ports, { version: 'test', once: false });
  const stop = async () => {
    const stopped = engine.stop();
    await world.clock.advance(10_000);
    await stopped;
  };
  return { world, engine, stop };
}

describe('servers.cancel', () => {
  test('servers that wait for their turn are called off too, and are never started', async () => {
    const entries = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, { command: 'npx', args: [name, 'same'] }]));
    const { world, engine, stop } = await startedWorld(entries);
    world.settings = { ...world.settings, parallel: 2 };
    world.servers.set('npx', { tools: [], hang: true });
    const started = engine.start();
    await world.clock.advance(100);
    await started;
    const begun = world.starts.length;
    expect(begun).toBeLessThan(6);
    const answer = await engine.call('servers.cancel', {}, 'owner');
    expect(answer).toMatchObject({ ok: true, result: { cancelled: ['a', 'b', 'c', 'd', 'e', 'f'] } });
    await world.clock.advance(300_000);
    expect(world.starts).toHaveLength(begun);
    for (const server of engine.view().servers) expect(server).toMatchObject({ status: 'stale', problem: { code: 'cancelled' } });
    await stop();
  });

  test('a sync that waits for a hanging server comes back at once and says what was called off', async () => {
    const { world, engine, stop } = await startedWorld({ slow: { command: 'slow' }, good: { command: 'good' } });
    world.servers.set('slow', { tools: [], hang: true });
    world.servers.set('good', { tools: [{ name: 'one' }] });
    const started = engine.start();
    await world.clock.advance(1_000);
    await started;
    let report: unknown = null;
    void engine.call('servers.sync', {}, 'owner').then((answer) => {
      report = answer;
    });
    await world.clock.advance(1_000);
    expect(report).toBeNull();
    await engine.call('servers.cancel', { names: ['slow'] }, 'owner');
    await world.clock.advance(0);
    expect(report).toMatchObject({ ok: true, result: { problems: [{ server: 'slow', code: 'cancelled' }], servers: { ok: 1 } } });
    expect(engine.view().servers.find((server) => server.name === 'good')).toMatchObject({ status: 'synced' });
    await stop();
  });

  test('a name that does not exist is said so, and nothing is called off', async () => {
    const { world, engine, stop } = await startedWorld({ slow: { command: 'slow' } });
    world.servers.set('slow', { tools: [], hang: true });
    const started = engine.start();
    await world.clock.advance(1_000);
    await started;
    expect(await engine.call('servers.cancel', { names: ['nobody'] }, 'owner')).toMatchObject({
      ok: false,
      problem: { code: 'not-found' },
    });
    expect(engine.view().servers[0]?.status).toBe('syncing');
    await stop();
  });

  test('a server that never answers is ended with its process, another one is not touched, and a resync starts it again', async () => {
    const live = await liveEngine({ servers: (entry) => ({ hanging: entry('hanging', '--never-init'), good: entry('good') }) });
    await live.until('synced', 'good');
    await waitFor(() => live.starts().includes('hanging'));
    const goodPid = live.server('good')?.pid;
    const count = () => live.starts().filter((name) => name === 'hanging').length;
    expect(await live.call('servers.cancel')).toEqual({ cancelled: ['hanging'] });
    await live.until('stale', 'hanging');
    const sync = live.call('servers.sync', { names: ['hanging'] });
    await waitFor(() => count() === 2);
    expect(await live.call('servers.cancel')).toEqual({ cancelled: ['hanging'] });
    expect(await sync).toMatchObject({ problems: [{ server: 'hanging', code: 'cancelled' }] });
    await live.until('stale', 'hanging');
    expect(count()).toBe(2);
    expect(live.server('good')).toMatchObject({ status: 'synced', pid: goodPid });
    live.write({ hanging: live.entry('hanging'), good: live.entry('good') });
    await live.until('synced', 'hanging', 'good');
    expect(live.server('good')?.pid).toBe(goodPid);
  });

  test('a reading that hangs is called off without ending the server', async () => {
    const live = await liveEngine({ servers: (entry) => ({ mute: entry('mute', '--hang-list') }) });
    await waitFor(() => live.server('mute')?.pid !== null && live.server('mute')?.pid !== undefined);
    const pid = live.server('mute')?.pid ?? 0;
    expect(await live.call('servers.cancel')).toEqual({ cancelled: ['mute'] });
    await live.until('stale', 'mute');
    expect(lives(pid)).toBe(true);
    expect(live.server('mute')).toMatchObject({ pid, problem: { code: 'cancelled' } });
    expect(await live.call('servers.cancel')).toEqual({ cancelled: [] });
  });
});

describe('servers.process', () => {
  test('a server with helpers tells its pid, all its processes and their memory; one that does not run tells nothing', async () => {
    const live = await liveEngine({
      servers: (entry) => ({ family: entry('family', '--fork-depth', '2', '--setsid'), off: { ...entry('off'), disabled: true } }),
    });
    await live.until('synced', 'family');
    const [family, off] = ['family', 'off'].map((name) => live.server(name));
    if (!family || !off) throw new Error('both are in the file');
    await waitFor(async () => (await live.call('servers.process', { server: family.id })).processes >= 4);
    const usage = await live.call('servers.process', { server: family.id });
    expect(usage.pid).toBe(family.pid);
    if (process.platform === 'linux') expect(usage.memoryBytes).toBeGreaterThan(5_000_000);
    expect(await live.call('servers.process', { server: off.id })).toEqual({ pid: null, processes: 0, memoryBytes: null });
    await expect(live.call('servers.process', { server: `${live.source}#/mcpServers/nobody` as never })).rejects.toThrow('not-found');
  });
});
