/** Nothing runs that the person has not seen: new entries, changed entries, changed files behind an entry. */
import { chmodSync, copyFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { fixtureServer, type LiveEngine, liveEngine } from '../helpers/live-engine.ts';
import { waitFor } from '../helpers/wait-for.ts';

const settle = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const approve = (live: LiveEngine, ...names: string[]) => live.call('approvals.approve', { names });
const approvalOf = async (live: LiveEngine, name: string) => (await live.call('approvals.list')).find((approval) => approval.name === name);

describe('trust', () => {
  test('T02 fifty new entries from any source start no process before approval; approving all starts all', async () => {
    const live = await liveEngine({ trust: 'ask' });
    const other = path.join(live.home, 'cursor.json');
    const named = (from: number, to: number) =>
      Object.fromEntries(Array.from({ length: to - from }, (_, at) => [`n${from + at}`, live.entry(`n${from + at}`)]));
    live.write(named(0, 25));
    writeFileSync(other, JSON.stringify({ mcpServers: named(25, 50) }));
    await live.call('sources.add', { sources: [{ path: other, client: 'cursor' }] });
    await waitFor(() => live.engine.view().approvals.length === 50, 8_000);
    await live.call('servers.sync', {});
    await settle(500);
    expect(live.starts()).toEqual([]);
    await live.call('approvals.approve', { names: ['n3', 'n30'] });
    await live.until('synced', 'n3', 'n30');
    expect(live.starts().sort()).toEqual(['n3', 'n30']);
  });

  test('T01 an approved entry that is changed keeps its old process and starts nothing new before approval', async () => {
    const live = await liveEngine({ trust: 'ask', servers: (entry) => ({ a: entry('a') }) });
    await live.until('approval', 'a');
    await approve(live, 'a');
    await live.until('synced', 'a');
    const pid = live.server('a')?.pid;
    const base = live.entry('a');
    const mutations: Record<string, unknown>[] = [
      { ...base, args: [...base.args, '--tools', '8'] },
      { ...base, env: { TOKEN: 'x' } },
      { ...base, cwd: live.home },
      { ...base, command: '/bin/sh' },
      { url: 'http://127.0.0.1:9/mcp' },
      { ...base, args: [...base.args].reverse() },
    ];
    for (const mutation of mutations) {
      live.write({ a: mutation });
      await live.until('approval', 'a');
      expect(live.server('a')?.pid).toBe(pid);
      expect((await approvalOf(live, 'a'))?.previous?.args).toEqual(base.args);
    }
    expect(live.starts()).toEqual(['a']);
    live.write({ a: mutations[0] });
    await waitFor(async () => (await approvalOf(live, 'a'))?.next.args.includes('--tools'));
    await approve(live, 'a');
    await waitFor(() => live.server('a')?.tools === 8, 8_000);
    expect(live.starts()).toEqual(['a', 'a']);
  });

  test('T01 cosmetic edits ask nothing', async () => {
    const live = await liveEngine({ trust: 'ask', servers: (entry) => ({ a: entry('a') }) });
    await live.until('approval', 'a');
    await approve(live, 'a');
    await live.until('synced', 'a');
    const { command, args } = live.entry('a');
    for (const text of [
      JSON.stringify({ mcpServers: { a: { args, command } } }),
      JSON.stringify({ other: 1, mcpServers: { a: { command, args, description: 'x' } } }, null, 4),
      `// note\n${JSON.stringify({ mcpServers: { a: { command, args } } }, null, 1)}`,
    ]) {
      live.writeText(text);
      await settle(300);
      expect(live.engine.view().approvals).toEqual([]);
    }
    expect(live.starts()).toEqual(['a']);
  });

  test('T03 a script that is replaced behind an approved entry asks again', async () => {
    const live = await liveEngine({ trust: 'ask' });
    const script = path.join(live.home, 'server.mjs');
    copyFileSync(fixtureServer, script);
    chmodSync(script, 0o644);
    live.write({ a: { command: process.execPath, args: [script] } });
    await live.until('approval', 'a');
    await approve(live, 'a');
    await live.until('synced', 'a');
    writeFileSync(script, '// something else\n');
    await waitFor(() => live.server('a')?.status === 'approval', 10_000);
    expect((await approvalOf(live, 'a'))?.changes.join()).toContain('script');
  });

  test('T03 a link to the program that points elsewhere now asks again, and an env file that is gone starts nothing', async () => {
    const live = await liveEngine({ trust: 'ask' });
    const program = path.join(live.home, 'program');
    symlinkSync(process.execPath, program);
    const envFile = path.join(live.home, 'values.env');
    writeFileSync(envFile, 'GREETING=hello\n');
    const { args } = live.entry('a');
    live.write({ a: { command: program, args }, b: { ...live.entry('b'), envFile } });
    await live.until('approval', 'a', 'b');
    rmSync(envFile);
    await waitFor(async () => (await approvalOf(live, 'b'))?.next.files.every((file) => file.role !== 'envFile'), 8_000);
    await approve(live, 'a', 'b');
    await live.until('synced', 'a');
    await live.until('failed', 'b');
    expect(live.server('b')?.problem?.code).toBe('env-file-missing');
    symlinkSync('/bin/sh', `${program}.new`);
    renameSync(`${program}.new`, program);
    await waitFor(() => live.server('a')?.status === 'approval', 10_000);
    expect(live.starts()).toEqual(['a']);
  });

  test('a launch that changed after it was shown is not approved by the old answer', async () => {
    const live = await liveEngine({ trust: 'ask', servers: (entry) => ({ a: entry('a') }) });
    await live.until('approval', 'a');
    const shown = live.engine.view().approvals[0];
    if (!shown) throw new Error('no approval');
    live.write({ a: live.entry('a', '--tools', '9') });
    await waitFor(() => live.engine.view().approvals[0]?.launchHash !== shown.launchHash);
    const answer = await live.engine.call(
      'approvals.approve',
      { launches: [{ server: shown.server, launchHash: shown.launchHash }] },
      'owner',
    );
    expect(answer).toMatchObject({ ok: false, problem: { code: 'source-changed' } });
    expect(live.starts()).toEqual([]);
  });

  test('a rejected launch stays stopped, also over a restart, until the entry changes', async () => {
    const live = await liveEngine({ trust: 'ask', servers: (entry) => ({ a: entry('a') }) });
    await live.until('approval', 'a');
    await live.call('approvals.reject', { names: ['a'] });
    await waitFor(() => live.server('a')?.problem?.code === 'rejected');
    await live.close();
    const again = await liveEngine({ trust: 'ask', home: live.home });
    await waitFor(() => again.server('a')?.problem?.code === 'rejected');
    expect(again.starts()).toEqual([]);
  });

  test('the API key may not approve, and what it adds waits for approval', async () => {
    const live = await liveEngine({ trust: 'ask' });
    expect(await live.engine.call('approvals.approve', { all: true }, 'key')).toMatchObject({ ok: false, problem: { code: 'forbidden' } });
    expect(await live.engine.call('servers.add', { servers: { a: live.entry('a') } }, 'key')).toMatchObject({ ok: true });
    await live.until('approval', 'a');
    expect(await live.engine.call('servers.add', { servers: { b: live.entry('b') } }, 'owner')).toMatchObject({ ok: true });
    await live.until('synced', 'b');
    expect(live.starts()).toEqual(['b']);
  });
});
