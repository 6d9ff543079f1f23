/** The shell of the app: instances, trays that come late, notifications, output that is closed, and its end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DesktopBus } from '../helpers/desktop-bus.ts';
import { expect, type RunningApp, test } from '../helpers/launch-app.ts';

const root = path.resolve(import.meta.dirname, '../..');
const empty = { 'mcp.json': '{"mcpServers": {}}' };
const missing = (...names: readonly string[]) =>
  JSON.stringify({ mcpServers: Object.fromEntries(names.map((name) => [name, { command: 'no-such-command-anywhere' }])) });
/** Longer than the app lets changes settle before it tells them. */
const noticeMs = 800;
/** What a launcher that lost the race may take until it is gone. */
const loserLimitMs = 10_000;

const windowCount = ({ app }: RunningApp) => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
const isMinimised = ({ app }: RunningApp) => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized() ?? null);
const closeWindow = ({ app }: RunningApp) => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

/** A home and a bus of its own, for apps that are started as a desktop starts them, not through Playwright. */
async function makePlace() {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tooltray-shell-')));
  const home = path.join(folder, 'home');
  mkdirSync(home, { mode: 0o700 });
  writeFileSync(path.join(home, 'mcp.json'), empty['mcp.json']);
  const bus = await DesktopBus.start();
  const env = { ...process.env, TOOLTRAY_HOME: home, HOME: folder, DBUS_SESSION_BUS_ADDRESS: bus.address, TOOLTRAY_PORT: '0' };
  const children: ChildProcess[] = [];
  const exe = path.join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? '', 'electron');
  return {
    home,
    bus,
    start(extra: Record<string, string> = {}): ChildProcess {
      const child = spawn(exe, ['--no-sandbox', root, '--hidden'], { env: { ...env, ...extra }, stdio: ['ignore', 'pipe', 'pipe'] });
      children.push(child);
      return child;
    },
    async end() {
      const living = children.filter((child) => child.exitCode === null && child.signalCode === null);
      const ended = living.map((child) => once(child, 'exit'));
      for (const child of living) child.kill('SIGKILL');
      await Promise.all(ended);
      await bus.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

test('F62 of several launches at once exactly one stays, and a killed one leaves no lock behind', async () => {
  const place = await makePlace();
  try {
    const started = Array.from({ length: 5 }, () => place.start());
    for (const child of started) child.stdout?.resume();
    for (const child of started) child.stderr?.resume();
    await place.bus.item();
    const living = () => started.filter((child) => child.exitCode === null && child.signalCode === null);
    await expect.poll(() => living().length, { timeout: loserLimitMs }).toBe(1);
    expect(started.filter((child) => child.exitCode === 0)).toHaveLength(4);
    for (let round = 0; round < 3; round += 1) {
      const [survivor] = living();
      if (!survivor) throw new Error('the app is gone');
      survivor.kill('SIGKILL');
      await once(survivor, 'exit');
      const registered = once(place.bus, 'item');
      const next = place.start();
      started.push(next);
      await registered;
      expect(next.exitCode).toBeNull();
    }
  } finally {
    await place.end();
  }
});

test('F63 a launcher that closes the output of the app does not end it', async () => {
  const place = await makePlace();
  try {
    const child = place.start({ TOOLTRAY_LOG: 'debug', TOOLTRAY_TRUST: 'always' });
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
      const child = place.start();
      child.stdout?.resume();
      child.stderr?.resume();
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
