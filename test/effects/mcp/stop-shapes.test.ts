/** Stopping every shape of server: nothing of it is left. */
import { describe, expect, test } from 'vitest';
import { afterInputMs } from '../../../electron/effects/mcp/process/supervise.ts';
import { livingByGroup, livingByTag, livingOfStart, seenProcesses } from '../../helpers/processes.ts';
import { waitFor } from '../../helpers/wait-for.ts';
import { connect, fixture, fixtureServer, stdio, testMcp } from './fixture.ts';
import { inTurns } from './in-turns.ts';

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
    // The middle one: a busy machine may hold up a few, and nothing of any of them lives when its stop is told.
    expect(times.sort((a, b) => a - b)[stopsEach / 2]).toBeLessThan(5_000);
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

  test('R10 a cooperative server ends with its input: it is gone before the first signal would be due', async () => {
    const { mcp } = testMcp();
    const times = await inTurns(20, 1, async () => {
      const { link } = await connect(mcp, fixture());
      const before = performance.now();
      await link.close();
      return performance.now() - before;
    });
    expect(Math.max(...times)).toBeLessThan(afterInputMs);
  }, 20_000);
});
