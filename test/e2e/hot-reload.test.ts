/** Saves from outside while the app runs: few reloads, the last content wins, and only what changed is started anew. */
import { writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { FeedMessage } from '../../electron/contract/feed.ts';
import { expect, test } from '../helpers/launch-app.ts';
import { lives } from '../helpers/processes.ts';
import { type Desk, type Entries, makeDesk, trusting } from './desk.ts';
import { expectStatus, serverRow } from './window-page.ts';

/** Saves come as separate events, and yet as one burst. */
const betweenSavesMs = 1;
/** Half of the quiet time that ends a burst. */
const burstPauseMaxMs = 15;
const roundsMax = 5;

interface CountingWindow extends Window {
  readonly tooltray: { subscribe(listener: (message: FeedMessage) => void): () => void };
  reloadsSeen: Set<string | null>;
}

/** From now on every reload that the page is told of is counted. */
const countReloads = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const there = window as unknown as CountingWindow;
    there.reloadsSeen = new Set();
    there.tooltray.subscribe((message) => {
      if (message.kind === 'change' && message.change.rest.reload) there.reloadsSeen.add(message.change.rest.reload.last_at);
    });
  });

const reloadsSeen = (page: Page): Promise<number> => page.evaluate(() => (window as unknown as CountingWindow).reloadsSeen.size);

/** Saves 20 times in a row, the last time with `last`; gives the longest pause between two saves, in milliseconds. */
function burst(desk: Desk, servers: (number: number) => Entries): number {
  let longestMs = 0;
  let savedAt = performance.now();
  for (let number = 1; number <= 20; number += 1) {
    writeFileSync(desk.source, desk.text(servers(number)));
    const now = performance.now();
    if (number > 1) longestMs = Math.max(longestMs, now - savedAt);
    savedAt = now;
    // Waiting awake: a process that sleeps comes back late on a busy machine.
    while (performance.now() - savedAt < betweenSavesMs);
  }
  return longestMs;
}

test('K-01 a burst of 20 writes gives at most two reloads and the last content wins', async ({ launch }) => {
  const desk = makeDesk();
  const keep = desk.entry('keep');
  desk.write({ keep });
  const running = await launch(trusting(desk));
  const page = await running.page();
  await expectStatus(page, 'synced', 'keep');
  const pid = desk.pid('keep');
  for (let round = 1; ; round += 1) {
    const name = (number: number): string => `new-${round}-${number}`;
    await countReloads(page);
    const longestMs = burst(desk, (number) => ({ keep, [name(number)]: desk.entry(name(number)) }));
    await expectStatus(page, 'synced', 'keep', name(20));
    await expect(page.getByRole('button', { name: /^Resync new-/ })).toHaveCount(1);
    expect(desk.pid(name(20))).not.toBeNull();
    expect(desk.pid('keep')).toBe(pid);
    // The machine held us up in the middle: these were two bursts.
    if (longestMs >= burstPauseMaxMs && round < roundsMax) continue;
    const reloads = await reloadsSeen(page);
    expect(reloads).toBeGreaterThanOrEqual(1);
    expect(reloads).toBeLessThanOrEqual(2);
    expect(desk.startedNames().filter((started) => started.startsWith(`new-${round}-`)).length).toBeLessThanOrEqual(2);
    return;
  }
});

test('K-02 a changed server is relaunched, the others keep their process ids', async ({ launch }) => {
  const desk = makeDesk();
  const [first, second, third] = ['first', 'second', 'third'].map((name) => desk.entry(name));
  if (!first || !second || !third) throw new Error('three entries');
  desk.write({ first, second, third });
  const running = await launch(trusting(desk));
  const page = await running.page();
  await expectStatus(page, 'synced', 'first', 'second', 'third');
  const before = ['first', 'second', 'third'].map((name) => desk.pid(name));
  expect(before).not.toContain(null);
  desk.write({ first, second: desk.entry('second', '--tools', '9'), third });
  await expect(serverRow(page, 'second')).toContainText('9 tools');
  await expectStatus(page, 'synced', 'first', 'second', 'third');
  await expect.poll(() => lives(before[1] ?? 0)).toBe(false);
  expect([desk.pid('first'), desk.pid('third')]).toEqual([before[0], before[2]]);
  expect(['first', 'second', 'third'].map((name) => desk.starts(name).length)).toEqual([1, 2, 1]);
  // Only the layout of the file changes: nothing is started.
  desk.writeText(JSON.stringify({ mcpServers: { third, first, second: desk.entry('second', '--tools', '9') } }));
  desk.write({ first, second: desk.entry('second', '--tools', '9'), third, fourth: desk.entry('fourth') });
  await expectStatus(page, 'synced', 'fourth');
  expect(['first', 'second', 'third'].map((name) => desk.starts(name).length)).toEqual([1, 2, 1]);
});
