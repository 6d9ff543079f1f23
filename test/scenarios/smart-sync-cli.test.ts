/** Smart Sync as a script or hook sees it: the built command line, real servers, a home of its own for each story. */

import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { builtCli, cliHome, fixtureServer } from '../helpers/cli.ts';
import { lists, registry, serversOf, status, synced, tools } from '../helpers/cli-home.ts';

beforeAll(builtCli, 120_000);

/** As a config file refers to a variable. */
const reference = (text: string): string => ['$', '{', text, '}'].join('');

describe('deciding', () => {
  test('S0-37 S0-01 S0-07 the first run syncs, the next one starts nothing', async () => {
    const h = await cliHome();
    h.write({ a: h.server('a'), b: h.server('b') });
    expect(await h.sync()).toMatchObject({
      synced: true,
      reason: 'first-run',
      durable: true,
      servers: { total: 2, ok: 2, created: 2 },
      tools: 6,
    });
    const starts = h.starts();
    expect(starts).toBe(2);
    expect(await h.sync()).toMatchObject({ synced: false, reason: 'unchanged', servers: { total: 2, ok: 2, skipped: 2 }, tools: 6 });
    expect(h.starts()).toBe(starts);
    const { metadata } = registry(h);
    expect(metadata.mcp_last_sync_time).toBeGreaterThan(0);
    expect(metadata.mcp_servers_hash).toHaveLength(64);
  });

  test('S0-03 an added server is the only one that is started, and the registry is that of a full sync', async () => {
    const h = await synced();
    const starts = h.starts();
    const file = path.join(h.home, 'new-server.json');
    writeFileSync(file, JSON.stringify({ 'new-server': h.server('new-server') }));
    expect((await h.run(['add', file])).code).toBe(0);
    expect(await h.sync()).toMatchObject({ synced: true, reason: 'config-hash', servers: { total: 3, created: 1, skipped: 2 } });
    expect(h.starts()).toBe(starts + 1);
    const targeted = lists(h);
    expect(await h.sync(['--no-smart-sync'])).toMatchObject({ synced: true, servers: { total: 3 } });
    expect(h.starts()).toBe(starts + 4);
    expect(targeted).toEqual(lists(h));
  });

  test('S0-04 a rename by hand leaves no orphan', async () => {
    const h = await synced(['slack-composio', 'other']);
    writeFileSync(h.config, readFileSync(h.config, 'utf8').replaceAll('slack-composio', 'slack-renamed'));
    expect(await h.sync()).toMatchObject({ synced: true, servers: { created: 1, removed: 1 } });
    expect(serversOf(await tools(h))).toEqual(['other', 'slack-renamed']);
    expect(readFileSync(path.join(h.home, 'registry.json'), 'utf8')).not.toContain('slack-composio');
  });

  test('S0-09 S0-10 S0-11 without config or servers it returns quietly, and the entries leave', async () => {
    const h = await synced();
    rmSync(h.config);
    expect(await h.sync()).toMatchObject({ synced: false, reason: 'no-config' });
    expect(await tools(h)).toEqual([]);
    expect(Object.keys(registry(h).servers)).toEqual([]);
    h.write({ a: h.server('a') });
    expect(await h.sync()).toMatchObject({ synced: true });
    h.write({});
    const plain = await h.run(['sync', '--auto']);
    expect(plain).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await h.sync()).toMatchObject({ synced: false, reason: 'no-servers' });
    expect(await tools(h)).toEqual([]);
    expect(Object.keys(registry(h).servers)).toEqual([]);
  });

  test('S0-33 changed content with an older or equal time is seen', async () => {
    const h = await synced(['a']);
    const before = statSync(h.config);
    h.write({ a: h.server('a', { flags: ['--tools', '5'] }) });
    utimesSync(h.config, before.atime, before.mtime);
    expect(await h.sync()).toMatchObject({ synced: true, reason: 'config-hash', tools: 5 });
  });

  test('S0-34 a touch starts nothing, the conservative mode syncs all the same', async () => {
    const h = await synced();
    const starts = h.starts();
    const later = new Date(Date.now() + 2_000);
    utimesSync(h.config, later, later);
    expect(await h.sync()).toMatchObject({ synced: false, reason: 'unchanged' });
    expect(h.starts()).toBe(starts);
    expect(await h.sync(['--no-smart-sync'])).toMatchObject({ synced: true, reason: 'forced' });
    expect(h.starts()).toBe(starts + 2);
  });

  test('S0-42 the always-sync mode syncs every time, by flag and by setting', async () => {
    const h = await synced(['a']);
    for (const _ of [1, 2]) expect(await h.sync(['--no-smart-sync'])).toMatchObject({ synced: true, reason: 'forced' });
    const settings = path.join(h.home, 'settings.json');
    writeFileSync(settings, JSON.stringify({ version: 1, smartSync: false }));
    for (const _ of [1, 2]) expect(await h.sync()).toMatchObject({ synced: true, reason: 'forced' });
    expect(await h.sync(['--smart-sync'])).toMatchObject({ synced: false, reason: 'unchanged' });
    expect(h.starts()).toBe(5);
  });

  test('S0-47 a changed value of a variable counts, and no value is ever stored', async () => {
    const h = await cliHome();
    const file = path.join(h.home, 'mcp.json');
    h.write({ a: h.server('a', { env: { SECRET: reference('X'), OTHER: reference('Y:-fallback-value') } }) });
    expect(await h.sync([], { X: 'secret-value-1' })).toMatchObject({ synced: true });
    expect(await h.sync([], { X: 'secret-value-1' })).toMatchObject({ synced: false, reason: 'unchanged' });
    expect(await h.sync([], { X: 'secret-value-2' })).toMatchObject({ synced: true, reason: 'env' });
    expect(await h.sync([], { X: 'secret-value-2', Y: 'secret-value-3' })).toMatchObject({ synced: true, reason: 'env' });
    expect(existsSync(file)).toBe(true);
    const found = spawnSync('grep', ['-R', '-l', 'secret-value-', h.home], { encoding: 'utf8' });
    expect(spawnSync('grep', ['-R', '-l', 'mcpServers', h.home], { encoding: 'utf8' }).stdout).toContain(file);
    expect(found.stdout).toBe('');
  });
});

