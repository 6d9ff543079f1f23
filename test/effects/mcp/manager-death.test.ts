/** Our own death: whatever ends us, no server is left behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { homeDigest } from '../../../electron/effects/mcp/process/run-tag.ts';
import { livingByTag, seenProcesses } from '../../helpers/processes.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { waitFor } from '../../helpers/wait-for.ts';
import { connect, fixture, fixtureServer, testMcp } from './fixture.ts';

const here = path.dirname(fileURLToPath(import.meta.url));
const outDir = path.join(here, '../../../node_modules/.cache/tooltray-test');
const program = path.join(outDir, 'manager.mjs');

beforeAll(async () => {
  mkdirSync(outDir, { recursive: true });
  await build({
    configFile: false,
    logLevel: 'silent',
    root: here,
    ssr: { noExternal: true },
    build: {
      ssr: path.join(here, 'manager.ts'),
      outDir,
      emptyOutDir: false,
      minify: false,
      rollupOptions: { external: [...builtinModules, /^node:/], output: { entryFileNames: 'manager.mjs' } },
    },
  });
}, 30_000);

interface Manager {
  readonly child: ChildProcess;
  readonly digest: string;
  readonly home: string;
  readonly output: () => string;
}

function startManager(): Manager {
  const home = path.join(tempFolder(), 'home');
  const child = spawn(process.execPath, [program, home, fixtureServer], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, home, digest: homeDigest(home), output: () => output };
}

const reapersOf = (digest: string) => seenProcesses().filter((one) => !one.zombie && one.command.includes(`tooltray-reaper ${digest}`));

/** Kills the manager; fails unless everything it started is gone 2 s later. */
async function killAndCheck({ child, digest, home }: Manager, running: number): Promise<void> {
  expect(livingByTag(digest).length).toBeGreaterThanOrEqual(running);
  child.kill('SIGKILL');
  await waitFor(() => livingByTag(digest).length === 0, 2_000);
  await waitFor(() => reapersOf(digest).length === 0, 2_000);
  const { mcp } = testMcp({ home });
  expect(await mcp.sweep()).toBe(0);
}

describe('F35 a killed manager', () => {
  test.each(Array.from({ length: 5 }, (_, index) => [index + 1]))(
    'F35 leaves nothing 2 s after SIGKILL, with every shape running: two at once, round %i',
    async () => {
      const managers = [startManager(), startManager()];
      for (const manager of managers) await waitFor(() => manager.output().includes('ready'), 10_000);
      await Promise.all(managers.map((manager) => killAndCheck(manager, 9)));
    },
    20_000,
  );

  test.each(Array.from({ length: 10 }, (_, index) => [index * 60]))(
    'F35 leaves nothing 2 s after SIGKILL %i ms into the start of its servers',
    async (delayMs) => {
      const manager = startManager();
      await waitFor(() => manager.output().includes('starting'), 10_000);
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      await killAndCheck(manager, 0);
    },
    20_000,
  );

  test('F35 whose reaper was killed too has its servers ended by the next start', async () => {
    const manager = startManager();
    await waitFor(() => manager.output().includes('ready'), 10_000);
    manager.child.kill('SIGSTOP');
    for (const reaper of reapersOf(manager.digest)) process.kill(reaper.pid, 'SIGKILL');
    await waitFor(() => reapersOf(manager.digest).length === 0);
    manager.child.kill('SIGKILL');
    await waitFor(() => !seenProcesses().some((one) => one.pid === manager.child.pid && !one.zombie));
    // The cooperative ones end with their input; the others live on.
    await waitFor(() => livingByTag(manager.digest).length > 0);
    const { mcp } = testMcp({ home: manager.home });
    expect(await mcp.sweep()).toBeGreaterThan(0);
    expect(livingByTag(manager.digest)).toEqual([]);
    expect(await mcp.sweep()).toBe(0);
  }, 20_000);

  test('F35 the sweep of one home leaves the servers of a running manager and of other homes alone', async () => {
    const first = testMcp();
    const { link } = await connect(first.mcp, fixture());
    const other = testMcp();
    expect(await other.mcp.sweep()).toBe(0);
    expect(await first.mcp.sweep()).toBe(0);
    expect(livingByTag(first.digest).map((one) => one.pid)).toEqual([link.facts.pid]);
  });

  test('F35 the reaper does not keep the manager alive and goes with it', async () => {
    const { mcp, digest } = testMcp();
    await connect(mcp, fixture());
    await waitFor(() => reapersOf(digest).length === 1);
    await mcp.close();
    expect(reapersOf(digest)).toEqual([]);
  });

  test('F35 a reaper that was killed is started again with the same groups', async () => {
    const { mcp, digest } = testMcp();
    await connect(mcp, fixture());
    const [reaper] = await waitFor(() => (reapersOf(digest).length === 1 ? reapersOf(digest) : null));
    process.kill(reaper?.pid ?? 0, 'SIGKILL');
    await waitFor(() => reapersOf(digest).some((one) => one.pid !== reaper?.pid));
  });
});
