/** The registry on disk: checked, kept aside when broken, never torn, and never taken from a newer version. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { serverId, sourceId } from '../../../electron/contract/ids.ts';
import { getMetadata, setMetadata } from '../../../electron/core/model/metadata.ts';
import { emptyRegistry, type RegistrySnapshot, type StoredServer } from '../../../electron/core/model/registry.ts';
import { createRegistryFile } from '../../../electron/effects/store/registry-file.ts';
import { parseRegistry, registryText, registryUpgrades } from '../../../electron/effects/store/registry-format.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { childProgram, startChild } from '../files/child-program.ts';

const source = sourceId('/home/u/mcp.json');

function stored(name: string): StoredServer {
  return {
    id: serverId(source, ['mcpServers', name]),
    name,
    source,
    client: 'tooltray',
    transport: 'stdio',
    enabled: true,
    syncedLaunchHash: 'h',
    lastSyncWall: 1_700_000_000_000,
    durationMs: 12,
    offers: ['tools'],
    protocolVersion: '2025-11-25',
    era: 'legacy',
    listings: {
      tools: { items: [{ name: 't', inputSchema: { type: 'object' }, _meta: { a: 1 } }], status: 'fresh', readAtWall: 1_700_000_000_000 },
    },
    failure: { count: 1, retryAtWall: 5, problem: { code: 'exited', message: 'gone' }, launchHash: 'h' },
  };
}

function registryOf(...names: readonly string[]): RegistrySnapshot {
  const servers = Object.fromEntries(names.map((name) => [stored(name).id, stored(name)]));
  const stamp = { stat: null, contentHash: 'c', variables: [], variablesHash: '', serversHash: 's', problem: null, servers: 1 };
  const metadata = { ...emptyRegistry.metadata, mcp_last_sync_time: 9, mcp_servers_hash: 'a'.repeat(64), sources: { [source]: stamp } };
  return { ...emptyRegistry, metadata, servers };
}

const corruptCopies = (home: string): string[] => readdirSync(home).filter((name) => name.startsWith('registry.json.corrupt-'));

describe('load and save', () => {
  test('what was saved comes back the same, private, from a new home too', async () => {
    const home = path.join(tempFolder(), 'new');
    const registry = setMetadata(registryOf('a', '__proto__x', 'b'), 'mine', { deep: true });
    expect(await createRegistryFile(home).load()).toEqual({ registry: emptyRegistry, found: false, problem: null });
    expect(await createRegistryFile(home).save(registry)).toBeNull();
    expect(await createRegistryFile(home).load()).toEqual({ registry, found: true, problem: null });
    expect(statSync(path.join(home, 'registry.json')).mode & 0o777).toBe(0o600);
    expect(statSync(home).mode & 0o777).toBe(0o700);
  });

  test('members that this version does not know survive a save', async () => {
    const home = tempFolder();
    const file = path.join(home, 'registry.json');
    const { other: _, ...plain } = registryOf('a');
    writeFileSync(file, JSON.stringify({ ...plain, assistants: { x: 1 }, note: 'later' }));
    const port = createRegistryFile(home);
    const { registry } = await port.load();
    expect(registry.other).toEqual({ assistants: { x: 1 }, note: 'later' });
    expect(await port.save(setMetadata(registry, 'k', 1))).toBeNull();
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ assistants: { x: 1 }, note: 'later', version: 1, metadata: { k: 1 } });
  });

  test('S3-44 temp files of a dead save are gone after the first load', async () => {
    const home = tempFolder();
    const { tempNameFor } = await import('../../../electron/effects/files/temp-name.ts');
    const mine = tempNameFor(path.join(home, 'registry.json'));
    writeFileSync(mine.replace(/-[0-9a-f]{8}-([0-9a-f]{12})$/, '-00000000-$1'), 'half');
    await createRegistryFile(home).load();
    expect(readdirSync(home)).toEqual([]);
  });

  test('saves of one program take turns and the last one wins', async () => {
    const home = tempFolder();
    const port = createRegistryFile(home);
    const results = await Promise.all(Array.from({ length: 30 }, (_, index) => port.save(setMetadata(registryOf('a'), 'turn', index))));
    expect(results.every((result) => result === null)).toBe(true);
    expect(getMetadata((await port.load()).registry, 'turn', -1)).toBe(29);
  });
});

describe('S0-30 a broken file', () => {
  test.each([['{'], [''], ['[]'], ['{"version":"x"}'], ['\u0000\u0000']])('%j is kept aside and counts as empty', async (text) => {
    const home = tempFolder();
    const file = path.join(home, 'registry.json');
    writeFileSync(file, text);
    const port = createRegistryFile(home);
    const loaded = await port.load();
    expect(loaded).toMatchObject({ registry: emptyRegistry, found: false, problem: { code: 'registry-corrupt' } });
    const [copy, ...more] = corruptCopies(home);
    expect(more).toEqual([]);
    expect(copy).toMatch(/^registry\.json\.corrupt-\d{8}T\d{9}Z$/);
    expect(readFileSync(path.join(home, copy ?? ''), 'utf8')).toBe(text);
    expect(await port.save(registryOf('a'))).toBeNull();
    expect((await port.load()).problem).toBeNull();
  });

  test('S3-41 one bad entry costs only itself, and the file is kept before it is rewritten', async () => {
    const home = tempFolder();
    const file = path.join(home, 'registry.json');
    const good = registryOf('a', 'b');
    const text = JSON.stringify({ ...good, servers: { ...good.servers, bad: { id: 'bad' }, worse: 7 } });
    writeFileSync(file, text);
    for (let look = 0; look < 3; look += 1) {
      const loaded = await createRegistryFile(home).load();
      expect(Object.keys(loaded.registry.servers)).toEqual(Object.keys(good.servers));
      expect(loaded).toMatchObject({ found: true, problem: { code: 'registry-corrupt', evidence: ['bad', 'worse'] } });
    }
    expect(corruptCopies(home)).toHaveLength(1);
    expect(readFileSync(path.join(home, corruptCopies(home)[0] ?? ''), 'utf8')).toBe(text);
  });

  test('stamps that cannot be used go together, so that the next sync looks at everything', async () => {
    const good = registryOf('a');
    const parse = parseRegistry(JSON.stringify({ ...good, metadata: { ...good.metadata, sources: { [source]: 7 }, mine: 1 } }));
    if (parse.kind !== 'registry') throw new Error(parse.kind);
    expect(parse.registry.metadata).toEqual({ ...emptyRegistry.metadata, mine: 1 });
    expect(Object.keys(parse.registry.servers)).toHaveLength(1);
  });

  test('copies do not pile up', async () => {
    const home = tempFolder();
    for (let round = 0; round < 14; round += 1) {
      writeFileSync(path.join(home, 'registry.json'), `{${round}`);
      await createRegistryFile(home).load();
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(corruptCopies(home)).toHaveLength(10);
  });
});

describe('versions', () => {
  test('S0-08 a format upgrade keeps entries and metadata', () => {
    const before = setMetadata(registryOf('a', 'b'), 'mine', 'kept');
    const upgrade = (members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({ ...members, upgraded: true });
    for (const text of [registryText(before), registryText(before).replace('"version": 1,', '')]) {
      const parse = parseRegistry(text, 2, [...registryUpgrades, upgrade]);
      if (parse.kind !== 'registry') throw new Error(parse.kind);
      expect(parse.registry).toEqual({ ...before, version: 2, other: { upgraded: true } });
      expect(parse.dropped).toEqual([]);
    }
  });

  test('S0-08 metadata is no entry', () => {
    const registry = setMetadata(registryOf('a'), 'mine', 1);
    const written = JSON.parse(registryText(registry));
    expect(Object.keys(written.servers)).toEqual([stored('a').id]);
    expect(JSON.stringify(written.servers)).not.toContain('metadata');
  });

  test('a file of a newer version is read as far as possible and never written, also when it comes later', async () => {
    const home = tempFolder();
    const file = path.join(home, 'registry.json');
    const newer = JSON.stringify({ ...registryOf('a'), version: 99, future: true });
    writeFileSync(file, newer);
    const port = createRegistryFile(home);
    const loaded = await port.load();
    expect(Object.keys(loaded.registry.servers)).toHaveLength(1);
    expect(loaded).toMatchObject({ found: true, problem: { code: 'registry-unwritable' } });
    expect(await port.save(loaded.registry)).toMatchObject({ code: 'registry-unwritable' });
    expect(readFileSync(file, 'utf8')).toBe(newer);

    writeFileSync(file, registryText(registryOf('a')));
    await port.load();
    expect(await port.save(registryOf('b'))).toBeNull();
    writeFileSync(file, newer);
    expect(await port.save(registryOf('c'))).toMatchObject({ code: 'registry-unwritable' });
    expect(readFileSync(file, 'utf8')).toBe(newer);
    expect(corruptCopies(home)).toEqual([]);
  });
});

const program = `
import { createRegistryFile } from '@electron/effects/store/registry-file.ts';
import { setMetadata } from '@electron/core/model/metadata.ts';
const [, , home, count] = process.argv;
const port = createRegistryFile(home!);
let { registry } = await port.load();
for (let n = 1; n <= Number(count); n += 1) {
  registry = setMetadata(registry, 'turn', n);
  const problem = await port.save(registry);
  console.log(problem === null ? 'saved ' + n : problem.code + ' ' + problem.message);
}
`;

describe('in a process of its own', () => {
  let file = '';
  beforeAll(async () => {
    file = await childProgram(program);
  });

  test('S3-36 S3-37 a kill during a save leaves a registry that loads, with every entry', async () => {
    const home = tempFolder();
    const names = Array.from({ length: 60 }, (_, index) => `server${index}`);
    await createRegistryFile(home).save(registryOf(...names));
    for (let round = 0; round < 15; round += 1) {
      const run = startChild(process.execPath, [file, home, '100000']);
      await new Promise<void>((resolve) => {
        run.process.stdout?.once('data', () => setTimeout(resolve, Math.random() * 12));
        run.process.once('close', () => resolve());
      });
      run.process.kill('SIGKILL');
      await run.ended;
      const last = Number([...run.output().matchAll(/^saved (\d+)\n/gm)].at(-1)?.[1] ?? Number.NaN);
      const loaded = await createRegistryFile(home).load();
      expect(loaded).toMatchObject({ found: true, problem: null });
      expect(Object.keys(loaded.registry.servers)).toHaveLength(60);
      expect([last, last + 1]).toContain(getMetadata(loaded.registry, 'turn', 0));
      expect(readdirSync(home)).toEqual(['registry.json']);
    }
  });

  test('S0-36 a folder that cannot be written is a problem, and works again once it can', async () => {
    const home = path.join(tempFolder(), 'home');
    mkdirSync(home);
    for (const folder of [path.dirname(home), path.dirname(file), path.dirname(path.dirname(file))]) chmodSync(folder, 0o755);
    chmodSync(home, 0o555);
    // Root may write anywhere, so the program runs as somebody else then.
    const somebody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const refused = startChild(process.execPath, [file, home, '1'], somebody);
    expect(await refused.ended).toEqual({ code: 0, signal: null });
    expect(refused.output()).toMatch(/^registry-unwritable .*permission denied/);
    expect(readdirSync(home)).toEqual([]);
    chmodSync(home, 0o777 | 0o1000);
    const worked = startChild(process.execPath, [file, home, '1'], somebody);
    await worked.ended;
    expect(worked.output()).toBe('saved 1\n');
  });
});
