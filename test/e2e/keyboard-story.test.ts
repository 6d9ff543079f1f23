/** The whole work of a person who uses no pointer, in the real app, with what it really did. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../helpers/launch-app.ts';
import { makeDesk } from './desk.ts';
import { pressOn, tabTo, walkWithTab } from './keyboard-walk.ts';
import { pages, serverStops } from './tour.ts';
import { expectStatus } from './window-page.ts';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const goByKeys = (page: Page, name: string) => pressOn(page, page.getByRole('navigation').getByRole('link', { name }));

test('by keyboard alone: a file is added, its server approved, one list synced, a tool found, a server switched off', async ({
  launch,
}) => {
  const desk = makeDesk();
  desk.addByCommandLine({ steady: desk.entry('steady') });
  const work = path.join(desk.folder, 'work.json');
  writeFileSync(work, desk.text({ notes: desk.entry('notes', '--tools', '5', '--prompts', '1', '--tool-prefix', 'note_') }));
  const running = await launch({ folder: desk.folder });
  const page = await running.page();
  await expectStatus(page, 'synced', 'steady');

  await goByKeys(page, 'Clients');
  await pressOn(page, button(page, 'Add file'));
  await expect(page.getByLabel('Path', { exact: true })).toBeFocused();
  await page.keyboard.type(work);
  await pressOn(page, button(page, 'Watch this file'));
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(desk.starts('notes')).toEqual([]);

  await goByKeys(page, 'Approvals');
  await pressOn(page, button(page, 'Approve notes'));
  await expect.poll(() => desk.toolRequests('notes')).toBe(1);
  expect(desk.pid('notes')).not.toBeNull();

  // The palette knows the new tools; choosing one opens it on its server's page.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('note_4');
  await expect(page.getByRole('dialog').getByRole('option', { name: /note_4/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: /^Tools/, selected: true })).toBeVisible();
  await expect(page.getByText('Tool 4 of notes').first()).toBeVisible();

  const requests = () =>
    readFileSync(path.join(desk.folder, 'requests.log'), 'utf8')
      .split('\n')
      .filter((line) => line.includes('"name":"notes"'));
  const asked = (method: string) => requests().filter((line) => line.includes(`"method":"${method}"`)).length;
  const before = { tools: asked('tools/list'), prompts: asked('prompts/list') };
  await pressOn(page, button(page, 'Resync tools'));
  await expect.poll(() => asked('tools/list')).toBe(before.tools + 1);
  expect(asked('prompts/list')).toBe(before.prompts);

  await goByKeys(page, 'Servers');
  const saved = readFileSync(desk.source, 'utf8');
  await pressOn(page, page.getByRole('switch', { name: 'Enable steady', exact: true }), 'Space');
  await expect.poll(() => desk.pid('steady')).toBeNull();
  const edited = readFileSync(desk.source, 'utf8');
  expect(edited).not.toBe(saved);
  const { mcpServers } = JSON.parse(edited) as { mcpServers: { steady: Record<string, unknown> } };
  const { disabled, ...rest } = mcpServers.steady;
  expect(disabled).toBe(true);
  expect(rest).toEqual((JSON.parse(saved) as typeof rest & { mcpServers: { steady: object } }).mcpServers.steady);
});

test('a walk with Tab shows the focus at every stop of every page and is caught nowhere', async ({ launch }) => {
  const desk = makeDesk();
  desk.addByCommandLine({ steady: desk.entry('steady', '--prompts', '1', '--resources', '1'), other: desk.entry('other') });
  const running = await launch({ folder: desk.folder });
  const page = await running.page();
  await expect(page.getByRole('switch', { name: 'Enable steady' })).toBeVisible();
  const stops = [...pages, ...(await serverStops(page, 'steady'))];
  for (const stop of stops) {
    await stop.open(page);
    const walk = await walkWithTab(page);
    expect(walk.closed, `${stop.name}: ${walk.stops.join(', ')}`).toBe(true);
    expect(walk.unseen, stop.name).toEqual([]);
    // Five links and the pause button are on every page.
    expect(walk.stops.length, stop.name).toBeGreaterThanOrEqual(6);
  }
});

test('a dialog takes the focus, keeps it, and gives it back', async ({ launch }) => {
  const desk = makeDesk();
  desk.addByCommandLine({ steady: desk.entry('steady') });
  const running = await launch({ folder: desk.folder });
  const page = await running.page();
  await pressOn(page, button(page, 'Add server'));
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  const inside = () => dialog.evaluate((element) => element.contains(document.activeElement));
  for (let at = 0; at < 20; at += 1) {
    expect(await inside()).toBe(true);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(button(page, 'Add server')).toBeFocused();
  await tabTo(page, page.getByRole('switch', { name: 'Enable steady' }));
});
