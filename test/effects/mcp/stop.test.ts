/** Stopping: whatever a server started is gone afterwards, and nobody else is touched. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { psTable, type TaggedRecord } from '../../../electron/effects/mcp/process/process-table.ts';
import { endSurvivors, type Supervision } from '../../../electron/effects/mcp/process/supervise.ts';
import { lives, livingByTag, zombieChildren } from '../../helpers/processes.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { waitFor } from '../../helpers/wait-for.ts';
import { connect, fixture, fixtureServer, list, refusal, stdio, testMcp } from './fixture.ts';
import { inTurns } from './in-turns.ts';

/** A process table that says what it is told, and a list of the signals that were sent. */
function pretend(records: readonly (Omit<TaggedRecord, 'tag' | 'zombie'> & { readonly tag?: string })[]): {
  supervision: Supervision;
  sent: string[];
} {
  const sent: string[] = [];
  const dead = new Set<number>();
  const living = (): TaggedRecord[] => records.filter((one) => !dead.has(one.pid)).map((one) => ({ tag: null, ...one, zombie: false }));
  const supervision: Supervision = {
    table: {
      read: async (pid) => living().find((one) => one.pid === pid) ?? null,
      list: async () => living(),
    },
    send(target, signal) {
      sent.push(`${signal} ${target}`);
      for (const one of living()) if (one.pid === target || one.group === -target) dead.add(one.pid);
    },
  };
  return { supervision, sent };
}

describe('F36 a pid that was given to somebody else', () => {
  const ours = { pid: 100, startTime: '7', tag: 'home.1.2.x.1' };

  test('F36 is not signalled when its start time differs', async () => {
    const { supervision, sent } = pretend([{ pid: 100, group: 100, startTime: '8' }]);
    expect(await endSurvivors(ours, supervision, 50)).toBe(0);
    expect(sent).toEqual([]);
  });

  test('F36 is not signalled when it is a member of a group that took the number over', async () => {
    const { supervision, sent } = pretend([
      { pid: 100, group: 100, startTime: '8' },
      { pid: 101, group: 100, startTime: '9' },
    ]);
    expect(await endSurvivors(ours, supervision, 50)).toBe(0);
    expect(sent).toEqual([]);
  });

  test('F36 is not signalled when its tag is that of another start', async () => {
    const { supervision, sent } = pretend([{ pid: 200, group: 200, startTime: '7', tag: 'home.1.2.x.11' }]);
    expect(await endSurvivors(ours, supervision, 50)).toBe(0);
    expect(sent).toEqual([]);
  });

  test('F36 is left alone while a helper with our tag is ended', async () => {
    const { supervision, sent } = pretend([
      { pid: 100, group: 100, startTime: '8' },
      { pid: 300, group: 300, startTime: '9', tag: ours.tag },
    ]);
    expect(await endSurvivors(ours, supervision, 50)).toBe(0);
    expect(sent).toEqual(['SIGTERM 300']);
  });

  test('F36 our own group is signalled as a whole', async () => {
    const { supervision, sent } = pretend([
      { pid: 100, group: 100, startTime: '7', tag: ours.tag },
      { pid: 101, group: 100, startTime: '9' },
    ]);
    expect(await endSurvivors(ours, supervision, 50)).toBe(0);
    expect(sent).toEqual(['SIGTERM -100']);
  });

  test('F36 unrelated processes started and ended meanwhile all live on', async () => {
    const { mcp } = testMcp();
    const bystander = spawn('sleep', ['30'], { detached: true, stdio: 'ignore' });
    onTestFinished(() => void bystander.kill('SIGKILL'));
    for (let round = 0; round < 5; round += 1) {
      const { link } = await connect(mcp, fixture('--fork-depth', '2'));
      spawn('true', { stdio: 'ignore' });
      await link.close();
    }
    expect(lives(bystander.pid ?? 0)).toBe(true);
  });
});

const stubEngine = `#!/bin/sh
# A container engine: "run" starts a container apart from the client, "stop" ends it.
here=$(dirname "$0")
echo "$@" >> "$here/calls"
case $1 in
  run)
    while [ $# -gt 0 ]; do [ "$1" = --cidfile ] && file=$2; shift; done
    env -u TOOLTRAY_RUN setsid sh -c 'exec sleep 1000' < /dev/null > /dev/null 2>&1 &
    echo "$!" > "$here/container"
    printf 'c0ffee' > "$file"
    exec "$NODE" "$SERVER" ;;
  stop) kill -KILL "$(cat "$here/container")" ;;
esac
`;

interface Engine {
  readonly folder: string;
  readonly transport: ReturnType<typeof stdio>;
  readonly container: () => number;
  readonly calls: () => readonly string[];
}

