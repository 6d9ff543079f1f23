/** The sync operation over a world in memory: decisions, stamps, retries, failures. */
import { describe, expect, test } from 'vitest';
import type { SyncReport } from '../../electron/contract/reports.ts';
import { createEngine } from '../../electron/engine/create-engine.ts';
import { createFakeWorld, type FakeWorld, fakeOwnSource } from '../helpers/fake-ports.ts';

const tools = (...names: string[]) => names.map((name) => ({ name, inputSchema: { type: 'object' } }));

function config(...names: string[]): string {
  return JSON.stringify({ mcpServers: Object.fromEntries(names.map((name) => [name, { command: name }])) });
}

function worldWith(...names: string[]): FakeWorld {
  const world = createFakeWorld();
  world.environment = { TOOLTRAY_TRUST: 'always' };
  for (const name of names) world.servers.set(name, { tools: tools(`${name}-tool`) });
  if (names.length > 0) world.write(fakeOwnSource, config(...names));
  return world;
}

/** One command: a fresh engine, one sync, the end; time moves while it waits. */
async function sync(world: FakeWorld, input: Record<string, unknown> = { auto: true }): Promise<SyncReport> {
  const engine = createEngine(world.ports, { version: 'test', once: true });
  await engine.startOnce();
  let done = false;
  const answer = engine.call('servers.sync', input, 'owner').finally(() => {
    done = true;
  });
  for (let turn = 0; turn < 4_000 && !done; turn += 1) await world.clock.advance(20);
  const result = await answer;
  const stopped = engine.stop();
  await world.clock.advance(1_000);
  await stopped;
  if (!result.ok) throw new Error(result.problem.message);
  return result.result;
}

