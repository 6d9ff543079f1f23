/** Starts the real app for a test, in a home, a HOME and on a session bus of its own, and cleans up after it. */
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base, type ElectronApplication, _electron as electron, type Page } from '@playwright/test';
import { DesktopBus } from './desktop-bus.ts';
import type { TrayItem } from './tray-item.ts';

export { expect } from '@playwright/test';

export interface LaunchOptions {
  /** Written before the start: relative to the home (`mcp.json`), or to HOME when the path begins with `~/`. */
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** False: a desktop without a tray. */
  readonly tray?: boolean;
  readonly notifications?: boolean;
  /** Folder of an earlier launch in the same test: the app finds its files again. */
  readonly folder?: string;
}

export interface RunningApp {
  readonly app: ElectronApplication;
  readonly bus: DesktopBus;
  /** The tray item; throws on a desktop without a tray (then use `bus.showTray` and `bus.item`). */
  readonly item: TrayItem;
  /** Holds `home` and `user`; pass it to a second launch to go on with the same files. */
  readonly folder: string;
  /** TOOLTRAY_HOME. */
  readonly home: string;
  /** HOME. */
  readonly user: string;
  readonly env: Readonly<Record<string, string>>;
  /** Everything the app wrote to its stdout and stderr. */
  output(): string;
  /** The window; opens it with a click on the tray when there is none yet. */
  page(): Promise<Page>;
  /** Quits in order; ends it hard when that takes too long, and then throws. */
  close(): Promise<void>;
}

const root = path.resolve(import.meta.dirname, '../..');
/** Quitting stops servers, which may take 5 s by design. */
const quitLimitMs = 10_000;
/** The window opens by itself within 1 s; after that the tray is clicked. */
const windowGraceMs = 1_500;
/** Of the test run itself: they would decide things for the app under test. */
const foreign = /^(TOOLTRAY_|MCP_|XDG_|ELECTRON_RUN_AS_NODE$|WAYLAND_DISPLAY$|NODE_OPTIONS$|VITEST)/;

function writeFiles(folders: { home: string; user: string }, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const at = name.startsWith('~/') ? path.join(folders.user, name.slice(2)) : path.join(folders.home, name);
    mkdirSync(path.dirname(at), { recursive: true });
    writeFileSync(at, text);
  }
}

function environment(
  folders: { home: string; user: string },
  bus: DesktopBus,
  extra: Readonly<Record<string, string>>,
): Record<string, string> {
  const inherited = Object.entries(process.env).filter(([name, value]) => value !== undefined && !foreign.test(name));
  return {
    ...(Object.fromEntries(inherited) as Record<string, string>),
    TOOLTRAY_HOME: folders.home,
    HOME: folders.user,
    XDG_CONFIG_HOME: path.join(folders.user, '.config'),
    XDG_CACHE_HOME: path.join(folders.user, '.cache'),
    XDG_DATA_HOME: path.join(folders.user, '.local/share'),
    XDG_STATE_HOME: path.join(folders.user, '.local/state'),
    DBUS_SESSION_BUS_ADDRESS: bus.address,
    // Free ports: several apps of several tests run at once.
    TOOLTRAY_PORT: '0',
    ...extra,
  };
}

async function openPage(app: ElectronApplication, bus: DesktopBus): Promise<Page> {
  const there = app.windows()[0] ?? (await app.waitForEvent('window', { timeout: windowGraceMs }).catch(() => undefined));
  if (there !== undefined) return there;
  const opened = app.waitForEvent('window');
  await (await bus.item()).activate();
  return opened;
}

/** Nothing to do for an app that has quit by itself. */
async function quit(app: ElectronApplication, child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), quitLimitMs);
  });
  const outcome = await Promise.race([app.close().then(() => 'quit' as const), late]);
  clearTimeout(timer);
  if (outcome === 'quit') return;
  child.kill('SIGKILL');
  throw new Error(`the app did not quit within ${quitLimitMs} ms`);
}

/** Starts the app; `close` of what it gives must be called (the `launch` fixture below does). */
export async function launchApp(options: LaunchOptions = {}): Promise<RunningApp> {
  const folder = options.folder ?? realpathSync(mkdtempSync(path.join(tmpdir(), 'tooltray-e2e-')));
  const folders = { home: path.join(folder, 'home'), user: path.join(folder, 'user') };
  for (const one of Object.values(folders)) mkdirSync(one, { recursive: true, mode: 0o700 });
  writeFiles(folders, options.files ?? {});
  const tray = options.tray ?? true;
  const bus = await DesktopBus.start({ tray, notifications: options.notifications ?? true });
  const env = environment(folders, bus, options.env ?? {});
  let text = '';
  // Without `executablePath`, Playwright holds `ready` back until it listens, so no early event is missed.
  const app = await electron.launch({ args: [root, ...(options.args ?? [])], cwd: root, env }).catch(async (error) => {
    await bus.stop();
    throw error;
  });
  // Asked for once: of an app that has ended, Playwright no longer knows it.
  const child = app.process();
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (text += data));
  const item = tray ? await bus.item() : null;
  let closed = false;
  return {
    app,
    bus,
    get item() {
      if (item === null) throw new Error('this desktop was started without a tray');
      return item;
    },
    folder,
    ...folders,
    env,
    output: () => text,
    page: () => openPage(app, bus),
    async close() {
      if (closed) return;
      closed = true;
      await quit(app, child).finally(() => bus.stop());
    },
  };
}

interface Fixtures {
  /** `launchApp`, and closed with its folder removed when the test ends. */
  launch: (options?: LaunchOptions) => Promise<RunningApp>;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern
  launch: async ({}, use, info) => {
    const running: RunningApp[] = [];
    await use(async (options) => {
      const one = await launchApp(options);
      running.push(one);
      return one;
    });
    const closings = await Promise.allSettled(running.map((one) => one.close()));
    if (info.status !== info.expectedStatus) {
      for (const one of running) await info.attach('output of the app', { body: one.output(), contentType: 'text/plain' });
    }
    for (const one of running) rmSync(one.folder, { recursive: true, force: true, maxRetries: 3 });
    for (const closing of closings) if (closing.status === 'rejected') throw closing.reason;
  },
});
