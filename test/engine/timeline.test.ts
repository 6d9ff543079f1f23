/** The timeline inside the engine: what it answers, when it writes, and that nothing depends on it. */
import { describe, expect, test } from 'vitest';
import type { HistoryEntry } from '../../electron/contract/history.ts';
import { createEngine } from '../../electron/engine/create-engine.ts';
import { createFakeWorld, type FakeWorld, fakeOwnSource } from '../helpers/fake-ports.ts';

const entriesOf = (servers: Record<string, unknown>) => JSON.stringify({ mcpServers: servers });

function worldWith(servers: Record<string, unknown>): FakeWorld {
  const world = createFakeWorld();
  world.settings = { ...world.settings, trust: 'always' };
  for (const name of ['a', 'b']) world.servers.set(name, { tools: [{ name: `${name}1` }] });
  world.write(fakeOwnSource, entriesOf(servers));
  return world;
}

async function running(world: FakeWorld, redact?: (text: string) => string) {
  const engine = createEngine(world.ports, { version: 'test', once: false, ...(redact ? { redact } : {}) });
  const started = engine.start();
  await world.clock.advance(3_000);
  await started;
  const get = async (input: Record<string, unknown> = {}) => {
    const answer = await engine.call('history.get', input, 'key');
    if (!answer.ok) throw new Error(answer.problem.message);
    return answer.result;
  };
  const save = async (servers: Record<string, unknown>) => {
    world.write(fakeOwnSource, entriesOf(servers));
    world.fireWatch(fakeOwnSource);
    await world.clock.advance(3_000);
  };
  const stop = async () => {
    const stopped = engine.stop();
    await world.clock.advance(1_000);
    await stopped;
  };
  return { engine, get, save, stop };
}

const inWords = (entries: readonly HistoryEntry[]) =>
  entries.map(({ number, kind, server, cause }) => [number, kind, server?.name, cause].filter((part) => part != null).join(' '));

describe('asking', () => {
  test('newest first, a page at a time, with the number in the view', async () => {
    const { engine, get, save, stop } = await running(worldWith({ a: { command: 'a' } }));
    await save({ a: { command: 'a' }, b: { command: 'b' } });
    const all = await get();
    expect(inWords(all.entries)).toEqual([
      '5 server.synced b 4',
      '4 source.changed',
      '3 server.synced a 2',
      '2 source.changed',
      '1 engine.started',
    ]);
    expect([all.more, all.problem, engine.view().historyNumber]).toEqual([false, null, 5]);
    const first = await get({ limit: 2 });
    expect([inWords(first.entries).map((words) => words[0]), first.more]).toEqual([['5', '4'], true]);
    const second = await get({ limit: 3, before: 4 });
    expect([inWords(second.entries).map((words) => words[0]), second.more]).toEqual([['3', '2', '1'], false]);
    await stop();
  });

  test('only what is about one server, edits that touched it included; gone ones by the name they had; unknown ones are refused', async () => {
    const { engine, get, save, stop } = await running(worldWith({ a: { command: 'a' }, b: { command: 'b' } }));
    await save({ b: { command: 'b' } });
    expect(inWords((await get({ server: 'a' })).entries)).toEqual([
      '6 server.stopped a 5',
      '5 source.changed',
      '3 server.synced a 2',
      '2 source.changed',
    ]);
    const id = engine.view().servers[0]?.id;
    expect(await get({ server: id })).toEqual(await get({ server: 'b' }));
    expect(await engine.call('history.get', { server: 'nobody' }, 'key')).toMatchObject({ ok: false, problem: { code: 'not-found' } });
    await stop();
  });

  test('the chart counts syncs and failures of the last hours', async () => {
    const world = worldWith({ a: { command: 'a' }, gone: { command: 'gone' } });
    const { engine, stop } = await running(world);
    const answer = await engine.call('history.chart', { hours: 1 }, 'key');
    if (!answer.ok) throw new Error(answer.problem.message);
    expect(answer.result.pieces.at(-1)).toMatchObject({ syncs: 1, failures: 1 });
    await stop();
  });
});

