/** Homes with many real servers, synced once by the command line, so that an app started there knows every tool and starts nothing. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const cli = path.join(root, 'dist/cli.js');
const fixtureServer = path.join(root, 'test/fixtures/server/fixture-server.mjs');
/** A hundred starts of Node on two busy cores. */
const syncLimitMs = 120_000;

const subjects = ['analytics', 'billing', 'calendar', 'catalog', 'contacts', 'deploys', 'documents', 'errors', 'flags', 'github'];
const moreSubjects = ['incidents', 'inventory', 'invoices', 'jobs', 'ledger', 'mail', 'maps', 'metrics', 'notes', 'orders'];
const lastSubjects = ['payments', 'postgres', 'search', 'storage', 'tickets'];
const places = ['eu', 'us', 'staging', 'archive'];

/** Names as people give them, all different. */
export function manyNames(count: number): readonly string[] {
  const all = [...subjects, ...moreSubjects, ...lastSubjects];
  return Array.from({ length: count }, (_, at) => {
    const round = Math.floor(at / all.length);
    const place = places[round] ?? `region-${round}`;
    return `${all[at % all.length]}-${place}`;
  });
}

export interface ManyServers {
  /** Give it to `launch` with `TOOLTRAY_TRUST: 'always'`. */
  readonly folder: string;
  readonly home: string;
  /** Tooltray's own source. */
  readonly source: string;
  readonly names: readonly string[];
}

export interface ManyServersOptions {
  readonly servers: number;
  readonly toolsEach: number;
  /** More flags of the fixture server for one of the names. */
  readonly flags?: Readonly<Record<string, readonly string[]>>;
}

/** Makes such a home; the caller removes the folder (`launch` does). Throws when a server did not sync. */
export function makeManyServers({ servers, toolsEach, flags = {} }: ManyServersOptions): ManyServers {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tooltray-many-')));
  const home = path.join(folder, 'home');
  const user = path.join(folder, 'user');
  for (const one of [home, user]) mkdirSync(one, { mode: 0o700 });
  const names = manyNames(servers);
  const entry = (name: string) => {
    const shape = ['--name', name, '--tools', String(toolsEach), '--tool-prefix', `${name.replaceAll('-', '_')}_`];
    return { command: process.execPath, args: [fixtureServer, ...shape, ...(flags[name] ?? [])] };
  };
  const source = path.join(home, 'mcp.json');
  writeFileSync(source, JSON.stringify({ mcpServers: Object.fromEntries(names.map((name) => [name, entry(name)])) }, null, 2));
  // The same environment as the app will have, so that every launch is the same launch.
  const env = { ...process.env, HOME: user, TOOLTRAY_HOME: home, TOOLTRAY_TRUST: 'always', TOOLTRAY_LOG: '' };
  const done = spawnSync(process.execPath, [cli, 'sync', '--json'], { env, encoding: 'utf8', timeout: syncLimitMs });
  const ok = done.status === 0 ? (JSON.parse(done.stdout) as { servers: { ok: number } }).servers.ok : 0;
  if (ok !== servers) throw new Error(`${ok} of ${servers} servers synced:\n${done.stdout}${done.stderr}`);
  return { folder, home, source, names };
}
