/** Settings and the window's place: changed in the window or in the file, still there after a restart. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, type RunningApp, test } from '../helpers/launch-app.ts';
import { makeDesk } from './desk.ts';
import { expectStatus, goTo } from './window-page.ts';

const settingsOf = ({ home }: RunningApp) => JSON.parse(readFileSync(path.join(home, 'settings.json'), 'utf8')) as Record<string, unknown>;
const autostartOf = ({ user }: RunningApp) => path.join(user, '.config/autostart/tooltray.desktop');
const theme = (page: Page, name: string) => page.getByRole('radiogroup', { name: 'Theme' }).getByRole('radio', { name });
const notifications = (page: Page) => page.getByRole('switch', { name: 'Notifications', exact: true });
const themeSource = ({ app }: RunningApp) => app.evaluate(({ nativeTheme }) => nativeTheme.themeSource);

/** Chooses one of the segments as a person does: the label is what can be clicked. */
const chooseTheme = (page: Page, name: string) => page.getByRole('radiogroup', { name: 'Theme' }).getByText(name, { exact: true }).click();

/** Saves as most editors do. */
function editSettings(running: RunningApp, change: Record<string, unknown>): void {
  const file = path.join(running.home, 'settings.json');
  writeFileSync(`${file}.new`, JSON.stringify({ ...settingsOf(running), ...change }, null, 2));
  renameSync(`${file}.new`, file);
}

test('K-07 what is changed in the window is still there after a restart', async ({ launch }) => {
  const first = await launch({ files: { 'mcp.json': '{"mcpServers": {}}' } });
  const page = await first.page();
  await goTo(page, 'Settings');
  await chooseTheme(page, 'Dark');
  await expect.poll(() => themeSource(first)).toBe('dark');
  await notifications(page).click();
  await expect(notifications(page)).not.toBeChecked();
  await expect.poll(() => settingsOf(first)).toMatchObject({ version: 1, theme: 'dark', notifications: false });
  await first.close();
  const second = await launch({ folder: first.folder });
  const again = await second.page();
  await goTo(again, 'Settings');
  await expect(theme(again, 'Dark')).toBeChecked();
  await expect(notifications(again)).not.toBeChecked();
  expect(await themeSource(second)).toBe('dark');
});

/** An event that gets lost is made up for by looking, which takes its time on a busy machine. */
const outsideLimitMs = 25_000;

test('K-07 an edit of settings.json from outside shows in the open window and takes effect at once', async ({ launch }) => {
  const desk = makeDesk();
  desk.write({ one: desk.entry('one') });
  const running = await launch({ folder: desk.folder, files: { 'settings.json': '{"welcomed": true}' } });
  const page = await running.page();
  await expectStatus(page, 'approval', 'one');
  await goTo(page, 'Settings');
  await expect(theme(page, 'System')).toBeChecked();
  editSettings(running, { theme: 'dark', notifications: false, launchAtLogin: true, trust: 'always' });
  await expect(theme(page, 'Dark')).toBeChecked();
  await expect(notifications(page)).not.toBeChecked();
  await expect.poll(() => themeSource(running)).toBe('dark');
  await expect.poll(() => existsSync(autostartOf(running))).toBe(true);
  expect(readFileSync(autostartOf(running), 'utf8')).toMatch(/^Exec="env" "TOOLTRAY_HOME=.+" "--hidden"$/m);
  await goTo(page, 'Servers');
  await expectStatus(page, 'synced', 'one');
  editSettings(running, { launchAtLogin: false, trust: 'ask' });
  await expect.poll(() => existsSync(autostartOf(running)), { timeout: outsideLimitMs }).toBe(false);
  await expectStatus(page, 'approval', 'one');
  expect(desk.starts('one')).toHaveLength(1);
  expect(desk.pid('one')).not.toBeNull();
});

test('the window comes back where it was, as big and as enlarged; a place on no screen is corrected', async ({ launch }) => {
  const first = await launch({ files: { 'mcp.json': '{"mcpServers": {}}' } });
  await first.page();
  const wanted = { x: 60, y: 70, width: 900, height: 640 };
  await first.app.evaluate(({ BrowserWindow }, bounds) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.setBounds(bounds);
    window?.webContents.setZoomLevel(1);
  }, wanted);
  const look = (running: RunningApp) =>
    running.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      return { bounds: window?.getBounds(), zoom: window?.webContents.getZoomLevel(), visible: window?.isVisible() };
    });
  await expect.poll(async () => (await look(first)).bounds).toEqual(wanted);
  await first.close();
  const second = await launch({ folder: first.folder });
  await second.page();
  await expect.poll(() => look(second)).toEqual({ bounds: wanted, zoom: 1, visible: true });
  await second.close();
  const file = path.join(first.home, 'electron/window.json');
  writeFileSync(file, JSON.stringify({ bounds: { x: 9_000, y: 9_000, width: 800, height: 600 }, maximised: false, zoomLevel: 0 }));
  const third = await launch({ folder: first.folder });
  await third.page();
  const { bounds } = await look(third);
  expect(bounds).toMatchObject({ width: 800, height: 600 });
  expect(bounds?.x).toBeLessThan(1_400);
  await third.close();
  writeFileSync(file, '{"bounds": ');
  const fourth = await launch({ folder: first.folder });
  await fourth.page();
  expect((await look(fourth)).bounds).toMatchObject({ width: 1180, height: 760 });
});

