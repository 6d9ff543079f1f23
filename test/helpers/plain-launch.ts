/** The app as a desktop starts it, without Playwright: in a home and on a bus of its own, several at once if wanted. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DesktopBus } from './desktop-bus.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** Of the test run itself: they would decide things for the app under test. */
const foreign = /^(TOOLTRAY_|MCP_|XDG_|ELECTRON_RUN_AS_NODE$|WAYLAND_DISPLAY$|NODE_OPTIONS$|VITEST)/;

/** A program of Electron with the arguments that make it our app. */
export interface Program {
  readonly exe: string;
  readonly args: readonly string[];
}

/** What `npm start` runs: the runtime over the built folder. */
export const builtApp = (): Program => ({
  exe: path.join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? '', 'electron'),
  args: ['--no-sandbox', root],
});

export interface Started {
  readonly child: ChildProcess;
  /** Everything it wrote so far. */
  output(): string;
  isLiving(): boolean;
}

export interface Place {
  readonly folder: string;
  readonly home: string;
  readonly bus: DesktopBus;
  start(extra?: { readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> }): Started;
  /** Ends what is left and removes the folder. */
  end(): Promise<void>;
}

/** Makes a place; `servers` is the text of its own source. */
export async function makePlace(program: Program = builtApp(), servers = '{"mcpServers": {}}'): Promise<Place> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tooltray-place-')));
  const home = path.join(folder, 'home');
  mkdirSync(home, { mode: 0o700 });
  writeFileSync(path.join(home, 'mcp.json'), servers);
  const bus = await DesktopBus.start();
  const inherited = Object.entries(process.env).filter(([name, value]) => value !== undefined && !foreign.test(name));
  const env = {
    ...(Object.fromEntries(inherited) as Record<string, string>),
    TOOLTRAY_HOME: home,
    HOME: folder,
    DBUS_SESSION_BUS_ADDRESS: bus.address,
    TOOLTRAY_PORT: '0',
  };
  const all: Started[] = [];
  return {
    folder,
    home,
    bus,
    start({ args = ['--hidden'], env: extra = {} } = {}) {
      const child = spawn(program.exe, [...program.args, ...args], { env: { ...env, ...extra }, stdio: ['ignore', 'pipe', 'pipe'] });
      let text = '';
      for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (text += data));
      const started = { child, output: () => text, isLiving: () => child.exitCode === null && child.signalCode === null };
      all.push(started);
      return started;
    },
    async end() {
      const living = all.filter((one) => one.isLiving());
      const ended = living.map(({ child }) => once(child, 'exit'));
      for (const { child } of living) child.kill('SIGKILL');
      await Promise.all(ended);
      await bus.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
