// npm run zoo: real MCP servers from npm through Tooltray's own command line; each must show what it is known to show.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const source = path.join(root, 'test', 'zoo');
const installed = path.join(root, '.cache', 'zoo');
const { servers } = JSON.parse(readFileSync(path.join(source, 'servers.json'), 'utf8'));

/** Installs the servers once; a changed package.json installs them again. */
function install() {
  const text = readFileSync(path.join(source, 'package.json'), 'utf8');
  const stamp = path.join(installed, 'stamp');
  const digest = createHash('sha256').update(text).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  console.error('installing the servers of the zoo (about half a gigabyte, once)');
  mkdirSync(installed, { recursive: true });
  cpSync(path.join(source, 'package.json'), path.join(installed, 'package.json'));
  const done = spawnSync('npm', ['install', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund'], {
    cwd: installed,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (done.status !== 0) throw new Error('the servers of the zoo could not be installed');
  writeFileSync(stamp, digest);
}

function configOf(home) {
  const entry = ({ name, args, env }) => {
    const tmp = path.join(home, 'tmp', name.replaceAll(/[^a-z0-9-]/giu, '_'));
    mkdirSync(tmp, { recursive: true });
    const fill = (text) => text.replaceAll('{tmp}', tmp);
    const [script, ...others] = args;
    const filled = Object.fromEntries(Object.entries(env ?? {}).map(([key, value]) => [key, fill(value)]));
    return [
      name,
      { command: process.execPath, args: [path.join(installed, 'node_modules', script), ...others.map(fill)], env: filled, cwd: tmp },
    ];
  };
  return { mcpServers: Object.fromEntries(servers.map(entry)) };
}

function tooltray(home, ...args) {
  const env = { ...process.env, HOME: home, TOOLTRAY_HOME: path.join(home, '.tooltray'), TOOLTRAY_TRUST: 'always' };
  const done = spawnSync(process.execPath, [path.join(root, 'dist', 'cli.js'), ...args], { env, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (done.status !== 0 && done.status !== 3) throw new Error(`tooltray ${args.join(' ')}: ${done.stderr}`);
  return JSON.parse(done.stdout);
}

/** Processes other than this one that were started with the zoo's home in their environment. */
function leftOver(home) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        return stat[stat.lastIndexOf(')') + 2] !== 'Z' && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(home);
      } catch {
        return false;
      }
    });
}

/** What is wrong with one server's row; empty when nothing is. */
function differences(expected, row, toolNames) {
  if (!row) return ['is not listed'];
  if (!expected.starts)
    return row.status === 'failed' && row.problem?.message && !row.problem.message.includes('\n')
      ? []
      : [`should fail with a cause, is ${row.status}`];
  const found = [];
  const counts = { tools: row.tools, prompts: row.prompts, resources: row.resources, resourceTemplates: row.resource_templates };
  for (const [kind, count] of Object.entries(expected.counts)) {
    if (count === 'error') {
      if (row.problem === undefined && kind === 'resources') found.push(`${kind} should be reported as failing`);
    } else if ((counts[kind] ?? 0) !== (count ?? 0)) found.push(`${kind}: ${counts[kind]} instead of ${count}`);
  }
  const digest = createHash('sha256')
    .update([...toolNames].sort().join('\n'))
    .digest('hex');
  if (expected.toolNamesSha256 && digest !== expected.toolNamesSha256) found.push('other tool names');
  return found;
}

install();
const home = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'tooltray-zoo-')));
let passed = 0;
let failed = 0;
try {
  mkdirSync(path.join(home, '.tooltray'), { recursive: true, mode: 0o700 });
  writeFileSync(path.join(home, '.tooltray', 'mcp.json'), JSON.stringify(configOf(home), null, 2));
  const startedAt = Date.now();
  const sync = tooltray(home, 'sync', '--json');
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  const left = leftOver(home);
  const status = tooltray(home, 'status', '--json');
  const tools = tooltray(home, 'tools', '--json');
  for (const { name, expected } of servers) {
    const row = status.servers[name];
    const names = tools.filter((tool) => tool.server === name).map((tool) => tool.name);
    const wrong = differences(expected, row, names);
    if (wrong.length === 0) passed += 1;
    else failed += 1;
    const cause = row?.problem ? ` (${row.problem.message})` : '';
    console.log(
      `${wrong.length === 0 ? 'ok  ' : 'FAIL'} ${name}: ${row?.status}, ${row?.tools ?? 0} tools${cause}${wrong.length === 0 ? '' : ` — ${wrong.join('; ')}`}`,
    );
  }
  if (left.length === 0) passed += 1;
  else failed += 1;
  console.log(`${left.length === 0 ? 'ok  ' : 'FAIL'} nothing left running afterwards${left.length === 0 ? '' : `: ${left.join(', ')}`}`);
  console.log(`${sync.servers.ok} of ${sync.servers.total} in sync, ${sync.tools} tools, ${seconds} s`);
} finally {
  rmSync(home, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