function containerEngine(): Engine {
  const folder = tempFolder();
  const docker = path.join(folder, 'docker');
  writeFileSync(docker, stubEngine);
  chmodSync(docker, 0o755);
  const env = { PATH: `${folder}:${process.env.PATH}`, NODE: process.execPath, SERVER: fixtureServer };
  return {
    folder,
    transport: stdio('docker', ['run', '-i', '--rm', 'some/image'], { env }),
    container: () => Number(readFileSync(path.join(folder, 'container'), 'utf8')),
    calls: () => readFileSync(path.join(folder, 'calls'), 'utf8').trim().split('\n'),
  };
}

describe('F37 a container', () => {
  test('F37 is stopped, not only the client program that started it', async () => {
    const engine = containerEngine();
    const { mcp, home } = testMcp();
    const { link } = await connect(mcp, engine.transport);
    const container = engine.container();
    expect(lives(container)).toBe(true);
    await link.close();
    await waitFor(() => !lives(container), 500);
    expect(engine.calls()[0]).toMatch(/^run --cidfile \S+ -i --rm some\/image$/);
    expect(engine.calls()[1]).toBe('stop -t 1 c0ffee');
    expect(readdirSync(path.join(home, 'run'))).toEqual([]);
  });

  test('F37 is stopped when its client program dies', async () => {
    const engine = containerEngine();
    const { mcp } = testMcp();
    const { link, seen } = await connect(mcp, engine.transport);
    process.kill(link.facts.pid ?? 0, 'SIGKILL');
    await waitFor(() => seen.ended.length > 0);
    await waitFor(() => !lives(engine.container()), 500);
  });

  test('F37 that a dead run left behind is stopped by the next start', async () => {
    const engine = containerEngine();
    const { mcp, home, digest } = testMcp();
    const left = spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' });
    onTestFinished(() => void left.kill('SIGKILL'));
    const tag = `${digest}.999999999.1.abc.1`;
    mkdirSync(path.join(home, 'run'), { recursive: true });
    writeFileSync(path.join(home, 'run', `${tag}.engine`), path.join(engine.folder, 'docker'));
    writeFileSync(path.join(home, 'run', `${tag}.cid`), 'c0ffee\n');
    writeFileSync(path.join(engine.folder, 'container'), String(left.pid));
    expect(await mcp.sweep()).toBe(0);
    await waitFor(() => !lives(left.pid ?? 0), 500);
    expect(readdirSync(path.join(home, 'run'))).toEqual([]);
  });
});

test('F45 an exit is noticed within 1 s although a helper keeps stdout open, and the helper is ended', async () => {
  const { mcp, digest } = testMcp();
  const { link, seen } = await connect(mcp, fixture('--hold-stdout'));
  const pid = link.facts.pid ?? 0;
  await waitFor(() => livingByTag(digest).length === 2);
  const before = performance.now();
  process.kill(pid, 'SIGKILL');
  await waitFor(() => seen.ended.length > 0, 2_000);
  expect(performance.now() - before).toBeLessThan(1_000);
  expect(seen.ended).toMatchObject([{ code: 'exited', message: 'The server was ended by SIGKILL.' }]);
  expect(livingByTag(digest)).toEqual([]);
});

test('F46 a hundred connections leave no descriptor, zombie or timer behind', async () => {
  const { mcp } = testMcp();
  const cycle = async (index: number): Promise<void> => {
    if (index % 10 === 9) return void (await refusal(mcp, fixture('--exit-after', '0', '--exit-code', '3')));
    const { link } = await connect(mcp, fixture());
    await list(link);
    await link.close();
  };
  const count = () => ({
    descriptors: readdirSync('/proc/self/fd').length,
    zombies: zombieChildren().length,
    resources: process.getActiveResourcesInfo().filter((name) => name === 'Timeout' || name === 'PipeWrap' || name === 'ProcessWrap')
      .length,
  });
  await inTurns(10, 5, cycle);
  const before = await settledCount(count);
  await inTurns(100, 5, cycle);
  const after = await settledCount(count);
  expect(after).toEqual(before);
}, 60_000);

/** The count once it no longer changes: closing descriptors takes a turn or two. */
async function settledCount<T>(count: () => T): Promise<T> {
  let last = JSON.stringify(count());
  return waitFor(async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const now = count();
    if (JSON.stringify(now) === last) return now;
    last = JSON.stringify(now);
    return null;
  });
}

test('the table of systems without /proc tells a process from its successor by start time and group', async () => {
  const child = spawn('sleep', ['30'], { detached: true, stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const pid = child.pid ?? 0;
  const record = await psTable.read(pid);
  expect(record).toMatchObject({ pid, group: pid, zombie: false });
  expect(record?.startTime).toMatch(/\d\d:\d\d:\d\d \d{4}$/);
  expect(await psTable.read(999_999_999)).toBe(null);
});
