/** Saves from outside while the app runs: few reloads, the last content wins, and only what changed is started anew. */
import { writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { FeedMessage } from '../../electron/contract/feed.ts';
import { expect, test } from '../helpers/launch-app.ts';
import { lives } from '../helpers/processes.ts';
import { makeDesk, trusting } from './desk.ts';
import { expectStatus, serverRow } from './window-page.ts';

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

test('K-01 a burst of 20 writes gives at most two reloads and the last content wins', async ({ launch }) => {
  const desk = makeDesk();
  const keep = desk.entry('keep');
  desk.write({ keep });
  const running = await launch(trusting(desk));
  const page = await running.page();
  await expectStatus(page, 'synced', 'keep');
  const pid = desk.pid('keep');
  await countReloads(page);
  for (let number = 1; number <= 20; number += 1) {
    writeFileSync(desk.source, desk.text({ keep, [`new-${number}`]: desk.entry(`new-${number}`) }));
  }
  await expectStatus(page, 'synced', 'keep', 'new-20');
  await expect(page.getByRole('button', { name: /^Resync new-/ })).toHaveCount(1);
  const reloads = await reloadsSeen(page);
  expect(reloads).toBeGreaterThanOrEqual(1);
  expect(reloads).toBeLessThanOrEqual(2);
  expect(desk.startedNames().filter((name) => name.startsWith('new-')).length).toBeLessThanOrEqual(2);
  expect(desk.pid('new-20')).not.toBeNull();
  expect(desk.pid('keep')).toBe(pid);
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
