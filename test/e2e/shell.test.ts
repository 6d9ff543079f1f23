/** The shell of the app: instances, trays that come late, notifications, output that is closed, and its end. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type RunningApp, test } from '../helpers/launch-app.ts';
import { makePlace } from '../helpers/plain-launch.ts';

const empty = { 'mcp.json': '{"mcpServers": {}}' };
const missing = (...names: readonly string[]) =>
  JSON.stringify({ mcpServers: Object.fromEntries(names.map((name) => [name, { command: 'no-such-command-anywhere' }])) });
/** Longer than the app lets changes settle before it tells them. */
const noticeMs = 800;

const windowCount = ({ app }: RunningApp) => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
const isMinimised = ({ app }: RunningApp) => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized() ?? null);
const closeWindow = ({ app }: RunningApp) => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

test('F63 a launcher that closes the output of the app does not end it', async () => {
  const place = await makePlace();
  try {
    const { child } = place.start({ env: { TOOLTRAY_LOG: 'debug', TOOLTRAY_TRUST: 'always' } });
    const item = await place.bus.item();
    child.stdout?.destroy();
    child.stderr?.destroy();
    writeFileSync(path.join(place.home, 'mcp.json'), missing('one'));
    await expect.poll(() => item.tooltip()).toContain('1 failed');
    writeFileSync(path.join(place.home, 'mcp.json'), empty['mcp.json']);
    await expect.poll(() => item.tooltip()).toContain('no servers');
    expect(child.exitCode).toBeNull();
  } finally {
    await place.end();
  }
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} ends the app in order`, async () => {
    const place = await makePlace();
    try {
      const { child } = place.start();
      await place.bus.item();
      child.kill(signal);
      const [code, by] = await once(child, 'exit');
      expect([code, by]).toEqual([0, null]);
    } finally {
      await place.end();
    }
  });
}

test('without a tray the window stays the way in, and a tray that comes late is used', async ({ launch }) => {
  const running = await launch({ files: empty, args: ['--hidden'], tray: false });
  await expect.poll(() => windowCount(running)).toBe(1);
  await closeWindow(running);
  expect(await windowCount(running)).toBe(1);
  await running.bus.showTray();
  const item = await running.bus.item();
  expect(await item.tooltip()).toContain('Tooltray');
  await closeWindow(running);
  await expect.poll(() => windowCount(running)).toBe(0);
  await running.bus.hideTray();
  await expect.poll(() => windowCount(running)).toBe(1);
  expect(await isMinimised(running)).not.toBeNull();
});

test('a panel that is started anew gets the tray again, with what it says by then', async ({ launch }) => {
  const running = await launch({ files: empty, args: ['--hidden'], env: { TOOLTRAY_TRUST: 'always' } });
  await expect.poll(() => running.item.tooltip()).toContain('no servers yet');
  await running.bus.hideTray();
  await expect.poll(() => windowCount(running)).toBe(1);
  writeFileSync(path.join(running.home, 'mcp.json'), missing('one'));
  await running.bus.showTray();
  const item = await running.bus.item();
  await expect.poll(() => item.tooltip()).toContain('1 failed');
  expect(await item.labels()).toContain('Open Tooltray');
});

test('without a session bus the app runs, and its window is the way in', async ({ launch }) => {
  const running = await launch({
    files: { 'mcp.json': missing('one') },
    args: ['--hidden'],
    tray: false,
    env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/at/all', TOOLTRAY_TRUST: 'always' },
  });
  await expect.poll(() => windowCount(running)).toBe(1);
  await expect((await running.page()).getByText('one failed', { exact: false }).first()).toBeVisible();
  await closeWindow(running);
  expect(await windowCount(running)).toBe(1);
});

test('without a notification daemon a failure is told by tray and window, and nothing else happens', async ({ launch }) => {
  const running = await launch({ files: empty, args: ['--hidden'], notifications: false, env: { TOOLTRAY_TRUST: 'always' } });
  writeFileSync(path.join(running.home, 'mcp.json'), missing('one'));
  await expect.poll(() => running.item.tooltip()).toContain('1 failed');
  writeFileSync(path.join(running.home, 'mcp.json'), missing('one', 'two'));
  await expect.poll(() => running.item.tooltip()).toContain('2 failed');
  expect(running.bus.notes).toEqual([]);
  expect(running.output()).not.toMatch(/uncaught|unhandled|a bug/i);
});

test('hidden with a tray opens no window, and a click on the tray does', async ({ launch }) => {
  const running = await launch({ files: empty, args: ['--hidden'] });
  expect(await windowCount(running)).toBe(0);
  await running.item.activate();
  await expect.poll(() => windowCount(running)).toBe(1);
});

test('the window comes back in the size it had', async ({ launch }) => {
  const running = await launch({ files: empty });
  await running.page();
  await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(900, 600));
  await closeWindow(running);
  await expect.poll(() => windowCount(running)).toBe(0);
  await running.item.activate();
  await expect.poll(() => running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getSize())).toEqual([900, 600]);
});

test('an approval is notified once, and a click on it opens the page', async ({ launch }) => {
  const running = await launch({ files: { 'mcp.json': missing('github') }, args: ['--hidden'] });
  await expect.poll(() => running.bus.notes.length).toBe(1);
  const [note] = running.bus.notes;
  expect(note).toMatchObject({ app: 'Tooltray', summary: 'github needs your approval' });
  const opened = running.app.waitForEvent('window');
  running.bus.clickNote(note?.id ?? 0);
  const page = await opened;
  await expect(page.getByRole('button', { name: 'Approve github' })).toBeVisible();
  await running.item.click('Resync all');
  await expect(page.getByRole('heading', { name: 'github needs your approval.' })).toBeVisible();
  expect(running.bus.notes).toHaveLength(1);
});

test('a failure is notified once with its cause, and not at all while notifications are off', async ({ launch }) => {
  const { home, bus, item } = await launch({
    files: { 'mcp.json': missing('first'), 'settings.json': '{"notifications": false}' },
    args: ['--hidden'],
    env: { TOOLTRAY_TRUST: 'always' },
  });
  await expect.poll(() => item.labels()).toContain('first: The command "no-such-command-anywhere" was not found');
  // Looked at together with the first one, were it not for the setting.
  await new Promise((resolve) => setTimeout(resolve, noticeMs));
  writeFileSync(path.join(home, 'settings.json'), '{"notifications": true}');
  writeFileSync(path.join(home, 'mcp.json'), missing('first', 'second'));
  await expect.poll(() => bus.notes.map((note) => note.summary)).toEqual(['second failed']);
  expect(bus.notes[0]?.body).toContain('no-such-command-anywhere');
  await item.click('Resync all');
  writeFileSync(path.join(home, 'mcp.json'), missing('first', 'second', 'third'));
  await expect.poll(() => bus.notes.map((note) => note.summary)).toEqual(['second failed', 'third failed']);
});
