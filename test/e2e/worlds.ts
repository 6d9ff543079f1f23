/** Homes as people have them, for looking at the window: programs with ordinary names, and no path of this machine on screen. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LaunchOptions } from '../helpers/launch-app.ts';
import { type ManyServers, makeManyServers } from '../helpers/many-servers.ts';
import { waitFor } from '../helpers/wait-for.ts';

const root = path.resolve(import.meta.dirname, '../..');
const cli = path.join(root, 'dist/cli.js');
const fixtureServer = path.join(root, 'test/fixtures/server/fixture-server.mjs');
const commandLimitMs = 30_000;

export type Entry = Readonly<Record<string, unknown>>;
export type Entries = Readonly<Record<string, Entry>>;

export interface World {
  readonly folder: string;
  readonly user: string;
  readonly home: string;
  /** Tooltray's own source. */
  readonly source: string;
  /** Give it to `launch`, with more variables where needed. */
  launching(env?: Readonly<Record<string, string>>): LaunchOptions;
  /** A program on the PATH that runs the fixture server; gives an entry that starts it with these words. */
  program(name: string, flags: readonly string[], ...words: readonly string[]): Entry;
  /** A program on the PATH that runs a reference server. */
  reference(name: string, words: readonly string[], given: readonly string[]): Entry;
  /** A program on the PATH from shell lines. */
  script(name: string, lines: string, mode?: number): Entry;
  write(servers: Entries): void;
  command(...words: readonly string[]): string;
  /** What a person does who adds servers on the command line, which approves them. */
  addByCommandLine(servers: Entries): void;
}

const text = (servers: Entries): string => `${JSON.stringify({ mcpServers: servers }, null, 2)}\n`;
const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(' ');

/** Makes an empty one; `launch` removes its folder. */
export function makeWorld(): World {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tooltray-world-')));
  const user = path.join(folder, 'user');
  const home = path.join(user, '.tooltray');
  const bin = path.join(user, 'bin');
  for (const one of [home, bin]) mkdirSync(one, { recursive: true, mode: 0o700 });
  const source = path.join(home, 'mcp.json');
  const own = { HOME: user, TOOLTRAY_HOME: home, PATH: `${bin}:${process.env.PATH ?? ''}` };
  const command = (...words: readonly string[]): string => {
    const env = { ...process.env, ...own };
    const done = spawnSync(process.execPath, [cli, ...words], { env, encoding: 'utf8', timeout: commandLimitMs });
    if (done.status !== 0 && done.status !== 3) throw new Error(`tooltray ${words.join(' ')}:\n${done.stdout}${done.stderr}`);
    return done.stdout;
  };
  const script: World['script'] = (name, lines, mode = 0o755) => {
    writeFileSync(path.join(bin, name), `#!/bin/sh\n${lines}\n`);
    chmodSync(path.join(bin, name), mode);
    return { command: name, args: [] };
  };
  return {
    folder,
    user,
    home,
    source,
    launching: (env = {}) => ({ folder, env: { ...own, ...env } }),
    script,
    program(name, flags, ...words) {
      script(`${name}-mcp`, `exec ${quoted([process.execPath, fixtureServer, '--name', name, ...flags])}`);
      return { command: `${name}-mcp`, args: words };
    },
    reference(name, words, given) {
      const program = path.join(root, 'node_modules/@modelcontextprotocol', `server-${name}`, 'dist/index.js');
      script(`mcp-server-${name}`, `exec ${quoted([process.execPath, program, ...given])}`);
      return { command: `mcp-server-${name}`, args: words };
    },
    write(servers) {
      writeFileSync(`${source}.new`, text(servers));
      renameSync(`${source}.new`, source);
    },
    command,
    addByCommandLine(servers) {
      const file = path.join(folder, 'servers.json');
      writeFileSync(file, text(servers));
      command('add', file);
    },
  };
}

/** Nobody is asked about clients any more. */
function welcomed(world: World): void {
  writeFileSync(path.join(world.home, 'settings.json'), JSON.stringify({ version: 1, welcomed: true }));
}

/** No server at all. */
export function emptyWorld(): World {
  const world = makeWorld();
  welcomed(world);
  return world;
}

