/** Approval at gate size: every kind of launch change through the whole engine, and every kind of edit that is none. */
import { describe, expect, test } from 'vitest';
import { createEngine } from '../../electron/engine/create-engine.ts';
import { createFakeWorld, fakeOwnSource } from '../helpers/fake-ports.ts';

type Entry = Record<string, unknown>;

const base: Entry = { command: 'a', args: ['--port', '1'], env: { TOKEN: 'x', MODE: 'fast' }, cwd: '/srv' };

/** Changes of everything that decides what runs, each with twenty values. */
const mutations: readonly ((value: number) => Entry)[] = [
  (value) => ({ ...base, command: `b${value}` }),
  (value) => ({ ...base, args: ['--port', `${value + 2}`] }),
  (value) => ({ ...base, args: ['--port', '1', `--more=${value}`] }),
  (value) => ({ ...base, args: [`--first=${value}`, '--port', '1'] }),
  (value) => ({ ...base, env: { TOKEN: `y${value}`, MODE: 'fast' } }),
  (value) => ({ ...base, env: { TOKEN: 'x', MODE: 'fast', [`NEW_${value}`]: '1' } }),
  (value) => ({ ...base, env: { [`RENAMED_${value}`]: 'x', MODE: 'fast' } }),
  (value) => ({ ...base, cwd: `/srv/${value}` }),
  (value) => ({ ...base, envFile: `/srv/${value}.env` }),
  (value) => ({ url: `http://127.0.0.1:${4_000 + value}/mcp` }),
];

async function approvedWorld() {
  const world = createFakeWorld();
  world.servers.set('a', { tools: [{ name: 'a1' }] });
  const write = (text: string) => {
    world.write(fakeOwnSource, text);
    world.fireWatch(fakeOwnSource);
  };
  write(JSON.stringify({ mcpServers: { a: base } }));
  const engine = createEngine(world.ports, { version: 'test', once: false });
  const started = engine.start();
  await world.clock.advance(1_000);
  await started;
  expect(await engine.call('approvals.approve', { names: ['a'] }, 'owner')).toMatchObject({ ok: true });
  await world.clock.advance(1_000);
  expect(engine.view().servers[0]).toMatchObject({ status: 'synced', pid: 1 });
  const stop = async () => {
    const stopped = engine.stop();
    await world.clock.advance(1_000);
    await stopped;
  };
  return { world, engine, write, stop };
}

describe('trust at gate size', () => {
  test('T01 S01 two hundred changes of what would run: nothing is started before approval, the approved process goes on', async () => {
    const { world, engine, write, stop } = await approvedWorld();
    let asked = 0;
    for (let value = 0; value < 20; value += 1) {
      for (const mutate of mutations) {
        write(JSON.stringify({ mcpServers: { a: mutate(value) } }));
        await world.clock.advance(120);
        expect(engine.view().servers[0]).toMatchObject({ status: 'approval', pid: 1 });
        expect(engine.view().approvals).toMatchObject([{ name: 'a', running: true, rejected: false }]);
        asked += 1;
      }
    }
    await world.clock.advance(60_000);
    expect(asked).toBe(200);
    expect(world.starts).toEqual(['a']);
    await stop();
  });

  test('T01 F31 S01 a thousand edits that change no launch: no question, no restart', async () => {
    const { world, engine, write, stop } = await approvedWorld();
    const entries = Object.entries(base);
    for (let at = 0; at < 1_000; at += 1) {
      const turned = Object.fromEntries([...entries.slice(at % entries.length), ...entries.slice(0, at % entries.length)]);
      const body = JSON.stringify({ [`note${at % 7}`]: at, mcpServers: { a: { ...turned, description: `edit ${at}` } } }, null, at % 5);
      write(at % 3 === 0 ? `// edit ${at}\n${body}\r\n` : body);
      await world.clock.advance(40);
      expect(engine.view().approvals).toEqual([]);
    }
    await world.clock.advance(10_000);
    expect(world.starts).toEqual(['a']);
    expect(engine.view().servers[0]).toMatchObject({ status: 'synced', pid: 1 });
    await stop();
  });

  test('T02 adding one server approves that one alone, whatever the waiting ones are called', async () => {
    const { world, engine, write, stop } = await approvedWorld();
    const waiting = Object.fromEntries(['toString', 'valueOf', 'hasOwnProperty'].map((name) => [name, { command: name }]));
    write(JSON.stringify({ mcpServers: { a: base, ...waiting } }));
    await world.clock.advance(500);
    expect(engine.view().approvals).toHaveLength(3);
    const added = engine.call('servers.add', { servers: { mine: { command: 'mine' } } }, 'owner');
    await world.clock.advance(2_000);
    expect(await added).toMatchObject({ ok: true });
    expect(engine.view().approvals.map((approval) => approval.name)).toEqual(['toString', 'valueOf', 'hasOwnProperty']);
    expect(world.starts).toEqual(['a', 'mine']);
    await stop();
  });

  test('T02 an entry that another program changes right after it was added is not approved', async () => {
    const { world, engine, stop } = await approvedWorld();
    const { edit } = world.ports.files;
    Object.assign(world.ports.files, {
      edit: async (path: string, change: Parameters<typeof edit>[1]) => {
        const written = await edit(path, change);
        world.write(path, (world.files.get(path) ?? '').replace('"mine-command"', '"other-command"'));
        return written;
      },
    });
    const added = engine.call('servers.add', { servers: { mine: { command: 'mine-command' } } }, 'owner');
    await world.clock.advance(2_000);
    expect(await added).toMatchObject({ ok: true });
    expect(engine.view().approvals).toMatchObject([{ name: 'mine', next: { command: 'other-command' } }]);
    expect(world.starts).toEqual(['a']);
    await stop();
  });
});
