/** F67: a page that dies or hangs is brought back where it was, and no server takes note. */
import { expect, type RunningApp, test } from '../helpers/launch-app.ts';
import { makeDesk, trusting } from './desk.ts';
import { expectStatus, goTo } from './window-page.ts';

const crashPage = ({ app }: RunningApp) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
const windowCount = ({ app }: RunningApp) => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

/** What the page shows, asked through main: Playwright lets go of a page that has crashed. */
const seenIn = ({ app }: RunningApp) =>
  app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents === undefined || contents.isCrashed() || contents.isLoading()) return null;
    const script = '({ place: location.hash, text: document.body.innerText, process: performance.timeOrigin })';
    // A page that dies just now never answers.
    const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), 500));
    return Promise.race([contents.executeJavaScript(script) as Promise<{ place: string; text: string; process: number }>, late]);
  });

async function runningDesk(launch: (options?: object) => Promise<RunningApp>) {
  const desk = makeDesk();
  desk.write({ one: desk.entry('one'), two: desk.entry('two') });
  const running = await launch(trusting(desk));
  const page = await running.page();
  await expectStatus(page, 'synced', 'one', 'two');
  await goTo(page, 'Settings');
  await expect.poll(async () => (await seenIn(running))?.place).toBe('#/settings');
  const servers = () =>
    ['one', 'two'].map((name) => ({ pid: desk.pid(name), starts: desk.starts(name).length, lists: desk.toolRequests(name) }));
  return { desk, running, servers };
}

test('F67 a page that crashes is back at the same place, live, and no server was touched', async ({ launch }) => {
  const { desk, running, servers } = await runningDesk(launch);
  const before = servers();
  const first = await seenIn(running);
  await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomLevel(1));
  await crashPage(running);
  await expect.poll(async () => (await seenIn(running))?.process ?? first?.process, { timeout: 10_000 }).not.toBe(first?.process);
  await expect.poll(async () => (await seenIn(running))?.text ?? '').toContain('Notifications');
  expect((await seenIn(running))?.place).toBe('#/settings');
  expect(await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getZoomLevel())).toBe(1);
  expect(servers()).toEqual(before);
  // The new page gets the feed: what changes now shows.
  desk.write({ one: desk.entry('one'), two: desk.entry('two'), three: desk.entry('three') });
  await running.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript("location.hash = '/servers'"),
  );
  await expect.poll(async () => (await seenIn(running))?.text ?? '').toContain('three');
  expect(servers()).toEqual(before);
});

test('F67 a page that crashes three times in a minute is left closed; a click on the tray opens it anew', async ({ launch }) => {
  const { running, servers } = await runningDesk(launch);
  const before = servers();
  for (let crash = 1; crash <= 2; crash += 1) {
    const process = (await seenIn(running))?.process;
    await crashPage(running);
    await expect.poll(async () => (await seenIn(running))?.process ?? process, { timeout: 10_000 }).not.toBe(process);
  }
  await crashPage(running);
  await expect.poll(() => windowCount(running)).toBe(0);
  await running.item.activate();
  await expect.poll(() => windowCount(running)).toBe(1);
  await expect.poll(async () => (await seenIn(running))?.text ?? '').toContain('2 servers');
  expect(servers()).toEqual(before);
});

test('F67 a page that hangs is ended and loaded again', async ({ launch }) => {
  const { running, servers } = await runningDesk(launch);
  const before = servers();
  const first = await seenIn(running);
  await running.app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    void window?.webContents.executeJavaScript('setTimeout(() => { for (;;) {} }, 0)');
    // Chromium says so by itself only once an input was not answered for half a minute.
    window?.emit('unresponsive');
  });
  await expect.poll(async () => (await seenIn(running))?.process ?? first?.process, { timeout: 25_000 }).not.toBe(first?.process);
  expect((await seenIn(running))?.place).toBe('#/settings');
  expect(servers()).toEqual(before);
});