/** Nothing chosen yet, and the files of three clients to be found. */
export function firstRunWorld(): World {
  const world = makeWorld();
  const files: Readonly<Record<string, Entries>> = {
    '.cursor/mcp.json': { github: { command: 'github-mcp', args: ['--read-only'] }, postgres: { command: 'postgres-mcp', args: [] } },
    '.claude.json': { memory: { command: 'mcp-server-memory', args: [] } },
    '.gemini/settings.json': { filesystem: { command: 'mcp-server-filesystem', args: ['/srv/documents'] } },
  };
  for (const [name, servers] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(world.user, name)), { recursive: true });
    writeFileSync(path.join(world.user, name), text(servers));
  }
  return world;
}

/** Four reference servers, in sync. */
export function fourServers(world: World): Entries {
  const documents = path.join(world.user, 'documents');
  mkdirSync(documents, { recursive: true });
  writeFileSync(path.join(documents, 'hello.txt'), 'A file for the filesystem server.\n');
  return {
    everything: world.reference('everything', [], []),
    filesystem: world.reference('filesystem', ['/srv/documents'], [documents]),
    memory: world.reference('memory', [], []),
    'sequential-thinking': world.reference('sequential-thinking', [], []),
  };
}

export function fourWorld(): { readonly world: World; readonly servers: Entries } {
  const world = makeWorld();
  welcomed(world);
  const servers = fourServers(world);
  world.addByCommandLine(servers);
  return { world, servers };
}

/** Asks of a running app what a person must decide: one changed launch, one new server. */
export function askForMore(world: World): void {
  const { mcpServers } = JSON.parse(readFileSync(world.source, 'utf8')) as { mcpServers: Record<string, Entry> };
  const memory = { ...mcpServers.memory, args: ['--file', '/srv/shared/memory.jsonl'], env: { MEMORY_MODE: 'shared' } };
  const notes = { command: 'npx', args: ['-y', '@acme/notes-mcp', '--folder', '/srv/notes'], env: { NOTES_TOKEN: 'not-a-real-token' } };
  world.write({ ...mcpServers, memory, notes });
}

/** A fixture server over HTTP; ended with the test. */
export async function httpServer(world: World, ...flags: readonly string[]): Promise<string> {
  const file = path.join(world.folder, `port-${flags.join('-')}`);
  const child: ChildProcess = spawn(process.execPath, [fixtureServer, '--http', '0', '--port-file', file, ...flags], { stdio: 'ignore' });
  endings.push(() => child.kill('SIGKILL'));
  const port = await waitFor(() => (existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0));
  return `http://127.0.0.1:${port}/mcp`;
}

const endings: (() => void)[] = [];
/** Call after each test. */
export function endHttpServers(): void {
  for (const end of endings.splice(0)) end();
}

/** One server for each way to fail, by the name that tells it. */
export async function failingServers(world: World): Promise<Entries> {
  return {
    'no-such-command': { command: 'uvx-not-installed', args: ['mcp-server-git'] },
    'not-executable': world.script('locked-mcp', 'exit 0', 0o644),
    exits: world.script('postgres-mcp', 'echo "connecting to db.example:5432" >&2; echo "Error: DATABASE_URL is not set" >&2; exit 1'),
    'crash-loop': world.program('crashing', ['--exit-after', '40', '--exit-code', '7', '--stderr', 'Error: out of handles']),
    silent: world.program('silent', ['--never-init']),
    unauthorised: { url: await httpServer(world, '--status', '401') },
    'other-protocol': world.program('ancient', ['--only-version', '1999-01-01']),
    unreachable: { url: 'http://127.0.0.1:9/mcp' },
    refusing: world.program('refusing', ['--init-error', 'the licence has expired', '--stderr', 'licence check: expired on 2026-01-31']),
    fine: world.program('fine', ['--tools', '4']),
  };
}

/** A client's file with an error in line 4. */
export function brokenClientFile(world: World): string {
  const file = path.join(world.user, '.cursor', 'mcp.json');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(
    file,
    '{\n  "mcpServers": {\n    "github": { "command": "github-mcp" }\n    "postgres": { "command": "postgres-mcp" }\n  }\n}\n',
  );
  return file;
}

/** A hundred servers with fifty tools each, known from an earlier run; made once for a test file, copied for each test. */
export function manyWorld(): { readonly many: ManyServers; readonly launching: LaunchOptions } {
  const many = makeManyServers({ servers: 100, toolsEach: 50 });
  writeFileSync(path.join(many.home, 'settings.json'), JSON.stringify({ version: 1, welcomed: true }));
  return { many, launching: { folder: many.folder, env: { TOOLTRAY_TRUST: 'always' } } };
}
