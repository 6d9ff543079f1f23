/** A desk for a story: the real app over a config file of fixture servers, and what those servers saw, looked at from outside. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LaunchOptions, RunningApp } from '../helpers/launch-app.ts';
import { lives, livingOfStart, type SeenProcess, seenProcesses } from '../helpers/processes.ts';

const root = path.resolve(import.meta.dirname, '../..');
const fixtureServer = path.join(root, 'test/fixtures/server/fixture-server.mjs');
const cli = path.join(root, 'dist/cli.js');
/** The command did its work, and at least one server or source has a problem. */
const doneButFailing = 3;
/** A whole run of the command line, starting servers included. */
const commandLimitMs = 30_000;

export interface Entry {
  readonly command: string;
  readonly args: readonly string[];
  readonly [key: string]: unknown;
}

export type Entries = Readonly<Record<string, Entry>>;

export interface Desk {
  /** Give it to `launch`. */
  readonly folder: string;
  readonly home: string;
  /** Tooltray's own source. */
  readonly source: string;
  /** A config entry for a fixture server whose starts and requests are written down. */
  entry(name: string, ...flags: readonly string[]): Entry;
  /** Saves as most editors do: a new file moved over the old one. */
  write(servers: Entries): void;
  writeText(text: string): void;
  /** Text of the source with these servers. */
  text(servers: Entries): string;
  /** What a person does who adds servers on the command line, which approves them; what they left is forgotten. */
  addByCommandLine(servers: Entries): void;
  /** Runs the command line; gives what it printed. Throws when it fails. */
  command(...words: readonly string[]): string;
  /** Changes a file's content, so that who watches it takes note. */
  touch(file: string): void;
  /** Process ids of all starts of this server so far, oldest first. */
  starts(name: string): readonly number[];
  /** Names of all servers started so far. */
  startedNames(): readonly string[];
  /** Process id of the one living process of this server; null when there is none or more than one. */
  pid(name: string): number | null;
  /** Every living process of the start that this process belongs to: its whole tree, helpers that left it included. */
  tree(pid: number): readonly SeenProcess[];
  /** How often the server was asked for its tools so far. */
  toolRequests(name: string): number;
}

/** Makes a home; nothing runs yet. The folder is removed by `launch`, when the test ends. */
export function makeDesk(): Desk {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tooltray-desk-')));
  const home = path.join(folder, 'home');
  const user = path.join(folder, 'user');
  for (const one of [home, user]) mkdirSync(one, { recursive: true, mode: 0o700 });
  const source = path.join(home, 'mcp.json');
  const startsFile = path.join(folder, 'starts.log');
  const requestsFile = path.join(folder, 'requests.log');
  const lines = (file: string): readonly string[] => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []);
  const startLines = () => lines(startsFile).map((line) => line.split(' '));
  const starts = (name: string): readonly number[] =>
    startLines()
      .filter(([started]) => started === name)
      .map(([, pid]) => Number(pid));
  const text = (servers: Entries): string => `${JSON.stringify({ mcpServers: servers }, null, 2)}\n`;
  const writeText = (wanted: string): void => {
    writeFileSync(`${source}.new`, wanted);
    renameSync(`${source}.new`, source);
  };
  const command = (...words: readonly string[]): string => {
    const env = { ...process.env, HOME: user, TOOLTRAY_HOME: home };
    const done = spawnSync(process.execPath, [cli, '--home', home, ...words], { env, encoding: 'utf8', timeout: commandLimitMs });
    if (done.status !== 0 && done.status !== doneButFailing)
      throw new Error(`tooltray ${words.join(' ')} ended with ${done.status}:\n${done.stdout}${done.stderr}`);
    return done.stdout;
  };
  return {
    folder,
    home,
    source,
    entry: (name, ...flags) => ({
      command: process.execPath,
      args: [fixtureServer, '--name', name, '--starts-file', startsFile, '--log-file', requestsFile, ...flags],
    }),
    write: (servers) => writeText(text(servers)),
    writeText,
    text,
    addByCommandLine(servers) {
      const file = path.join(folder, 'servers.json');
      writeFileSync(file, text(servers));
      command('add', file);
      for (const one of [startsFile, requestsFile]) rmSync(one, { force: true });
    },
    command,
    touch: (file) => appendFileSync(file, 'x'),
    starts,
    startedNames: () => [...new Set(startLines().map(([name]) => name ?? ''))],
    pid(name) {
      const living = starts(name).filter(lives);
      return living.length === 1 ? (living[0] ?? null) : null;
    },
    tree(pid) {
      const tag = seenProcesses().find((one) => one.pid === pid)?.tag;
      if (tag === undefined || tag === null) throw new Error(`process ${pid} was not started by Tooltray`);
      return livingOfStart(tag);
    },
    toolRequests(name) {
      const requests = lines(requestsFile).map((line) => JSON.parse(line) as { readonly name: string; readonly method: string | null });
      return requests.filter((request) => request.name === name && request.method === 'tools/list').length;
    },
  };
}

/** Launches with every launch approved by itself: for stories that are not about approval. */
export const trusting = (desk: Desk): LaunchOptions => ({ folder: desk.folder, env: { TOOLTRAY_TRUST: 'always' } });

/** The menu as one text, submenus left out, for looking for a label. */
export const menuText = async (running: RunningApp): Promise<string> => (await running.item.labels()).join('\n');
