/** K-08 T35 S08: the package as `npm run package` makes it, looked at and run. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { WebSocket } from 'undici';
import { expect, test } from '../helpers/launch-app.ts';
import { makePlace, type Place, type Program, type Started } from '../helpers/plain-launch.ts';
import { lives } from '../helpers/processes.ts';
import { makeDesk } from './desk.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** Copying the runtime and packing; much longer than it takes alone, for machines that do other things too. */
const packLimitMs = 240_000;
/** Letters of the fuse wire. */
const on = '1'.charCodeAt(0);
const off = '0'.charCodeAt(0);
/** First runtime with the fuse for the privileges of `file:` pages. */
const filePrivilegesSince = 29;

let folder = '';
let unpacked = '';
let program: Program = { exe: '', args: [] };
/** Read once: the program is large. */
let wire: Awaited<ReturnType<typeof getCurrentFuseWire>>;

// One package for all of them, so they run in one worker.
test.describe.configure({ mode: 'default' });

test.beforeAll(async () => {
  test.setTimeout(packLimitMs);
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tooltray-package-')));
  const made = spawnSync(process.execPath, [path.join(root, 'scripts/package.mjs'), 'dir', '--output', folder], {
    cwd: root,
    encoding: 'utf8',
    timeout: packLimitMs,
  });
  if (made.status !== 0) throw new Error(`packaging ended with ${made.status}:\n${made.stdout}${made.stderr}`);
  unpacked = path.join(folder, 'linux-unpacked');
  program = { exe: path.join(unpacked, 'tooltray'), args: ['--no-sandbox'] };
  wire = await getCurrentFuseWire(program.exe);
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

const filesOf = (at: string): readonly string[] =>
  (readdirSync(at, { recursive: true }) as string[]).filter((one) => statSync(path.join(at, one)).isFile());

/** Paths inside the archive, read from its header. */
function archivedFiles(): readonly string[] {
  const archive = readFileSync(path.join(unpacked, 'resources/app.asar'));
  const header = JSON.parse(archive.subarray(16, 16 + archive.readUInt32LE(12)).toString('utf8')) as ArchiveFolder;
  const walk = (at: ArchiveFolder, above: string): readonly string[] =>
    Object.entries(at.files).flatMap(([name, entry]) => ('files' in entry ? walk(entry, `${above}${name}/`) : [`${above}${name}`]));
  return walk(header, '');
}
interface ArchiveFolder {
  readonly files: Readonly<Record<string, ArchiveFolder | { readonly size: number }>>;
}

async function inPlace(work: (place: Place) => Promise<void>, servers?: string): Promise<void> {
  const place = await makePlace(program, servers);
  try {
    await work(place);
  } finally {
    await place.end();
  }
}

interface Target {
  readonly type: string;
  readonly url: string;
  readonly title: string;
  readonly webSocketDebuggerUrl: string;
}

/** The page of the window; the packed app takes no debugger for main, but Chromium's own for pages when it is asked to. */
async function pageOf(app: Started): Promise<Target | null> {
  const port = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(app.output())?.[1];
  if (port === undefined) return null;
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as readonly Target[];
  return targets.find((target) => target.type === 'page') ?? null;
}

/** Text of the page as a person would read it. */
async function textOf(target: Target): Promise<string> {
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await once(socket, 'open');
  const answer = once(socket, 'message');
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression: 'document.body.innerText' } }));
  const [message] = (await answer) as [{ readonly data: string }];
  socket.close();
  return (JSON.parse(message.data) as { readonly result: { readonly result: { readonly value: string } } }).result.result.value;
}

