/** `tooltray watch` as a process, and other commands beside it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type AppView, AppView as ViewSchema } from '../../../electron/contract/app-view.ts';
import { FeedMessage } from '../../../electron/contract/feed.ts';
import { builtCli, type CliHome, cliHome, endAfterTest } from '../../helpers/cli.ts';
import { seenProcesses } from '../../helpers/processes.ts';
import { waitFor } from '../../helpers/wait-for.ts';

beforeAll(builtCli, 120_000);

interface Watching {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly exit: Promise<number | null>;
}

function watching(h: CliHome, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Watching {
  const child = spawn(process.execPath, [h.cli, 'watch', ...args], { env: { ...h.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  endAfterTest(child);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (part) => {
    stdout += part;
  });
  child.stderr?.on('data', (part) => {
    stderr += part;
  });
  const exit = new Promise<number | null>((resolve) => child.on('exit', resolve));
  return { child, stdout: () => stdout, stderr: () => stderr, exit };
}

const apiFile = (h: CliHome) => path.join(h.home, 'api.json');
const ready = (h: CliHome) => waitFor(() => existsSync(apiFile(h)), 15_000);
const childrenOf = (pid: number | undefined) => seenProcesses().filter((one) => one.parent === pid && !one.zombie);

describe('watch', () => {
  test('commands talk to it, an edit is picked up, a signal ends everything it started', async () => {
    const h = await cliHome();
    h.write({ a: h.server('a') });
    const watch = watching(h);
    await ready(h);
    await waitFor(() => watch.stdout().includes('a ● synced 3 tools'), 15_000);
    expect(watch.stdout()).toMatch(new RegExp(`^Home: ${h.home}\\nAPI: http://127\\.0\\.0\\.1:\\d+ `));
    const { port, pid } = JSON.parse(readFileSync(apiFile(h), 'utf8'));
    expect(pid).toBe(watch.child.pid);
    expect(statSync(apiFile(h)).mode & 0o777).toBe(0o600);
    // The answer carries a process id, which only the running engine has.
    const status = (await h.json(['status'])) as { servers: { a: { pid: number } } };
    const serverPid = status.servers.a.pid;
    expect(seenProcesses().some((one) => one.pid === serverPid)).toBe(true);
    expect(watch.stdout()).toContain(`:${port} `);

    h.write({ a: h.server('a'), b: h.server('b', { flags: ['--tools', '2'] }) });
    await waitFor(() => watch.stdout().includes('b ● synced 2 tools'), 15_000);
    expect(((await h.json(['tools'])) as unknown[]).length).toBe(5);
    expect((await h.run(['remove', 'b'])).stdout).toBe(`Removed b in ${h.config}.\n`);
    await waitFor(() => / b is gone$/m.test(watch.stdout()), 15_000);
    expect(((await h.json(['status'])) as { servers: { a: { pid: number } } }).servers.a.pid).toBe(serverPid);
    expect((await h.run(['sync'])).code).toBe(0);

    const children = childrenOf(watch.child.pid).map((one) => one.pid);
    expect(children.length).toBeGreaterThan(0);
    watch.child.kill('SIGTERM');
    const startedMs = Date.now();
    expect(await watch.exit).toBe(0);
    expect(Date.now() - startedMs).toBeLessThan(8_000);
    expect(watch.stderr()).toBe('');
    expect(readdirSync(h.home).filter((name) => ['api.json', 'token', 'owner-token'].includes(name))).toEqual([]);
    await waitFor(() => seenProcesses().every((one) => one.pid !== serverPid && !children.includes(one.pid)));
  });

  test('a second engine for the same home is refused in plain words, the first one stays', async () => {
    const h = await cliHome();
    h.write({ a: h.server('a') });
    const first = watching(h);
    await ready(h);
    const second = await h.run(['watch']);
    expect(second.code).toBe(1);
    expect(second.stderr).toContain('already serves this home');
    expect(await h.json(['status'])).toMatchObject({ servers: { a: { transport: 'stdio' } } });
    const inJson = await h.run(['watch', '--json']);
    expect([inJson.code, JSON.parse(inJson.stdout)]).toMatchObject([1, { error: { code: 'busy' } }]);
    first.child.kill('SIGINT');
    expect(await first.exit).toBe(0);
  });

  test('F61 after a kill the next one serves the same home, and its commands reach it', async () => {
    const h = await cliHome();
    h.write({ a: h.server('a') });
    const first = watching(h);
    await ready(h);
    await waitFor(() => first.stdout().includes('a ● synced'), 15_000);
    first.child.kill('SIGKILL');
    await first.exit;
    expect(existsSync(apiFile(h))).toBe(true);
    // With nobody there, a command does its work alone.
    expect(await h.sync()).toMatchObject({ servers: { total: 1, ok: 1 } });
    const second = watching(h);
    await waitFor(() => JSON.parse(readFileSync(apiFile(h), 'utf8')).pid === second.child.pid, 15_000);
    expect(await h.json(['status'])).toMatchObject({ totals: { servers: 1 } });
    second.child.kill('SIGTERM');
    expect(await second.exit).toBe(0);
  });

  test('--json prints the feed, one message a line, numbers without a gap', async () => {
    const h = await cliHome();
    h.write({ a: h.server('a') });
    const watch = watching(h, ['--json']);
    await waitFor(() => /"status":"synced"/.test(watch.stdout()), 15_000);
    watch.child.kill('SIGINT');
    expect(await watch.exit).toBe(0);
    const messages = watch
      .stdout()
      .trimEnd()
      .split('\n')
      .map((line) => FeedMessage.parse(JSON.parse(line)));
    expect(messages[0]?.kind).toBe('snapshot');
    const first = messages[0]?.number ?? 0;
    expect(messages.map((message) => message.number)).toEqual(messages.map((_, index) => first + index));
    expect(messages.slice(1).every((message) => message.kind === 'change')).toBe(true);
    const snapshot: AppView | null = messages[0]?.kind === 'snapshot' ? messages[0].view : null;
    expect(ViewSchema.safeParse(snapshot).success).toBe(true);
  });

  test('a reader that goes away ends it in order', async () => {
    const h = await cliHome();
    h.write({ a: h.server('a') });
    const watch = watching(h);
    await waitFor(() => watch.stdout().includes('a ● synced'), 15_000);
    watch.child.stdout?.destroy();
    h.write({ a: h.server('a'), b: h.server('b') });
    expect(await watch.exit).toBe(0);
    expect(existsSync(apiFile(h))).toBe(false);
  });

  test('T11 no key stands in the arguments or environment of it or of any server', async () => {
    const h = await cliHome();
    h.write({ a: h.server('a') });
    const watch = watching(h);
    await ready(h);
    await waitFor(() => watch.stdout().includes('a ● synced'), 15_000);
    const keys = ['token', 'owner-token'].map((name) => readFileSync(path.join(h.home, name), 'utf8').trim());
    const seen = [watch.child.pid ?? 0, ...childrenOf(watch.child.pid).map((one) => one.pid)]
      .map((pid) => readFileSync(`/proc/${pid}/environ`, 'latin1') + readFileSync(`/proc/${pid}/cmdline`, 'latin1'))
      .join('\n');
    expect(seen).toContain('PATH=');
    for (const key of keys) expect(seen).not.toContain(key);
    const logs = path.join(h.home, 'logs');
    for (const file of readdirSync(logs)) for (const key of keys) expect(readFileSync(path.join(logs, file), 'utf8')).not.toContain(key);
    watch.child.kill('SIGTERM');
    expect(await watch.exit).toBe(0);
  });
});
