/** Stopping: whatever a server started is gone afterwards, and nobody else is touched. */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { TaggedRecord } from '../../../electron/effects/mcp/process/process-table.ts';
import { endSurvivors, type Supervision } from '../../../electron/effects/mcp/process/supervise.ts';
import { lives, livingByGroup, livingByTag, livingOfStart, seenProcesses, zombieChildren } from '../../helpers/processes.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { waitFor } from '../../helpers/wait-for.ts';
import { connect, fixture, fixtureServer, list, refusal, stdio, testMcp } from './fixture.ts';

/** Every shape of F34; the number is how many processes it has at least. */
const shapes: readonly (readonly [string, number, readonly string[]])[] = [
  ['cooperative', 1, []],
  ['ignores the end of input', 1, ['--ignore-eof']],
  ['ignores TERM and the end of input', 1, ['--ignore-eof', '--ignore-term']],
  ['a helper in a session of its own', 2, ['--setsid']],
  ['a stubborn helper in a session of its own', 2, ['--setsid', '--ignore-term', '--ignore-eof']],
  ['a helper without parent', 2, ['--daemonize']],
  ['a stubborn helper without parent', 2, ['--daemonize', '--ignore-term']],
  ['a chain of five shells', 6, ['--fork-depth', '5']],
  ['a stubborn chain of five shells', 6, ['--fork-depth', '5', '--ignore-term', '--ignore-eof']],
  ['a helper that keeps stdout open', 2, ['--hold-stdout']],
  ['reads no input any more', 1, ['--no-read-stdin']],
];

const stopsEach = 20;
/** As many at once as two cores can start without making the measured times those of the queue; stubborn ones mostly wait. */
const atOnce = { quick: 5, stubborn: 20 };

async function inTurns<T>(count: number, limit: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) results[index] = await work(index);
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return results;
}

describe('F34 stopping a server', () => {
  test.each(shapes)('F34 nothing of it lives 5 s after the stop: %s', { timeout: 60_000 }, async (_name, processes, flags) => {
    const { mcp, digest } = testMcp();
    const parallel = flags.includes('--ignore-eof') ? atOnce.stubborn : atOnce.quick;
    const times = await inTurns(stopsEach, parallel, async () => {
      const { link } = await connect(mcp, fixture(...flags));
      const pid = link.facts.pid ?? 0;
      const tag = seenProcesses().find((one) => one.pid === pid)?.tag ?? 'untagged';
      expect(tag).toContain(digest);
      await waitFor(() => livingOfStart(tag).length >= processes);
      const before = performance.now();
      await link.close();
      const took = performance.now() - before;
      expect(livingOfStart(tag)).toEqual([]);
      expect(livingByGroup(pid)).toEqual([]);
      return took;
    });
    expect(Math.max(...times)).toBeLessThan(5_000);
    expect(times).toHaveLength(stopsEach);
  });

  test('F34 a wrapper chain of shells and a package runner is ended with the server', async () => {
    const { mcp, digest } = testMcp();
    const inner = `sh -c '"${process.execPath}" "${fixtureServer}" --ignore-eof --ignore-term; true'; true`;
    const { link } = await connect(mcp, stdio('sh', ['-c', inner]));
    await waitFor(() => livingByTag(digest).length === 3);
    await link.close();
    expect(livingByTag(digest)).toEqual([]);
  }, 10_000);

  test('R10 a cooperative server is stopped within 300 ms in 95 of 100 cases', async () => {
    const { mcp } = testMcp();
    const times = await inTurns(20, 1, async () => {
      const { link } = await connect(mcp, fixture());
      const before = performance.now();
      await link.close();
      return performance.now() - before;
    });
    times.sort((a, b) => a - b);
    expect(times[18]).toBeLessThan(300);
  }, 20_000);
});

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

test('F37 a container is stopped, not only the client program that started it', async () => {
  const folder = tempFolder();
  const docker = path.join(folder, 'docker');
  writeFileSync(docker, stubEngine);
  chmodSync(docker, 0o755);
  const { mcp, home } = testMcp();
  const { link } = await connect(
    mcp,
    stdio('docker', ['run', '-i', '--rm', 'some/image'], {
      env: { PATH: `${folder}:${process.env.PATH}`, NODE: process.execPath, SERVER: fixtureServer },
    }),
  );
  const container = Number(readFileSync(path.join(folder, 'container'), 'utf8'));
  expect(lives(container)).toBe(true);
  await link.close();
  await waitFor(() => !lives(container), 500);
  const calls = readFileSync(path.join(folder, 'calls'), 'utf8').trim().split('\n');
  expect(calls[0]).toMatch(/^run --cidfile \S+ -i --rm some\/image$/);
  expect(calls[1]).toBe('stop -t 1 c0ffee');
  expect(existsSync(path.join(home, 'run', 'container'))).toBe(false);
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
  const { readdirSync } = await import('node:fs');
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
