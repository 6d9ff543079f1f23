/** The Activity page of the real app: an edit, what it caused, and a place that stays while more happens. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../helpers/launch-app.ts';
import { makeDesk, trusting } from './desk.ts';
import { expectStatus, goTo } from './window-page.ts';

const timeline = (page: Page) => page.getByRole('list', { name: 'Timeline' });

/** A timeline as an earlier run left it: enough for many screens. */
function writeLongTimeline(home: string): void {
  const entry = (number: number) => ({
    number,
    at: Date.now() - (600 - number) * 600_000,
    kind: 'server.recovered',
    source: null,
    server: { id: 'gone#/mcpServers/old', name: `old-${number}` },
    cause: null,
    edit: null,
    lists: [],
    durationMs: null,
    problem: null,
  });
  const lines = [{ format: 'tooltray-history', version: 1 }, ...Array.from({ length: 600 }, (_, index) => entry(index + 1))];
  mkdirSync(home, { recursive: true });
  writeFileSync(path.join(home, 'history.jsonl'), `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
}

test('the page Activity shows an edit and, below it, the sync that it caused with the tools that came', async ({ launch }) => {
  const desk = makeDesk();
  desk.write({ first: desk.entry('first') });
  const running = await launch(trusting(desk));
  const page = await running.page();
  await expectStatus(page, 'synced', 'first');
  await goTo(page, 'Activity');
  desk.write({ first: desk.entry('first'), second: desk.entry('second', '--tools', '2') });
  const edit = timeline(page).getByRole('listitem').filter({ hasText: 'mcp.json changed: second added' });
  const sync = timeline(page).getByRole('listitem').filter({ hasText: 'second synced: 2 tools (+2)' });
  await expect(edit).toBeVisible();
  await expect(sync).toBeVisible();
  const place = async (line: typeof edit) => Number(await line.getAttribute('aria-posinset'));
  expect(await place(sync)).toBeGreaterThan(await place(edit));
  await sync.getByRole('button', { name: /^Details of/ }).click();
  await expect(sync).toContainText('Tools that came:');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/changes? today; the last/);
  await expect(page.getByRole('figure', { name: 'Sync times and failures of the last 24 hours' })).toContainText(
    /syncs? in the last 24 hours/,
  );
  await sync.getByRole('link', { name: 'second', exact: true }).click();
  await expect(page.getByRole('tab', { name: 'Tools' })).toBeVisible();
});

test('a long timeline stays where a person reads while more happens, and goes back to its beginning', async ({ launch }) => {
  const desk = makeDesk();
  writeLongTimeline(desk.home);
  desk.write({ first: desk.entry('first') });
  const running = await launch(trusting(desk));
  const page = await running.page();
  await expectStatus(page, 'synced', 'first');
  await goTo(page, 'Activity');
  await expect(timeline(page).getByRole('listitem').first()).toBeVisible();
  const scrollTo = (top: number) => page.locator('main').evaluate((main, wanted) => main.scrollTo(0, wanted), top);
  await scrollTo(2_000);
  /** The line in the middle of the window, and how far down it stands. */
  const middle = () =>
    page.evaluate(() => {
      const row = document.elementFromPoint(600, 400)?.closest('.timeline-row');
      return { text: row?.textContent ?? '', top: Math.round(row?.getBoundingClientRect().top ?? 0) };
    });
  await expect.poll(async () => (await middle()).text).toContain('old-');
  const before = await middle();
  const height = () => page.locator('main').evaluate((main) => main.scrollHeight);
  const heightBefore = await height();
  desk.write({ first: desk.entry('first'), second: desk.entry('second') });
  await expect.poll(height).toBeGreaterThan(heightBefore);
  expect(await middle()).toEqual(before);
  await expect
    .poll(async () => {
      await scrollTo(1_000_000);
      return timeline(page).getByRole('listitem').last().textContent();
    })
    .toContain('old-1 ');
});
