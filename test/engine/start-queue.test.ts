/** Who may start when. */
import { describe, expect, test } from 'vitest';
import type { Transport } from '../../electron/contract/server.ts';
import { createStartQueue, runnerPackage } from '../../electron/engine/start-queue.ts';
import { createHandClock } from '../helpers/hand-clock.ts';

const stdio = (command: string, ...args: string[]): Transport => ({ kind: 'stdio', command, args, env: {} });

describe('start queue', () => {
  test.each([
    [stdio('npx', '-y', 'pkg@1'), 'npx pkg@1'],
    [stdio('/usr/bin/uvx', 'tool'), 'uvx tool'],
    [stdio('npx.cmd', 'pkg'), 'npx pkg'],
    [stdio('npm', 'exec', '-y', 'pkg'), 'npm pkg'],
    [stdio('pnpm', 'dlx', 'pkg'), 'pnpm pkg'],
    [stdio('node', 'server.js'), null],
    [{ kind: 'http', url: 'http://localhost/', headers: {} } as Transport, null],
  ])('knows the package of %j', (transport, expected) => {
    expect(runnerPackage(transport)).toBe(expected);
  });

  test('F43 package runners start at most four at a time, and never two of the same package', async () => {
    const clock = createHandClock();
    const queue = createStartQueue(clock, () => 4);
    let running = 0;
    let most = 0;
    const perPackage = new Map<string, number>();
    const overlaps: string[] = [];
    const start = (name: string) => async () => {
      running += 1;
      most = Math.max(most, running);
      perPackage.set(name, (perPackage.get(name) ?? 0) + 1);
      if ((perPackage.get(name) ?? 0) > 1) overlaps.push(name);
      await new Promise<void>((resolve) => void clock.after(500, resolve));
      perPackage.set(name, (perPackage.get(name) ?? 0) - 1);
      running -= 1;
      return name;
    };
    const names = Array.from({ length: 20 }, (_, at) => `pkg-${at % 10}`);
    const all = Promise.all(names.map((name) => queue.run(stdio('npx', '-y', name), start(name))));
    await clock.advance(20_000);
    expect(await all).toEqual(names);
    expect(most).toBe(4);
    expect(overlaps).toEqual([]);
  });

  test('F41 servers that hang do not keep the others from starting', async () => {
    const clock = createHandClock();
    const queue = createStartQueue(clock, () => 4);
    const hanging = Array.from({ length: 5 }, () => queue.run(stdio('hang'), () => new Promise<string>(() => {})));
    let ready = 0;
    const good = Array.from({ length: 20 }, () =>
      queue.run(stdio('good'), async () => {
        await new Promise<void>((resolve) => void clock.after(50, resolve));
        ready += 1;
      }),
    );
    await clock.advance(1_000);
    expect(ready).toBe(20);
    await Promise.all(good);
    expect(hanging).toHaveLength(5);
  });

  test('remote servers wait for nobody', async () => {
    const clock = createHandClock();
    const queue = createStartQueue(clock, () => 1);
    void queue.run(stdio('hang'), () => new Promise<string>(() => {}));
    expect(await queue.run({ kind: 'http', url: 'http://localhost/', headers: {} }, async () => 'now')).toBe('now');
  });
});