test('K-08 the packed app starts with its tray, opens its window, runs a server and quits in order', async () => {
  const desk = makeDesk();
  await inPlace(
    async (place) => {
      const app = place.start({ args: ['--hidden', '--remote-debugging-port=0'], env: { TOOLTRAY_TRUST: 'always' } });
      const item = await place.bus.item();
      await expect.poll(() => item.tooltip()).toBe('Tooltray: 1 of 1 servers synced, 3 tools');
      const pid = desk.pid('steady') ?? 0;
      expect(lives(pid)).toBe(true);
      expect((await item.icon())?.width).toBeGreaterThanOrEqual(22);
      expect(await pageOf(app)).toBeNull();
      await item.activate();
      await expect.poll(async () => (await pageOf(app))?.title).toBe('Tooltray');
      const page = await pageOf(app);
      if (page === null) throw new Error('the window is gone');
      expect(page.url).toMatch(/^tooltray:\/\/app\//);
      await expect.poll(() => textOf(page)).toContain('steady');
      const ended = once(app.child, 'exit');
      // The app may be gone from the bus before it has answered the click.
      await item.click('Quit Tooltray').catch(() => {});
      expect(await ended).toEqual([0, null]);
      expect(lives(pid)).toBe(false);
    },
    desk.text({ steady: desk.entry('steady') }),
  );
  rmSync(desk.folder, { recursive: true, force: true });
});

test.describe('T35 S08 fuses read back from the built program', () => {
  const rows: readonly (readonly [name: string, fuse: FuseV1Options, state: number])[] = [
    ['runAsNode is off', FuseV1Options.RunAsNode, off],
    ['cookieEncryption is on', FuseV1Options.EnableCookieEncryption, on],
    ['nodeOptions is off', FuseV1Options.EnableNodeOptionsEnvironmentVariable, off],
    ['nodeCliInspect is off', FuseV1Options.EnableNodeCliInspectArguments, off],
    ['embeddedAsarIntegrity is on (macOS and Windows enforce it, Linux does not)', FuseV1Options.EnableEmbeddedAsarIntegrityValidation, on],
    ['onlyLoadAppFromAsar is on', FuseV1Options.OnlyLoadAppFromAsar, on],
  ];
  for (const [name, fuse, state] of rows) {
    test(`T35 S08 ${name}`, () => {
      expect(wire[fuse]).toBe(state);
    });
  }

  test(`T35 S08 grantFileProtocolExtraPrivileges is off, where the runtime has it (from Electron ${filePrivilegesSince} on)`, () => {
    const major = Number.parseInt(readFileSync(path.join(unpacked, 'version'), 'utf8').replace(/^v/, ''), 10);
    const state = wire[FuseV1Options.GrantFileProtocolExtraPrivileges];
    expect(state).toBe(major < filePrivilegesSince ? undefined : off);
  });
});

test('T35 S08 the packed app is no Node: no script, no preloaded module, no debugger, no app from a folder', async () => {
  const planted = path.join(unpacked, 'resources/app');
  await inPlace(async (place) => {
    const script = (name: string): string => {
      const file = path.join(place.folder, `${name}.cjs`);
      writeFileSync(file, `require('node:fs').writeFileSync(${JSON.stringify(path.join(place.folder, `${name}-ran`))}, '')`);
      return file;
    };
    // The bait works where nothing forbids it.
    const bait = script('bait');
    const dev = path.join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? '', 'electron');
    spawnSync(dev, [bait], { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } });
    expect(existsSync(path.join(place.folder, 'bait-ran'))).toBe(true);

    mkdirSync(planted, { recursive: true });
    writeFileSync(path.join(planted, 'package.json'), '{"main": "main.cjs"}');
    writeFileSync(path.join(planted, 'main.cjs'), readFileSync(script('planted'), 'utf8'));
    const app = place.start({
      args: [script('argument'), '--hidden', '--inspect=0', '--inspect-brk=0'],
      env: { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require ${script('option')} --inspect=0` },
    });
    const item = await place.bus.item();
    await expect.poll(() => item.tooltip()).toBe('Tooltray: no servers yet');
    expect(readdirSync(place.folder).filter((name) => name.endsWith('-ran'))).toEqual(['bait-ran']);
    expect(app.output()).not.toMatch(/Debugger listening|ws:\/\//);
  });
  rmSync(planted, { recursive: true, force: true });
});

test('K-08 the package holds what it needs and nothing of the workshop', () => {
  const outside = filesOf(unpacked);
  const inside = archivedFiles();
  expect(inside).toEqual(
    expect.arrayContaining(['package.json', 'dist/main/main.cjs', 'dist/preload/preload.cjs', 'dist/renderer/index.html']),
  );
  expect(outside).toContain('resources/cli/cli.js');
  const workshop = /\.map$|(^|\/)node_modules\/|\.tsx?$|electron-shim|default_app|(^|\/)test\/|\.env$/;
  expect([...outside, ...inside].filter((file) => workshop.test(file))).toEqual([]);
  expect(outside.filter((file) => file.startsWith('resources/') && !/^resources\/(app\.asar$|cli\/|package\.json$)/.test(file))).toEqual(
    [],
  );
  // Older releases of Node 20 take the command line for modules only when this file says so.
  const about = JSON.parse(readFileSync(path.join(unpacked, 'resources/package.json'), 'utf8'));
  expect(about).toMatchObject({ type: 'module', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
  const ran = spawnSync(process.execPath, [path.join(unpacked, 'resources/cli/cli.js'), '--version'], { encoding: 'utf8' });
  expect(ran.stdout.trim()).toBe(about.version);
});

test('K-08 the packed command line runs with plain Node', async () => {
  await inPlace(async (place) => {
    const cli = path.join(unpacked, 'resources/cli/cli.js');
    const env = { PATH: process.env.PATH ?? '', HOME: place.folder, TOOLTRAY_HOME: place.home };
    const ran = spawnSync(process.execPath, [cli, 'status', '--json'], { env, encoding: 'utf8', cwd: place.folder });
    expect(ran.stderr).toBe('');
    expect(JSON.parse(ran.stdout)).toMatchObject({ servers: {}, totals: { servers: 0 } });
  });
});

test('K-08 packages for macOS, Windows, AppImage and deb are declared', () => {
  const text = readFileSync(path.join(root, 'electron-builder.yml'), 'utf8');
  const target = (system: string): string => new RegExp(`^${system}:\\n(?: .*\\n)*?  target: \\[([^\\]]*)\\]`, 'm').exec(text)?.[1] ?? '';
  expect([target('linux'), target('mac'), target('win')]).toEqual(['AppImage, deb', 'dmg, zip', 'nsis']);
});