describe('writing', () => {
  test('a burst is one write, a quiet engine writes nothing, the end is written', async () => {
    const world = worldWith({ a: { command: 'a' } });
    const { save, stop } = await running(world);
    const writes = world.historyWrites;
    await save({ a: { command: 'a' }, b: { command: 'b' } });
    expect(world.historyWrites).toBe(writes + 1);
    await world.clock.advance(600_000);
    expect(world.historyWrites).toBe(writes + 1);
    await stop();
    expect(world.history.at(-1)).toMatchObject({ number: 6, kind: 'engine.stopped' });
    expect(world.history.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('the next run goes on counting and tells nothing twice', async () => {
    const world = worldWith({ a: { command: 'a' } });
    await (await running(world)).stop();
    const { get, stop } = await running(world);
    expect(inWords((await get({ limit: 2 })).entries)).toEqual(['5 engine.started', '4 engine.stopped']);
    await stop();
  });

  test('what another process writes in between comes first, and ours moves past it with its causes', async () => {
    const world = worldWith({ a: { command: 'a' } });
    const { engine, get, save, stop } = await running(world);
    const foreign = (number: number): HistoryEntry => ({ ...(world.history[0] as HistoryEntry), number, kind: 'watching.paused' });
    world.history = [...world.history, foreign(4), foreign(5)];
    await save({ b: { command: 'b' } });
    expect(inWords((await get({ limit: 5 })).entries)).toEqual([
      '8 server.synced b 6',
      '7 server.stopped a 6',
      '6 source.changed',
      '5 watching.paused',
      '4 watching.paused',
    ]);
    expect(engine.view().historyNumber).toBe(8);
    await save({ a: { command: 'a' }, b: { command: 'b' } });
    expect(world.history.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(world.history.at(-1)).toMatchObject({ kind: 'server.synced', cause: 9 });
    await stop();
  });

  test('F03 a full disk: told once in the log and with every answer, nothing else is touched, and nothing is lost once there is room', async () => {
    const world = worldWith({ a: { command: 'a' } });
    world.historyProblem = { code: 'history-unwritable', message: 'the disk is full' };
    const { engine, get, save, stop } = await running(world);
    for (let round = 0; round < 4; round += 1) await save(round % 2 === 0 ? { b: { command: 'b' } } : { a: { command: 'a' } });
    await world.clock.advance(120_000);
    expect(world.log.filter(({ message }) => message.includes('timeline'))).toHaveLength(1);
    expect(engine.view()).toMatchObject({ lastError: null, mood: 'fine', servers: [{ name: 'a', status: 'synced' }] });
    const kept = await get();
    expect(kept.problem).toMatchObject({ code: 'history-unwritable' });
    world.historyProblem = null;
    await world.clock.advance(60_000);
    expect(world.history).toEqual([...kept.entries].reverse());
    expect((await get()).problem).toBeNull();
    await stop();
  });
});

test('T26 what is a secret by now is taken out of every name and word, links stay whole', async () => {
  const world = worldWith({ a: { command: 'a' }, 'canary-name': { command: 'broken' } });
  world.servers.set('a', { tools: [{ name: 'tool canary-name' }] });
  world.servers.set('broken', { tools: [], failure: { code: 'exited', message: 'it said canary-name', evidence: ['canary-name'] } });
  const { engine, get, stop } = await running(world, (text) => text.replaceAll('canary-name', '[redacted]'));
  const { entries } = await get();
  const withoutIds = JSON.stringify(entries, (key, value) => (key === 'id' ? undefined : value));
  expect(withoutIds).not.toContain('canary');
  expect(withoutIds).toContain('it said [redacted]');
  expect(entries.flatMap(({ server }) => server?.id ?? [])).toContain(engine.view().servers[1]?.id);
  await stop();
});

describe('a one-shot engine', () => {
  const once = (world: FakeWorld) => createEngine(world.ports, { version: 'test', once: true });
  async function command(world: FakeWorld, name: 'servers.sync' | 'view.get' | 'approvals.approve', input: unknown): Promise<void> {
    const engine = once(world);
    const done = engine.startOnce().then(() => engine.call(name, input, 'owner'));
    await world.clock.advance(5_000);
    expect(await done).toMatchObject({ ok: true });
    const stopped = engine.stop();
    await world.clock.advance(1_000);
    await stopped;
  }

  test('a sync records, looking at things does not', async () => {
    const world = worldWith({ a: { command: 'a' } });
    await command(world, 'view.get', {});
    expect(world.history).toEqual([]);
    await command(world, 'servers.sync', { auto: true });
    expect(inWords(world.history)).toEqual(['1 source.changed', '2 server.synced a 1']);
    await command(world, 'servers.sync', { auto: true });
    expect(world.historyWrites).toBe(1);
  });

  test('a question is told by the first sync that meets it, the answer by the command that gives it', async () => {
    const world = worldWith({ a: { command: 'a' } });
    world.settings = { ...world.settings, trust: 'ask' };
    await command(world, 'servers.sync', { auto: true });
    await command(world, 'servers.sync', { auto: true });
    await command(world, 'approvals.approve', { names: ['a'] });
    await command(world, 'servers.sync', { auto: true });
    expect(inWords(world.history)).toEqual(['1 source.changed', '2 approval.asked a 1', '3 approval.approved a 1', '4 server.synced a 3']);
  });
});