describe('manual and automatic', () => {
  test('S0-28 a manual sync stamps everything, one of a single server only that server', async () => {
    const h = await cliHome();
    h.write({ a: h.server('a'), b: h.server('b') });
    expect((await h.run(['sync'])).code).toBe(0);
    expect(await h.sync()).toMatchObject({ synced: false, reason: 'unchanged' });
    h.write({ a: h.server('a', { flags: ['--tools', '4'] }), b: h.server('b', { flags: ['--tools', '4'] }) });
    const starts = h.starts();
    expect((await h.run(['sync', 'a'])).code).toBe(0);
    expect(h.starts()).toBe(starts + 1);
    expect(await h.sync()).toMatchObject({ synced: true, tools: 8 });
    expect(h.starts()).toBe(starts + 2);
    expect(await h.sync()).toMatchObject({ synced: false });
  });

  test('S0-43 a reading command shows an edit without any sync by hand, S0-40 as one script', async () => {
    const h = await synced(['a']);
    h.write({ a: h.server('a'), b: h.server('b') });
    expect(serversOf(await tools(h))).toEqual(['a', 'b']);
    const script = path.resolve(import.meta.dirname, '..', 'scripts', 'smart-sync.mjs');
    const source = readFileSync(script, 'utf8');
    const ran = spawnSync(process.execPath, [script], { env: { ...process.env, TOOLTRAY_CLI: h.cli }, encoding: 'utf8' });
    expect([ran.status, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout.match(/^ok /gm)?.length).toBe(4);
    expect(source).toContain("'--auto'");
    expect(source).not.toMatch(/'sync'(?!, '--auto')/);
  });
});

describe('what is said', () => {
  test('S0-15 S0-44 every decision is one debug line with its reason', async () => {
    const h = await cliHome();
    h.write({ a: h.server('a') });
    const reasons = async () =>
      (await h.run(['sync', '--auto', '--json'], { TOOLTRAY_LOG: 'debug' })).stderr.split('\n').filter((line) => /reason=/.test(line));
    expect(await reasons()).toEqual([expect.stringContaining('reason=first-run')]);
    expect(await reasons()).toEqual([expect.stringMatching(/unchanged since last sync.*mtime=\d+.*last_sync=\d+.*skipping discovery/)]);
  });

  test('S0-16 S0-17 a person sees notice and summary, word for word', async () => {
    const h = await cliHome();
    h.write({ a: h.server('a'), b: h.server('b'), bad: { command: '/nonexistent/command' } });
    const { code, stdout } = h.onTerminal(['sync', '--auto']);
    expect([code, stdout]).toEqual([0, 'MCP config changed, syncing servers...\nSynced 6 MCP tool(s) from 2 server(s)\n']);
    expect(h.onTerminal(['sync', '--auto']).stdout).toBe('');
  });

  test('S0-18 S0-19 verbose says each server and ends with those that failed', async () => {
    const h = await cliHome();
    h.write({
      a: h.server('a'),
      b: h.server('b', { flags: ['--tools', '5'] }),
      bad: { command: '/nonexistent/one' },
      worse: { command: '/nonexistent/two' },
    });
    const lines = h.onTerminal(['sync', '--auto', '-v']).stdout.trimEnd().split('\n');
    expect(lines.filter((line) => line.startsWith('Discovering')).sort()).toEqual(
      ['a', 'b', 'bad', 'worse'].map((name) => `Discovering tools from MCP server '${name}'...`),
    );
    expect(lines.filter((line) => line.startsWith('Discovered')).sort()).toEqual([
      'Discovered 3 tool(s) from a',
      'Discovered 5 tool(s) from b',
    ]);
    expect(lines.filter((line) => /^Failed to connect to \w+$/.test(line)).sort()).toEqual([
      'Failed to connect to bad',
      'Failed to connect to worse',
    ]);
    expect(lines.at(-1)).toBe('Failed to connect to 2 server(s): bad, worse');
  });

  test('S0-20 S0-21 silent when nobody watches; what a server prints is shown with -v and kept in its log', async () => {
    const h = await cliHome();
    h.write({ a: h.server('a', { flags: ['--stderr', 'MARK'] }) });
    const quiet = await h.run(['sync', '--auto', '--json']);
    expect(JSON.parse(quiet.stdout)).toMatchObject({ synced: true });
    expect(quiet.stderr).toBe('');
    expect((await h.run(['sync'])).stderr).toBe('');
    expect((await h.run(['sync', '-v'])).stderr).toContain('[a] MARK');
    expect(h.onTerminal(['sync', '-v']).stdout).toContain('[a] MARK');
    expect(spawnSync('grep', ['-R', '-c', 'MARK', path.join(h.home, 'logs')], { encoding: 'utf8' }).stdout).toMatch(/:[1-9]/);
  });
});

describe('edits', () => {
  test('--dry-run prints the exact change and writes nothing; the edit then makes it, comments kept', async () => {
    const h = await cliHome();
    writeFileSync(h.config, `{\n  // mine\n  "mcpServers": {\n    "a": ${JSON.stringify(h.server('a'))}\n  }\n}\n`);
    const before = readFileSync(h.config, 'utf8');
    const dry = await h.run(['add', 'b', '--dry-run', '--', process.execPath, fixtureServer]);
    expect(dry.code).toBe(0);
    expect(readFileSync(h.config, 'utf8')).toBe(before);
    const copy = path.join(h.home, 'copy.json');
    copyFileSync(h.config, copy);
    expect(spawnSync('patch', ['-s', copy], { input: dry.stdout, encoding: 'utf8' }).status).toBe(0);
    expect((await h.run(['add', 'b', '--', process.execPath, fixtureServer])).code).toBe(0);
    const after = readFileSync(h.config, 'utf8');
    expect(after).toBe(readFileSync(copy, 'utf8'));
    expect(after).toContain('// mine');
    expect((await h.run(['disable', 'b'])).code).toBe(0);
    expect((await status(h)).servers.b).toMatchObject({ enabled: false, status: 'disabled' });
    expect((await h.run(['enable', 'b'])).code).toBe(0);
    expect((await h.run(['remove', 'b'])).code).toBe(0);
    expect(readFileSync(h.config, 'utf8')).toBe(before);
  });

  test('T02 without a policy a server waits, is shown in full, and starts only once approved', async () => {
    const h = await cliHome();
    const ask = { TOOLTRAY_TRUST: 'ask' };
    h.write({ a: h.server('a', { flags: ['--tools', '2'], env: { KEY: 'secret-value' } }) });
    expect(await h.sync([], ask)).toMatchObject({ servers: { pending: ['a'], ok: 0 } });
    expect(h.starts()).toBe(0);
    const shown = (await h.run(['approve'], ask)).stdout;
    for (const part of [process.execPath, fixtureServer, '--tools', 'KEY']) expect(shown).toContain(part);
    expect(shown).not.toContain('secret-value');
    expect((await h.run(['approve', 'a'], ask)).stdout).toBe('Approved a.\n');
    expect(await h.sync([], ask)).toMatchObject({ synced: true, servers: { pending: [], ok: 1 }, tools: 2 });
    h.write({ a: h.server('a', { flags: ['--tools', '9'] }) });
    expect(await h.sync([], ask)).toMatchObject({ servers: { pending: ['a'] } });
    expect((await h.run(['approve'], ask)).stdout).toContain('Approved before:');
    expect((await h.run(['reject', 'a'], ask)).code).toBe(0);
    expect(h.starts()).toBe(1);
    expect((await h.run(['approve', 'nobody'], ask)).code).toBe(1);
  });
});
