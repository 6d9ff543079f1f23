/** Pictures of every page of the real app over real servers; each is checked for what is cut, covered or too wide. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, type RunningApp, test } from '../helpers/launch-app.ts';
import { layoutFaults } from './layout-faults.ts';
import { goToPlace, overlays, pages, type Stop, serverStops, settled, showTheme, themes } from './tour.ts';
import { expectStatus, serverRow } from './window-page.ts';
import {
  askForMore,
  brokenClientFile,
  emptyWorld,
  endHttpServers,
  failingServers,
  firstRunWorld,
  fourWorld,
  httpServer,
  makeWorld,
  manyWorld,
} from './worlds.ts';

const folder = path.resolve(import.meta.dirname, '../../test-results/screenshots');

test.afterEach(() => endHttpServers());

interface Look {
  /** Added to the name of each picture. */
  readonly suffix: string;
  readonly width: number;
  readonly zoom: number;
}

const ordinary: Look = { suffix: '', width: 1180, zoom: 1 };
const narrow: Look = { suffix: '-narrow', width: 560, zoom: 1 };
const enlarged: Look = { suffix: '-zoom-200', width: 1180, zoom: 2 };
const height = 760;

/** Gives the window a size and the page a zoom. */
async function take(running: RunningApp, look: Look): Promise<void> {
  await running.app.evaluate(
    ({ BrowserWindow }, { width, zoom, tall }) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setContentSize(width, tall);
      window?.webContents.setZoomFactor(zoom);
    },
    { ...look, tall: height },
  );
  await (await running.page()).waitForFunction((wanted) => innerWidth === wanted, look.width / look.zoom);
}

/** A picture for readers names no folder of the machine that it was made on. */
const nameNoFolders = (page: Page, user: string): Promise<void> =>
  page.evaluate((person) => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      if (text.nodeValue?.includes(person)) text.nodeValue = text.nodeValue.replaceAll(person, '~');
    }
  }, user);

/** The window as the system shows it: Playwright's own pictures of an enlarged page hold only a part of it. */
async function ofWindow(running: RunningApp, file: string): Promise<void> {
  const made = await running.app.evaluate(async ({ BrowserWindow }) => {
    const image = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage();
    return image?.toPNG().toString('base64') ?? '';
  });
  writeFileSync(file, Buffer.from(made, 'base64'));
}

/** Takes the picture; what is wrong with it is told at the end, so that all pictures are there to look at. */
async function picture({ running, user }: Omit<Album, 'prefix'>, name: string, look: Look = ordinary): Promise<void> {
  const page = await running.page();
  mkdirSync(folder, { recursive: true });
  const faults = await layoutFaults(page);
  await nameNoFolders(page, user);
  // No pointer over a button, no caret: the same picture every time.
  await page.mouse.move(0, 0);
  const file = path.join(folder, `${name}.png`);
  if (look.zoom === 1) await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  else await ofWindow(running, file);
  expect.soft(faults, name).toEqual([]);
}

interface Album {
  readonly running: RunningApp;
  readonly user: string;
  readonly prefix: string;
}

async function picturesOf({ running, user, prefix }: Album, stops: readonly Stop[], look: Look = ordinary): Promise<void> {
  const page = await running.page();
  await take(running, look);
  for (const theme of look === ordinary ? themes : (['light'] as const)) {
    await showTheme(page, theme);
    for (const stop of stops) {
      await stop.open(page);
      await picture({ running, user }, `${prefix}-${stop.name}-${theme}${look.suffix}`, look);
      await stop.leave?.(page);
    }
  }
}

test('first run, and nothing at all', async ({ launch }) => {
  const first = firstRunWorld();
  const running = await launch(first.launching());
  await picturesOf({ running, user: first.user, prefix: 'first-run' }, pages.slice(0, 1));
  await picturesOf({ running, user: first.user, prefix: 'first-run' }, pages.slice(0, 1), narrow);
  await running.close();
  const empty = emptyWorld();
  const other = await launch(empty.launching());
  await picturesOf({ running: other, user: empty.user, prefix: '0' }, pages);
});

test('four servers, and then a mix of states', async ({ launch }) => {
  const { world } = fourWorld();
  const running = await launch(world.launching());
  const page = await running.page();
  await expectStatus(page, 'synced', 'everything', 'filesystem', 'memory', 'sequential-thinking');
  const album = { running, user: world.user, prefix: '4' };
  const server = await serverStops(page, 'filesystem');
  await picturesOf(album, [
    ...pages,
    ...overlays,
    ...server,
    opened(server[0], 'search_files'),
    ...(await serverStops(page, 'everything')).slice(1, 3).map(of('everything')),
  ]);
  world.addByCommandLine({
    github: { url: await httpServer(world, '--status', '401') },
    tickets: { command: 'tickets-mcp', disabled: true },
  });
  await goToPlace(page, '#/servers');
  await expectStatus(page, 'failed', 'github');
  askForMore(world);
  await expectStatus(page, 'approval', 'memory', 'notes');
  const mixed = { ...album, prefix: 'mixed' };
  const failing = (await serverStops(page, 'github')).slice(0, 1).map(of('failing'));
  const stops = [...pages, ...failing];
  await picturesOf(mixed, stops);
  await picturesOf(mixed, [...stops, ...server.slice(0, 1)], narrow);
  await picturesOf(mixed, [...stops, ...server.slice(0, 1), ...overlays], enlarged);
});

/** The tools of a server with one of them opened, as a link to it does. */
const opened = (tools: Stop | undefined, tool: string): Stop => ({
  name: 'server-tool-open',
  open: async (page) => {
    await tools?.open(page);
    await page.evaluate((name) => {
      location.hash += `/${name}`;
    }, tool);
    await expect(
      page
        .getByRole('table', { name: /arameters/ })
        .or(page.getByText('excludePatterns'))
        .first(),
    ).toBeVisible();
    await settled(page);
  },
});

const of = (prefix: string) => (stop: Stop) => ({ ...stop, name: `${prefix}-${stop.name}` });

test('a hundred servers with five thousand tools', async ({ launch }) => {
  const { many, launching } = manyWorld();
  const running = await launch(launching);
  const page = await running.page();
  const [first = ''] = many.names;
  await expect(serverRow(page, first)).toContainText('50 tools');
  const album = { running, user: many.folder, prefix: '100' };
  await picturesOf(album, [...pages, ...overlays, ...(await serverStops(page, first)).slice(0, 1)]);
  await goToPlace(page, '#/servers');
  await expect(serverRow(page, first)).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('billing');
  await expect(page.getByText('billing_eu_1').first()).toBeVisible();
  await settled(page);
  await picture(album, '100-search-dark');
});

test('every way to fail', async ({ launch }) => {
  const world = makeWorld();
  const servers = await failingServers(world);
  world.write(servers);
  world.command('sources', 'add', brokenClientFile(world));
  const running = await launch(world.launching({ TOOLTRAY_TRUST: 'always' }));
  const page = await running.page();
  await expectStatus(page, 'synced', 'fine');
  const names = Object.keys(servers).filter((name) => name !== 'fine');
  for (const name of names) await expect(serverRow(page, name)).toContainText(/failed|stale/);
  const album = { running, user: world.user, prefix: 'failing' };
  await picturesOf(album, pages.slice(0, 3));
  const stops: Stop[] = [];
  for (const name of names) stops.push(...(await serverStops(page, name)).slice(0, 1).map((stop) => ({ ...stop, name })));
  await picturesOf(album, stops);
});