describe('sync', () => {
  test('S0-37 the first run without metadata syncs, the second finds nothing changed', async () => {
    const world = worldWith('a', 'b');
    expect(await sync(world)).toMatchObject({
      synced: true,
      reason: 'first-run',
      durable: true,
      tools: 2,
      servers: { total: 2, ok: 2, created: 2, failed: [] },
    });
    expect(await sync(world)).toMatchObject({ synced: false, reason: 'unchanged', servers: { ok: 2, skipped: 2, updated: 0 }, tools: 2 });
    expect(world.starts).toEqual(['a', 'b']);
  });

  test.each([
    [false, false, false],
    [false, false, true],
    [false, true, false],
    [false, true, true],
    [true, false, false],
    [true, false, true],
    [true, true, false],
    [true, true, true],
  ])(
    'S0-13 with mtime newer %s, servers changed %s, bytes changed %s only changed servers decide',
    async (mtimeNewer, serversChanged, bytesChanged) => {
      const world = worldWith('a', 'b');
      await sync(world);
      const starts = world.starts.length;
      const before = world.files.get(fakeOwnSource) ?? '';
      if (serversChanged) world.servers.set('c', { tools: tools('c-tool') });
      const text = serversChanged ? config('a', 'c') : bytesChanged ? `${before}\n` : before;
      world.write(fakeOwnSource, text, { keepMtime: !mtimeNewer, keepStat: !mtimeNewer && !serversChanged && !bytesChanged });
      const report = await sync(world);
      expect(report.synced).toBe(serversChanged);
      expect(report.reason).toBe(serversChanged ? 'config-hash' : 'unchanged');
      expect(world.starts.length - starts).toBe(serversChanged ? 1 : 0);
    },
  );

  test('S0-26 a failed server is not stamped, is due again by its delay, and then clears', async () => {
    const world = worldWith('a', 'b');
    world.servers.set('b', { tools: tools('b-tool'), failure: { code: 'exited', message: 'exited with code 1' } });
    expect(await sync(world)).toMatchObject({ synced: true, servers: { failed: ['b'], ok: 1 } });
    world.servers.set('b', { tools: tools('b-tool') });
    await world.clock.advance(5_000);
    expect(await sync(world)).toMatchObject({ synced: true, reason: 'retry-due', servers: { failed: [], ok: 2 } });
    expect(await sync(world)).toMatchObject({ synced: false, reason: 'unchanged' });
    expect(world.starts).toEqual(['a', 'b', 'b']);
  });

  test('S0-27 an edit during the sync is seen by the next one', async () => {
    const world = worldWith('a', 'b');
    world.servers.set('a', { tools: tools('a-tool'), listDelayMs: 300 });
    const first = sync(world);
    world.servers.set('c', { tools: tools('c-tool') });
    void world.clock.after(200, () => world.write(fakeOwnSource, config('a', 'b', 'c')));
    expect(await first).toMatchObject({ synced: true });
    expect(await sync(world)).toMatchObject({ synced: true, reason: 'config-hash', servers: { total: 3 } });
  });

  test('S0-28 a sync of a single server stamps only that one', async () => {
    const world = worldWith('a', 'b');
    expect(await sync(world, { names: ['a'] })).toMatchObject({ synced: true, reason: 'forced', tools: 1 });
    expect(world.starts).toContain('a');
    expect(await sync(world)).toMatchObject({ synced: true, servers: { ok: 2 }, tools: 2 });
  });

  test('S0-32 a last sync in the future does not hide a change', async () => {
    const world = worldWith('a');
    await sync(world);
    world.registry = {
      ...world.registry,
      metadata: { ...world.registry.metadata, mcp_last_sync_time: world.clock.now().wall + 86_400_000 },
    };
    world.servers.set('b', { tools: tools('b-tool') });
    world.write(fakeOwnSource, config('b'), { keepMtime: true });
    expect(await sync(world)).toMatchObject({ synced: true, reason: 'config-hash' });
  });

  test('S0-38 the part that speaks MCP cannot be loaded: the run ends well and says so', async () => {
    const world = worldWith('a');
    const broken = {
      ...world,
      ports: {
        ...world.ports,
        mcp: {
          ...world.ports.mcp,
          connect: async () => {
            throw new Error('Cannot find module');
          },
        },
      },
    };
    const report = await sync(broken);
    expect(report.servers.failed).toEqual(['a']);
    expect(world.log.some((line) => line.message.includes('Cannot find module'))).toBe(true);
  });

  test('S0-39 an unexpected failure ends the run well and stays visible', async () => {
    const world = worldWith('a');
    world.saveProblem = { code: 'registry-unwritable', message: 'the registry cannot be written' };
    expect(await sync(world)).toMatchObject({ synced: false, reason: 'registry-unwritable', durable: false });
    const engine = createEngine(world.ports, { version: 'test', once: false });
    const started = engine.start();
    await world.clock.advance(3_000);
    await started;
    const status = await engine.call('status.get', {}, 'owner');
    expect(status.ok && status.result.last_error).toMatchObject({ code: 'registry-unwritable' });
    world.saveProblem = null;
    const stopped = engine.stop();
    await world.clock.advance(1_000);
    await stopped;
  });

  test('S0-23 a clean sync removes MCP entries only, counts them, and leaves what others keep in the registry', async () => {
    const world = worldWith('a', 'b');
    await sync(world);
    world.registry = { ...world.registry, other: { shell: { ls: 1 } } };
    world.write(fakeOwnSource, config('a'));
    expect(await sync(world)).toMatchObject({ synced: true, servers: { removed: 1 } });
    expect(world.registry.other).toEqual({ shell: { ls: 1 } });
    expect(world.log.some((line) => line.level === 'debug' && /Removed 1 old MCP entries for clean sync/u.test(line.message))).toBe(true);
  });

  test('S0-36 a home that cannot be locked is reported as unwritable, the next run tries again', async () => {
    const world = worldWith('a');
    world.lockProblem = { code: 'registry-unwritable', message: 'read-only' };
    expect(await sync(world)).toMatchObject({ synced: false, reason: 'registry-unwritable' });
    world.lockProblem = null;
    expect(await sync(world)).toMatchObject({ synced: true });
  });

  test('S0-03 after one change the registry equals that of listing everything', async () => {
    const strip = (world: FakeWorld) =>
      Object.values(world.registry.servers).map(({ lastSyncWall: _1, durationMs: _2, listings, ...rest }) => ({
        ...rest,
        listings: Object.fromEntries(Object.entries(listings).map(([kind, listing]) => [kind, listing?.items])),
      }));
    const minimal = worldWith('a', 'b');
    await sync(minimal);
    minimal.servers.set('c', { tools: tools('c1', 'c2') });
    minimal.write(fakeOwnSource, config('a', 'c'));
    await sync(minimal);
    expect(minimal.starts).toEqual(['a', 'b', 'c']);
    const clean = worldWith('a', 'c');
    clean.servers.set('c', { tools: tools('c1', 'c2') });
    await sync(clean, { auto: true, smartSync: false });
    expect(strip(minimal)).toEqual(strip(clean));
  });

  test('S0-47 a changed variable is a change with its own reason, and its value is stored nowhere', async () => {
    const world = worldWith('a');
    world.environment = { TOOLTRAY_TRUST: 'always', X: 'secret-value-1' };
    world.write(fakeOwnSource, JSON.stringify({ mcpServers: { a: { command: 'a', env: { TOKEN: '$' + '{X}' } } } }));
    await sync(world);
    expect(await sync(world)).toMatchObject({ reason: 'unchanged' });
    world.environment = { TOOLTRAY_TRUST: 'always', X: 'secret-value-2' };
    expect(await sync(world)).toMatchObject({ synced: true, reason: 'env' });
    expect(JSON.stringify([world.registry, world.trust, world.log])).not.toContain('secret-value');
  });

  test('a list that is announced as changed while it is read is read again before the run ends', async () => {
    const world = worldWith('a');
    world.servers.set('a', { tools: tools('old'), listDelayMs: 100 });
    const running = sync(world);
    world.clock.after(80, () => {
      world.running.get('a')?.onListChanged('tools');
      Object.assign(world.servers.get('a') ?? {}, { tools: tools('new', 'newer') });
    });
    expect(await running).toMatchObject({ synced: true, tools: 2 });
    expect(world.lists).toHaveLength(2);
    expect(Object.values(world.registry.servers)[0]?.listings.tools).toMatchObject({
      status: 'fresh',
      items: [{ name: 'new' }, { name: 'newer' }],
    });
  });

  test('a list that fails loses neither the other lists nor the server', async () => {
    const world = worldWith('a');
    world.servers.set('a', {
      tools: tools('t'),
      resources: [],
      listFailure: { resources: { code: 'list-failed', message: 'resources/list failed' } },
    });
    const report = await sync(world);
    expect(report).toMatchObject({ tools: 1, servers: { failed: [] } });
    expect(report.problems).toMatchObject([{ server: 'a', code: 'list-failed' }]);
    expect(await sync(world)).toMatchObject({ reason: 'unchanged' });
    await world.clock.advance(60_000);
    expect(await sync(world)).toMatchObject({ reason: 'retry-due' });
  });

  test('S0-10 S0-09 an empty or missing config removes what was known', async () => {
    const world = worldWith('a');
    await sync(world);
    world.write(fakeOwnSource, '{"mcpServers":{}}');
    expect(await sync(world)).toMatchObject({ synced: false, reason: 'no-servers' });
    expect(world.registry.servers).toEqual({});
    world.remove(fakeOwnSource);
    expect(await sync(world)).toMatchObject({ synced: false, reason: 'no-config' });
  });

  test('S0-31 a config that cannot be read leaves the registry as it is', async () => {
    const world = worldWith('a');
    await sync(world);
    world.write(fakeOwnSource, '{"mcpServers":{');
    expect(await sync(world)).toMatchObject({ synced: false, reason: 'config-invalid', tools: 1 });
    expect(await sync(world)).toMatchObject({ synced: false, reason: 'config-invalid', tools: 1 });
    expect(Object.keys(world.registry.servers)).toHaveLength(1);
  });
});
