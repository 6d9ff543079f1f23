/** Smart Sync of the built command line when something is broken: servers, files, the folder, or several at once. */

import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { builtCli, cliHome, endAfterTest } from '../helpers/cli.ts';
import { lists, registry, serversOf, status, synced, tools } from '../helpers/cli-home.ts';
import { spawnFixture } from '../helpers/http-fixture.ts';

beforeAll(builtCli, 120_000);

describe('failures', () => {
  test('S0-22 S0-19 one failing server of three is listed, the others work', async () => {
    const h = await cliHome();
    h.write({ a: h.server('a'), bad: h.server('bad', { flags: ['--exit-after', '1', '--exit-code', '3'] }), c: h.server('c') });
    expect(await h.sync()).toMatchObject({
      synced: true,
      servers: { total: 3, ok: 2, failed: ['bad'] },
      tools: 6,
      problems: [{ server: 'bad' }],
    });
    expect((await h.run(['sync'])).code).toBe(3);
  });

  test('S0-25 a server that is broken by an edit keeps its tools, marked stale with their time', async () => {
    const h = await synced(['bad', 'fine']);
    h.write({ ...h.servers(), bad: { command: '/nonexistent/command' } });
    const report = await h.sync();
    expect(report).toMatchObject({ synced: true, servers: { total: 2, ok: 1 }, problems: [{ server: 'bad', code: 'command-not-found' }] });
    const rows = await tools(h);
    expect(rows.filter((row) => row.server === 'bad').map((row) => [row.stale, typeof row.as_of])).toEqual(Array(3).fill([true, 'string']));
    expect(rows.filter((row) => row.server === 'fine').every((row) => !row.stale)).toBe(true);
    expect(rows).toHaveLength(6);
  });

  test('S0-29 a deleted registry heals itself', async () => {
    const h = await synced();
    rmSync(path.join(h.home, 'registry.json'));
    expect(await h.sync()).toMatchObject({ synced: true, reason: 'first-run' });
    expect((await tools(h)).length).toBe(6);
  });

  test('S0-30 a corrupt registry is kept aside and made anew', async () => {
    const h = await synced();
    writeFileSync(path.join(h.home, 'registry.json'), '{');
    expect(await h.sync()).toMatchObject({ synced: true });
    const aside = readdirSync(h.home).filter((name) => name.startsWith('registry.json.corrupt-'));
    expect(aside).toHaveLength(1);
    expect(readFileSync(path.join(h.home, aside[0] ?? ''), 'utf8')).toBe('{');
    expect((await tools(h)).length).toBe(6);
  });

  test('S0-31 a corrupt config changes nothing and says where', async () => {
    const h = await synced();
    const before = lists(h);
    writeFileSync(h.config, '{"mcpServers":{');
    const report = await h.sync();
    expect(report).toMatchObject({
      synced: false,
      reason: 'config-invalid',
      problems: expect.arrayContaining([expect.objectContaining({ source: h.config, where: { path: h.config, line: 1, column: 16 } })]),
    });
    expect(serversOf(await tools(h))).toEqual(['a', 'b']);
    expect(lists(h)).toEqual(before);
    expect((await status(h)).sources[0]?.problem?.code).toBe('source-invalid');
  });

  test('S0-36 a home that cannot be written fails gracefully and works later', async (context) => {
    if (process.getuid?.() !== 0) context.skip('becoming another user needs root');
    const h = await cliHome();
    const nobody = 65_534;
    h.write({ a: h.server('a') });
    for (const file of [h.config, h.home]) chownSync(file, nobody, nobody);
    const sync = () => {
      const words = ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, h.cli, 'sync', '--auto', '--json'];
      const ran = spawnSync('setpriv', words, { env: h.env, encoding: 'utf8', cwd: '/' });
      return { code: ran.status, report: JSON.parse(ran.stdout) };
    };
    chmodSync(h.home, 0o500);
    expect(sync()).toMatchObject({
      code: 0,
      report: { synced: false, reason: 'registry-unwritable', durable: false, problems: [{ code: 'registry-unwritable' }] },
    });
    chmodSync(h.home, 0o700);
    expect(sync()).toMatchObject({ code: 0, report: { synced: true, durable: true, servers: { ok: 1 } } });
  });

  test('S0-35 eight at once: one does the work, the registry stays whole', async () => {
    const h = await synced();
    h.write({ a: h.server('a'), b: h.server('b', { flags: ['--tools', '7'] }), c: h.server('c') });
    const starts = h.starts();
    const reports = await Promise.all(Array.from({ length: 8 }, () => h.sync()));
    expect(reports.filter((report) => report.synced)).toHaveLength(1);
    expect(h.starts()).toBe(starts + 2);
    expect(registry(h).metadata.mcp_servers_hash).toHaveLength(64);
    expect((await tools(h)).length).toBe(3 + 7 + 3);
  });

  test('S0-49 no tools is healthy', async () => {
    const h = await cliHome();
    h.write({ a: h.server('a'), b: h.server('b'), none: h.server('none', { flags: ['--tools', '0'] }) });
    expect(await h.sync()).toMatchObject({ synced: true, servers: { failed: [], ok: 3 }, tools: 6 });
    expect(serversOf(await tools(h))).toEqual(['a', 'b']);
  });

  test('S0-50 a refused key is one line with the code and a next step', async () => {
    const h = await cliHome();
    const remote = await spawnFixture(['--status', '401']);
    endAfterTest(remote.process);
    h.write({ x: { url: `http://127.0.0.1:${remote.port}/mcp` } });
    expect((await h.run(['sync'])).code).toBe(3);
    const problem = (await status(h)).servers.x?.problem;
    expect(problem?.message).toMatch(/401/);
    expect(problem?.message.split('\n')).toHaveLength(1);
    expect(problem?.hint).toMatch(/\S/);
    const { stdout, stderr } = await h.run(['status']);
    expect(stdout + stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
  });

  test('S0-45 removing a server whose name begins another leaves the other alone', async () => {
    const h = await synced(['github', 'github-enterprise']);
    expect((await h.run(['remove', 'github'])).code).toBe(0);
    expect(serversOf(await tools(h))).toEqual(['github-enterprise']);
    expect((await tools(h)).length).toBe(3);
  });

  test('S0-46 230 tools in 5 pages are all stored, and a cursor that repeats is an error of that server alone', async () => {
    const h = await cliHome();
    h.write({
      many: h.server('many', { flags: ['--tools', '230', '--page-size', '46'] }),
      endless: h.server('endless', { flags: ['--endless-cursor'] }),
    });
    const report = await h.sync();
    expect(report.problems).toEqual([expect.objectContaining({ server: 'endless' })]);
    const rows = await tools(h);
    expect(new Set(rows.filter((row) => row.server === 'many').map((row) => row.name)).size).toBe(230);
  });
});
