/** Settings while the engine runs: what takes effect, what is refused, what a report may say. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Settings, SettingsChange } from '../../electron/contract/settings.ts';
import { createEngine } from '../../electron/engine/create-engine.ts';
import { createFakeWorld, type FakeWorld, fakeOwnSource } from '../helpers/fake-ports.ts';
import { liveEngine } from '../helpers/live-engine.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { waitFor } from '../helpers/wait-for.ts';

const cursorFile = '/fake/home/.cursor/mcp.json';
const vscodeFile = '/fake/home/.vscode/mcp.json';

async function started(change: Partial<Settings> = {}, prepare: (world: FakeWorld) => void = () => {}) {
  const world = createFakeWorld();
  const entry = (command: string) => JSON.stringify({ mcpServers: { same: { command } } });
  world.write(fakeOwnSource, entry('own'));
  world.write(cursorFile, entry('cursor'));
  world.write(vscodeFile, entry('vscode'));
  for (const command of ['own', 'cursor', 'vscode']) world.servers.set(command, { tools: [{ name: `${command}-tool` }] });
  world.settings = {
    ...world.settings,
    sources: [
      { path: cursorFile, client: 'cursor', trust: 'ask' },
      { path: vscodeFile, client: 'generic', trust: 'ask' },
    ],
    ...change,
  };
  prepare(world);
  const engine = createEngine(world.ports, { version: 'test', once: false });
  const starting = engine.start();
  await world.clock.advance(1_000);
  await starting;
  onTestFinished(async () => {
    const stopped = engine.stop();
    await world.clock.advance(10_000);
    await stopped;
  });
  const names = () => engine.view().servers.map((server) => server.name);
  const statuses = () => engine.view().servers.map((server) => server.status);
  return { world, engine, names, statuses };
}

describe('trust policies', () => {
  test('"always" approves what waits at once, "ask" asks about it again and stops nothing', async () => {
    const { world, engine, statuses } = await started();
    expect(statuses()).toEqual(['approval', 'approval', 'approval']);
    await engine.call('settings.set', { trust: 'always' }, 'owner');
    await world.clock.advance(1_000);
    expect(statuses()).toEqual(['synced', 'synced', 'synced']);
    expect(world.trust).toEqual([]);
    await engine.call('settings.set', { trust: 'ask' }, 'owner');
    await world.clock.advance(1_000);
    expect(statuses()).toEqual(['approval', 'approval', 'approval']);
    expect(engine.view().approvals.map((approval) => approval.running)).toEqual([true, true, true]);
    expect(world.starts).toHaveLength(3);
    await engine.call('approvals.approve', { all: true }, 'owner');
    await world.clock.advance(1_000);
    expect(statuses()).toEqual(['synced', 'synced', 'synced']);
    expect(world.starts).toHaveLength(3);
  });

  test('of one source: only its servers are approved, and what the person rejected stays rejected', async () => {
    const { world, engine, statuses } = await started();
    await engine.call('approvals.reject', { names: ['same'] }, 'owner');
    expect(await engine.call('sources.set', { path: cursorFile, trust: 'always' }, 'owner')).toMatchObject({ result: { changed: true } });
    await world.clock.advance(1_000);
    expect(statuses()).toEqual(['approval', 'synced', 'approval']);
    await engine.call('settings.set', { trust: 'always' }, 'owner');
    await world.clock.advance(1_000);
    expect(engine.view().approvals).toMatchObject([{ rejected: true }]);
    expect(statuses()).toEqual(['approval', 'synced', 'synced']);
    await engine.call('settings.set', { trust: 'ask' }, 'owner');
    await world.clock.advance(1_000);
    expect(statuses()).toEqual(['approval', 'synced', 'approval']);
  });
});

describe('order of sources', () => {
  test('names follow the rank, and nothing is restarted or read again', async () => {
    const { world, engine, names } = await started({ trust: 'always' });
    await world.clock.advance(1_000);
    expect(names()).toEqual(['same', 'same@cursor', 'same@generic']);
    const pids = () => Object.fromEntries(engine.view().servers.map((server) => [server.source, server.pid]));
    const before = pids();
    const lists = world.lists.length;
    expect(await engine.call('sources.set', { path: vscodeFile, position: 0 }, 'owner')).toMatchObject({ result: { changed: true } });
    await world.clock.advance(1_000);
    expect(names()).toEqual(['same', 'same@generic', 'same@cursor']);
    expect(engine.view().sources.map((source) => source.path)).toEqual([fakeOwnSource, vscodeFile, cursorFile]);
    expect(pids()).toEqual(before);
    expect([world.starts.length, world.lists.length]).toEqual([3, lists]);
  });

  test.each([
    [
      { path: vscodeFile, position: 99 },
      { ok: true, result: { changed: false } },
    ],
    [{ path: cursorFile }, { ok: true, result: { changed: false } }],
    [
      { path: '/nowhere.json', position: 0 },
      { ok: false, problem: { code: 'not-found' } },
    ],
    [
      { path: fakeOwnSource, position: 1 },
      { ok: false, problem: { code: 'wrong-input' } },
    ],
    [
      { path: vscodeFile, position: -1 },
      { ok: false, problem: { code: 'wrong-input' } },
    ],
  ])('%j gives %j', async (input, answer) => {
    const { engine } = await started();
    expect(await engine.call('sources.set', input, 'owner')).toMatchObject(answer);
  });
});

describe('settings.set', () => {
  test.each(Object.keys(SettingsChange.shape))('changing something else leaves %s as it is', async (name) => {
    const other: Partial<Settings> = {
      welcomed: true,
      trust: 'always',
      smartSync: false,
      debounceMs: 31,
      refreshIntervalMs: 301_000,
      parallel: 5,
      keepAlive: true,
      idleStopMs: 601_000,
      port: 8_882,
      notifications: false,
      theme: 'dark',
      launchAtLogin: true,
      toldAboutTray: true,
    };
    const { world, engine } = await started(other);
    const change = name === 'theme' ? { port: 9_999 } : { theme: 'light' };
    expect(await engine.call('settings.set', change, 'owner')).toMatchObject({ ok: true });
    expect(world.settings).toMatchObject({ ...other, ...change });
    expect(Object.keys({ ...other, version: 1, sources: [] }).sort()).toEqual(Object.keys(world.settings).sort());
  });
});

describe('settings that take effect at once', () => {
  test('a shorter refresh interval reads good lists by the new one', async () => {
    const { world, engine } = await started({ trust: 'always' });
    await world.clock.advance(5_000);
    const before = world.lists.length;
    await engine.call('settings.set', { refreshIntervalMs: 10_000 }, 'owner');
    await world.clock.advance(12_500);
    expect(world.lists.length).toBeGreaterThanOrEqual(before + 3);
  });

  test('keeping servers running starts those that were stopped, and lets them stop again', async () => {
    const { world, engine, statuses } = await started({ trust: 'always', idleStopMs: 20_000, refreshIntervalMs: 3_600_000 });
    await world.clock.advance(60_000);
    expect(statuses()).toEqual(['idle', 'idle', 'idle']);
    await engine.call('settings.set', { keepAlive: true }, 'owner');
    await world.clock.advance(60_000);
    expect(statuses()).toEqual(['synced', 'synced', 'synced']);
    await engine.call('settings.set', { keepAlive: false }, 'owner');
    await world.clock.advance(60_000);
    expect(statuses()).toEqual(['idle', 'idle', 'idle']);
  });

  test('more starts at once count for the starts that come', async () => {
    const entries = Object.fromEntries(Array.from({ length: 6 }, (_, at) => [`s${at}`, { command: 'npx', args: [`pkg${at}`] }]));
    const { world, engine } = await started({ trust: 'ask', parallel: 1 }, (one) => {
      one.write(fakeOwnSource, JSON.stringify({ mcpServers: entries }));
      one.servers.set('npx', { tools: [], hang: true });
    });
    await engine.call('settings.set', { parallel: 4 }, 'owner');
    await engine.call('approvals.approve', { names: Object.keys(entries) }, 'owner');
    await world.clock.advance(1_000);
    expect(world.starts.filter((command) => command === 'npx')).toHaveLength(4);
  });

  test('an edit of settings.json from outside: files, theme and trust are in force at once, a broken one is said and changes nothing', async () => {
    const live = await liveEngine({ trust: 'ask', servers: (entry) => ({ one: entry('one') }) });
    await live.until('approval', 'one');
    const file = path.join(live.home, 'settings.json');
    writeFileSync(file, JSON.stringify({ theme: 'dark', trust: 'always', launchAtLogin: true }));
    await live.until('synced', 'one');
    expect(live.engine.view()).toMatchObject({ theme: 'dark', launchAtLogin: true });
    writeFileSync(file, '{"theme": "pink"}');
    await waitFor(() => live.engine.view().lastError?.code === 'settings-invalid');
    expect(live.engine.view().theme).toBe('dark');
    writeFileSync(file, JSON.stringify({ theme: 'light', trust: 'ask' }));
    await live.until('approval', 'one');
    expect(live.engine.view()).toMatchObject({ theme: 'light', lastError: null });
    expect(live.starts()).toEqual(['one']);
  });
});

describe('export and import', () => {
  test('a written export is private, is replaced by a later one, and never takes the place of another file', async () => {
    const live = await liveEngine();
    const folder = tempFolder();
    const target = path.join(folder, 'settings-export.json');
    writeFileSync(target, '{"kind": "tooltray-settings"}', { mode: 0o644 });
    const { text } = await live.call('settings.export', { path: target });
    expect(readFileSync(target, 'utf8')).toBe(text);
    expect(statSync(target).mode & 0o777).toBe(0o600);
    await live.call('settings.set', { theme: 'dark' });
    await live.call('settings.export', { path: target });
    expect(JSON.parse(readFileSync(target, 'utf8')).theme).toBe('dark');
    const precious = path.join(folder, 'precious.json');
    writeFileSync(precious, '{"mine": true}');
    const refused = await live.engine.call('settings.export', { path: precious }, 'owner');
    expect(refused).toMatchObject({ ok: false, problem: { code: 'edit-refused', hint: expect.any(String) } });
    expect(readFileSync(precious, 'utf8')).toBe('{"mine": true}');
    for (const wrong of ['relative.json', './x.json', folder])
      expect(await live.engine.call('settings.export', { path: wrong }, 'owner')).toMatchObject({ ok: false });
  });

  test('a dry run of an import changes nothing; the import does, and its undo is the text from before', async () => {
    const { world, engine } = await started();
    const before = world.settings;
    const undo = await engine.call('settings.export', {}, 'owner');
    const text = JSON.stringify({
      trust: 'always',
      theme: 'dark',
      sources: [{ path: '~/.cursor/mcp.json', client: 'cursor', trust: 'always' }],
    });
    const answer = await engine.call('settings.import', { text, dryRun: true }, 'owner');
    expect(answer).toMatchObject({ ok: true, result: { settings: { theme: 'dark' } } });
    expect(answer.ok && answer.result.changes.some((line) => line.includes('always'))).toBe(true);
    expect(world.settings).toBe(before);
    expect(await engine.call('settings.import', { text }, 'owner')).toMatchObject({ ok: true });
    await world.clock.advance(1_000);
    expect(engine.view().sources.map((source) => source.path)).toEqual([fakeOwnSource, cursorFile]);
    expect(engine.view().servers.map((server) => server.status)).toEqual(['synced', 'synced']);
    await engine.call('settings.import', { text: undo.ok ? undo.result.text : '' }, 'owner');
    expect({ ...world.settings, welcomed: before.welcomed }).toEqual(before);
    expect(await engine.call('settings.import', { text: '{"theme": 1}' }, 'owner')).toMatchObject({
      problem: { where: { pointer: '/theme' } },
    });
  });
});

describe('files.reveal', () => {
  test('shows the home, its logs and watched files, and nothing else', async () => {
    const { world, engine } = await started();
    const shown: string[] = [];
    world.desktop = {
      async reveal(wanted) {
        shown.push(wanted);
        return null;
      },
    };
    for (const input of [{ what: 'home' }, { what: 'logs' }, { what: 'source', path: cursorFile }, { what: 'source', path: fakeOwnSource }])
      expect(await engine.call('files.reveal', input, 'owner')).toEqual({ ok: true, result: { done: true } });
    expect(shown).toEqual(['/fake/home/.tooltray', '/fake/home/.tooltray/logs', cursorFile, fakeOwnSource]);
    for (const other of ['/etc/passwd', `${cursorFile}/../x`, 'relative'])
      expect(await engine.call('files.reveal', { what: 'source', path: other }, 'owner')).toMatchObject({ problem: { code: 'not-found' } });
    expect(await engine.call('files.reveal', { what: 'home' }, 'key')).toMatchObject({ problem: { code: 'forbidden' } });
    expect(shown).toHaveLength(4);
  });

  test('without a desktop the place is said instead', async () => {
    const { engine } = await started();
    expect(await engine.call('files.reveal', { what: 'logs' }, 'owner')).toMatchObject({
      problem: { code: 'no-desktop', hint: 'It is at /fake/home/.tooltray/logs' },
    });
  });
});

describe('diagnostics.get', () => {
  test('S05 tells versions, sources, servers and the log; canaries in every place of a launch and the home folder stay out', async () => {
    const canary = (place: string) => `canary-${place}-4f9a8b7c6d5e`;
    const logText = ['first', ...['env', 'arg', 'flag', 'header'].map((place) => `2026 info said ${canary(place)} at /fake/home/x`)].join(
      '\n',
    );
    const { world, engine } = await started({}, (one) => {
      const local = { command: 'own', args: ['--token', canary('arg'), `--api-key=${canary('flag')}`], env: { PLAIN: canary('env') } };
      const remote = {
        url: `https://user:${canary('user')}@example.test/mcp?key=${canary('query')}`,
        headers: { 'X-Any': canary('header') },
      };
      one.write(fakeOwnSource, JSON.stringify({ mcpServers: { local, remote } }));
      one.write('/fake/home/.tooltray/logs/tooltray.log', logText);
    });
    await engine.call('approvals.approve', { all: true }, 'owner');
    await world.clock.advance(1_000);
    const answer = await engine.call('diagnostics.get', {}, 'owner');
    if (!answer.ok) throw new Error(answer.problem.message);
    const { text } = answer.result;
    expect(text).not.toContain('canary-');
    expect(text).not.toContain('/fake/home');
    for (const part of [
      'version: test',
      'node=0',
      '~/.tooltray/mcp.json (Tooltray',
      '- local (stdio',
      '- remote (http',
      'theme=system',
      'said [redacted] at ~/x',
    ])
      expect(text).toContain(part);
    expect(text.split('\n').length).toBeLessThan(160);
    expect(await engine.call('diagnostics.get', {}, 'key')).toMatchObject({ problem: { code: 'forbidden' } });
  });

  test('only the end of a long log is in it', async () => {
    const { engine } = await started({}, (one) =>
      one.write('/fake/home/.tooltray/logs/tooltray.log', Array.from({ length: 500 }, (_, at) => `line ${at}.`).join('\n')),
    );
    const answer = await engine.call('diagnostics.get', {}, 'owner');
    expect(answer.ok && [answer.result.text.includes('line 399.'), answer.result.text.includes('line 400.')]).toEqual([false, true]);
  });
});
