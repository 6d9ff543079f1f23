/** The command line as a person runs it: bundled once for the whole test run, started as a process in a home of its own. */
import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { tempFolder } from './temp-folder.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
export const fixtureServer = path.join(root, 'test', 'fixtures', 'server', 'fixture-server.mjs');

function sourceFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    return entry.isDirectory() ? sourceFiles(full) : [full];
  });
}

function sourcesDigest(): string {
  const hash = createHash('sha256');
  const files = [...sourceFiles(path.join(root, 'electron')), path.join(root, 'package-lock.json')].sort();
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(file));
  return hash.digest('hex').slice(0, 20);
}

/** Nobody runs a bundle of sources that were replaced this long ago. */
const keptMs = 3_600_000;

function removeOldBuilds(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(`tooltray-cli-${process.getuid?.() ?? 0}-`))) {
    const folder = path.join(tmpdir(), name);
    const madeMs = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - madeMs > keptMs) rmSync(folder, { recursive: true, force: true });
  }
}

let built: Promise<string> | null = null;

/** Path of a `cli.js` made from the sources as they are; kept in the temp folder, so that every test file shares it. */
export function builtCli(): Promise<string> {
  built ??= build();
  return built;
}

async function build(): Promise<string> {
  const place = path.join(tmpdir(), `tooltray-cli-${process.getuid?.() ?? 0}-${sourcesDigest()}`);
  const entry = path.join(place, 'dist', 'cli.js');
  if (existsSync(entry)) return entry;
  removeOldBuilds();
  const folder = mkdtempSync(path.join(tmpdir(), 'tooltray-cli-build-'));
  const { build: viteBuild } = await import('vite');
  await viteBuild({
    configFile: false,
    root,
    logLevel: 'error',
    ssr: { noExternal: true },
    resolve: { conditions: ['node', 'import', 'module', 'default'] },
    build: {
      ssr: path.join(root, 'electron', 'cli.ts'),
      outDir: path.join(folder, 'dist'),
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        external: [...builtinModules, /^node:/],
        output: { format: 'es', entryFileNames: 'cli.js', chunkFileNames: 'cli/[name]-[hash].js' },
      },
    },
  });
  copyFileSync(path.join(root, 'package.json'), path.join(folder, 'package.json'));
  // Another user runs it in one test.
  chmodSync(folder, 0o755);
  try {
    renameSync(folder, place);
  } catch {
    // Another worker was quicker with the same bundle.
    rmSync(folder, { recursive: true, force: true });
  }
  return entry;
}

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface FixtureOptions {
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface CliHome {
  readonly cli: string;
  readonly home: string;
  readonly config: string;
  readonly env: Readonly<Record<string, string>>;
  /** Runs one command to its end. */
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Finished>;
  /** `sync --auto --json`; the report. */
  sync(
    args?: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Promise<Record<string, never> & { servers: Record<string, never> }>;
  /** One command with --json; its value. */
  json(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<never>;
  /** Runs one command on a terminal of its own; everything it showed. */
  onTerminal(args: readonly string[]): Finished;
  /** Process starts of all fixture servers so far. */
  starts(): number;
  /** An entry that starts the fixture server. */
  server(name: string, options?: FixtureOptions): Record<string, unknown>;
  /** Writes the config as a whole. */
  write(servers: Readonly<Record<string, unknown>>): void;
  servers(): Record<string, Record<string, unknown>>;
}

/** A home for one test; everything of it is gone when the test ends. */
export async function cliHome(): Promise<CliHome> {
  const cli = await builtCli();
  const home = tempFolder();
  const config = path.join(home, 'mcp.json');
  const starts = path.join(tempFolder(), 'starts.log');
  chmodSync(path.dirname(starts), 0o777);
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    TOOLTRAY_HOME: home,
    TOOLTRAY_TRUST: 'always',
    TOOLTRAY_PORT: '0',
    TERM: 'xterm',
  };
  const run: CliHome['run'] = (args, extra = {}) =>
    new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        [cli, ...args],
        { env: { ...env, ...extra }, maxBuffer: 1 << 26 },
        (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
      );
      child.stdin?.end();
    });
  const json = async (args: readonly string[], extra: Readonly<Record<string, string>> = {}) => {
    const { stdout, stderr } = await run([...args, '--json'], extra);
    try {
      return JSON.parse(stdout) as never;
    } catch {
      throw new Error(`${args.join(' ')} printed no JSON: ${stdout}${stderr}`);
    }
  };
  return {
    cli,
    home,
    config,
    env,
    run,
    json,
    sync: (args = [], extra = {}) => json(['sync', '--auto', ...args], extra),
    onTerminal(args) {
      const line = [process.execPath, cli, ...args].map((word) => `'${word}'`).join(' ');
      const { status, stdout, stderr } = spawnSync('script', ['-qec', line, '/dev/null'], { env, encoding: 'utf8', input: '' });
      return { code: status ?? -1, stdout: stdout.replaceAll('\r\n', '\n'), stderr };
    },
    starts: () => (existsSync(starts) ? readFileSync(starts, 'utf8').split('\n').length - 1 : 0),
    server: (name, { flags = [], env: own } = {}) => ({
      command: process.execPath,
      args: [fixtureServer, '--name', name, '--starts-file', starts, ...flags],
      ...(own === undefined ? {} : { env: own }),
    }),
    write: (servers) => writeFileSync(config, `${JSON.stringify({ mcpServers: servers }, null, 2)}\n`),
    servers: () => JSON.parse(readFileSync(config, 'utf8')).mcpServers,
  };
}

/** Ends a process that a test started, at the latest with the test. */
export function endAfterTest(child: { kill(signal?: NodeJS.Signals): boolean }): void {
  onTestFinished(() => void child.kill('SIGKILL'));
}