test('closing to the tray says so once ever, and not at all with notifications off', async ({ launch }) => {
  const hints = (running: RunningApp) => running.bus.notes.filter((note) => note.summary === 'Tooltray keeps running in the tray');
  const closeAndReopen = async (running: RunningApp) => {
    const page = await running.page();
    const closed = page.waitForEvent('close');
    await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await closed;
  };
  const first = await launch({ files: { 'mcp.json': '{"mcpServers": {}}', 'settings.json': '{"notifications": false}' } });
  await closeAndReopen(first);
  editSettings(first, { notifications: true });
  await closeAndReopen(first);
  await expect.poll(() => hints(first).length).toBe(1);
  await expect.poll(() => settingsOf(first).toldAboutTray).toBe(true);
  await closeAndReopen(first);
  await first.close();
  expect(hints(first)).toHaveLength(1);
  const second = await launch({ folder: first.folder });
  await closeAndReopen(second);
  await second.page();
  expect(hints(second)).toHaveLength(0);
});

test('the menu, hidden until Alt is pressed, copies diagnostics and opens the shortcuts', async ({ launch }) => {
  const running = await launch({ files: { 'mcp.json': '{"mcpServers": {}}' } });
  const page = await running.page();
  const choose = (menu: string, label: string) =>
    running.app.evaluate(
      ({ Menu }, [top, item]) => {
        const found = Menu.getApplicationMenu()?.items.find((one) => one.label.replace('&', '') === top);
        found?.submenu?.items.find((one) => one.label === item)?.click();
      },
      [menu, label],
    );
  const bar = await running.app.evaluate(({ BrowserWindow, Menu }) => ({
    labels: Menu.getApplicationMenu()?.items.map((item) => item.label.replace('&', '')),
    isVisible: BrowserWindow.getAllWindows()[0]?.isMenuBarVisible(),
    hides: BrowserWindow.getAllWindows()[0]?.autoHideMenuBar,
  }));
  expect(bar).toEqual({ labels: ['File', 'Edit', 'View', 'Help'], isVisible: false, hides: true });
  await choose('Help', 'Copy diagnostics');
  await expect.poll(() => running.app.evaluate(({ clipboard }) => clipboard.readText())).toContain('# Tooltray diagnostics');
  const text = await running.app.evaluate(({ clipboard }) => clipboard.readText());
  expect(text).toMatch(/electron=\d+/);
  expect(text).not.toContain(running.user);
  await choose('Help', 'Keyboard shortcuts');
  await expect.poll(() => page.evaluate(() => location.hash)).toContain('/help/shortcuts');
});

test('a file is shown in its folder, a folder is opened, a missing file shows the folder above it, and no file is ever opened', async ({
  launch,
}) => {
  const running = await launch({ files: { 'mcp.json': '{"mcpServers": {}}' } });
  const page = await running.page();
  const gone = path.join(running.user, 'not/there/mcp.json');
  writeFileSync(path.join(running.home, 'settings.json'), JSON.stringify({ sources: [{ path: gone, client: 'generic' }] }));
  await running.app.evaluate(({ shell }) => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    shell.showItemInFolder = (wanted) => void seen.push(`show ${wanted}`);
    shell.openPath = async (wanted) => {
      seen.push(`open ${wanted}`);
      return wanted.endsWith('logs') ? 'there is no viewer' : '';
    };
  });
  const reveal = (input: object) =>
    page.evaluate(
      (given) =>
        (globalThis as unknown as { tooltray: { invoke(name: string, input: object): unknown } }).tooltray.invoke('files.reveal', given),
      input,
    );
  await expect.poll(() => reveal({ what: 'source', path: gone })).toEqual({ ok: true, result: { done: true } });
  expect(await reveal({ what: 'source', path: path.join(running.home, 'mcp.json') })).toMatchObject({ ok: true });
  expect(await reveal({ what: 'home' })).toMatchObject({ ok: true });
  expect(await reveal({ what: 'logs' })).toMatchObject({
    ok: false,
    problem: { code: 'no-desktop', message: 'no file viewer could be opened: there is no viewer' },
  });
  expect(await running.app.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)).toEqual([
    `show ${running.user}`,
    `show ${path.join(running.home, 'mcp.json')}`,
    `open ${running.home}`,
    `open ${path.join(running.home, 'logs')}`,
  ]);
});
