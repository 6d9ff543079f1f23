/** Everything in the window is usable by everybody: axe on every page, in both themes, with few and with many servers. */
import type { Page } from '@playwright/test';
import { expect, test } from '../helpers/launch-app.ts';
import { seriousViolations } from './axe.ts';
import { overlays, pages, type Stop, serverStops, showTheme, themes } from './tour.ts';
import { expectStatus, serverRow } from './window-page.ts';
import { askForMore, brokenClientFile, emptyWorld, endHttpServers, firstRunWorld, fourWorld, manyWorld } from './worlds.ts';

/** Thirty places twice; the rest is for a machine under load. */
const walkLimitMs = 180_000;

test.beforeEach(() => test.setTimeout(walkLimitMs));
test.afterEach(() => endHttpServers());

/** Walks through the stops in both themes; gives every violation with the place where it is. */
async function violationsOf(page: Page, stops: readonly Stop[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const theme of themes) {
    await showTheme(page, theme);
    for (const stop of stops) {
      await stop.open(page);
      // Only colours differ between the themes.
      const rules = theme === 'light' ? 'all' : 'colours';
      found.push(...(await seriousViolations(page, rules)).map((one) => `${stop.name}, ${theme}: ${one}`));
      await stop.leave?.(page);
    }
  }
  return found;
}

test('axe finds nothing serious on any page with a handful of servers in every state', async ({ launch }) => {
  const { world } = fourWorld();
  world.addByCommandLine({ broken: { command: 'no-such-command-anywhere', args: [] } });
  world.command('sources', 'add', brokenClientFile(world));
  const running = await launch(world.launching());
  const page = await running.page();
  await expectStatus(page, 'synced', 'everything', 'memory');
  await expectStatus(page, 'failed', 'broken');
  askForMore(world);
  await expectStatus(page, 'approval', 'notes');
  const stops = [...pages, ...overlays, ...(await serverStops(page, 'everything'))];
  const failing = (await serverStops(page, 'broken')).slice(0, 1);
  expect(await violationsOf(page, [...stops, ...failing.map((stop) => ({ ...stop, name: 'failing server' }))])).toEqual([]);
});

test('axe finds nothing serious with a hundred servers and five thousand tools', async ({ launch }) => {
  const { many, launching } = manyWorld();
  const running = await launch(launching);
  const page = await running.page();
  const [first = ''] = many.names;
  await expect(serverRow(page, first)).toContainText('50 tools');
  expect(await violationsOf(page, [...pages, ...overlays, ...(await serverStops(page, first)).slice(0, 1)])).toEqual([]);
});

test('axe finds nothing serious when there is nothing yet', async ({ launch }) => {
  for (const world of [firstRunWorld(), emptyWorld()]) {
    const running = await launch(world.launching());
    const page = await running.page();
    expect(await violationsOf(page, pages)).toEqual([]);
    await running.close();
  }
});
