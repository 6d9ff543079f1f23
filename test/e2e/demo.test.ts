/** The demo of `npm start -- --demo`: real reference servers, counted by an independent client as well. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ListRootsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { StatusReport } from '../../electron/contract/reports.ts';
import { expect, test } from '../helpers/launch-app.ts';
import { expectStatus, serverRow } from './window-page.ts';

interface Demo {
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
}

interface Entry {
  readonly command: string;
  readonly args: string[];
  readonly env?: Record<string, string>;
}

const root = path.resolve(import.meta.dirname, '../..');
const names = ['everything', 'filesystem', 'memory', 'sequential-thinking'];
/** Real servers are started twice, by the demo's set-up and by the app. */
const demoLimitMs = 120_000;

/** Runs the very function that `npm start -- --demo --home DIR` runs, in a process of its own with an empty HOME. */
function prepareDemo(home: string, user: string): Demo {
  const script = pathToFileURL(path.join(root, 'scripts', 'demo.mjs')).href;
  const program = `import { prepareDemo } from ${JSON.stringify(script)};
    const { home, env } = prepareDemo(${JSON.stringify(home)});
    process.stdout.write(JSON.stringify({ home, env: { HOME: env.HOME, TOOLTRAY_HOME: env.TOOLTRAY_HOME } }));`;
  const env = { ...process.env, HOME: user };
  const done = spawnSync(process.execPath, ['--input-type=module', '-e', program], { env, encoding: 'utf8', cwd: user });
  if (done.status !== 0) throw new Error(`the demo could not be made:\n${done.stderr}`);
  return JSON.parse(done.stdout.slice(done.stdout.indexOf('{'))) as Demo;
}

/** What the app is started with: without the variables that the demo leaves out, folders follow its HOME. */
function demoEnvironment({ env }: Demo): Readonly<Record<string, string>> {
  const at = (folder: string): string => path.join(env.HOME ?? '', folder);
  const folders = { XDG_CONFIG_HOME: at('.config'), XDG_CACHE_HOME: at('.cache'), XDG_DATA_HOME: at('.local/share') };
  return { ...env, ...folders, XDG_STATE_HOME: at('.local/state') };
}

/** Number of tools as the official SDK's earlier line reads them, declaring what Tooltray declares. */
async function countTools({ command, args, env = {} }: Entry): Promise<number> {
  const client = new Client(
    { name: 'count', version: '1' },
    { capabilities: { roots: { listChanged: true }, sampling: {}, elicitation: {} } },
  );
  client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [] }));
  await client.connect(new StdioClientTransport({ command, args, env, stderr: 'ignore' }));
  try {
    let count = 0;
    for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
      const page = await client.listTools(cursor === undefined ? {} : { cursor });
      count += page.tools.length;
      cursor = page.nextCursor;
    }
    return count;
  } finally {
    await client.close();
  }
}

function status(demo: Demo): StatusReport {
  const words = [path.join(root, 'dist', 'cli.js'), '--home', demo.home, 'status', '--json'];
  const env = { ...process.env, HOME: demo.env.HOME ?? '' };
  return StatusReport.parse(JSON.parse(spawnSync(process.execPath, words, { env, encoding: 'utf8' }).stdout));
}

test('the demo shows four real servers with their true tool counts, in the window and on the command line', async ({ launch }) => {
  test.setTimeout(demoLimitMs);
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tooltray-demo-')));
  const user = path.join(folder, 'user');
  mkdirSync(user, { mode: 0o700 });
  const demo = prepareDemo(path.join(folder, 'home'), user);
  const { mcpServers } = JSON.parse(readFileSync(path.join(demo.home, 'mcp.json'), 'utf8')) as { mcpServers: Record<string, Entry> };
  expect(Object.keys(mcpServers).sort()).toEqual(names);
  const counts = new Map<string, number>();
  for (const [name, entry] of Object.entries(mcpServers)) counts.set(name, await countTools(entry));
  const running = await launch({ folder, env: demoEnvironment(demo) });
  const page = await running.page();
  await expectStatus(page, 'synced', ...names);
  for (const name of names)
    await expect(serverRow(page, name)).toContainText(`${counts.get(name)} tool${counts.get(name) === 1 ? '' : 's'}`);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  await expect.poll(() => running.item.tooltip()).toBe(`Tooltray: 4 of 4 servers synced, ${total} tools`);
  const report = status(demo);
  const listed = Object.entries(report.servers).map(([name, server]) => [name, server.status, server.tools]);
  expect(listed.sort()).toEqual(names.map((name) => [name, 'synced', counts.get(name)]));
  // Nothing of the person's was touched: their HOME is as empty as before.
  expect(readdirSync(user)).toEqual([]);
});
