// What every benchmark shares: quiet machine, statistics, tables, synthetic servers, runs of the command line.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

// A CA bundle or options in the environment cost every Node start tens of milliseconds; take them out for all alike.
for (const name of ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS', 'NODE_COMPILE_CACHE', 'SSL_CERT_FILE', 'SSL_CERT_DIR']) delete process.env[name];

const here = path.dirname(fileURLToPath(import.meta.url));
export const root = path.resolve(here, '../../..');
export const cli = path.join(root, 'dist', 'cli.js');
export const synthetic = path.join(here, '..', 'fixtures', 'synthetic-server.mjs');
export const floorFile = (name) => path.join(here, '..', 'floor', name);

export const nowMs = () => performance.timeOrigin + performance.now();
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** `--name=value`, `--name value` and `--flag` over defaults. */
export function options(defaults) {
  const found = { ...defaults };
  const args = process.argv.slice(2);
  for (let at = 0; at < args.length; at += 1) {
    const match = /^--([\w-]+)(?:=(.*))?$/u.exec(args[at]);
    if (!match) continue;
    const [, name, value] = match;
    const next = args[at + 1];
    if (value !== undefined) found[name] = value;
    else if (next !== undefined && !next.startsWith('--')) found[name] = args[++at];
    else found[name] = true;
  }
  return found;
}

export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}
export const median = (values) => percentile(values, 0.5);
export const round = (value) => Math.round(value * 1000) / 1000;
export const summary = (values) => ({
  n: values.length,
  min: round(Math.min(...values)),
  median: round(median(values)),
  p95: round(percentile(values, 0.95)),
  max: round(Math.max(...values)),
});

export function tempHome() {
  return realpathSync(mkdtempSync(path.join(os.tmpdir(), 'tooltray-bench-')));
}
export const remove = (folder) => rmSync(folder, { recursive: true, force: true });

export function writeRename(file, text) {
  writeFileSync(`${file}.tmp`, text);
  renameSync(`${file}.tmp`, file);
}

/** `count` synthetic servers in the shape of a config file; each start and end is a line of `log`. */
export function syntheticConfig(count, log, extra = {}) {
  const entry = (name) => ({ command: process.execPath, args: [synthetic], env: { SYN_NAME: name, SYN_LOG: log, ...extra } });
  return { mcpServers: Object.fromEntries(Array.from({ length: count }, (_, at) => [`s${at}`, entry(`s${at}`)])) };
}
export function startsIn(log) {
  try {
    return readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => line.includes('"ev":"start"')).length;
  } catch {
    return 0;
  }
}

export function environmentOf(home, extra = {}) {
  return { ...process.env, HOME: home, TOOLTRAY_HOME: path.join(home, '.tooltray'), TOOLTRAY_TRUST: 'always', TOOLTRAY_LOG: '', ...extra };
}
export function makeHome(config) {
  const home = tempHome();
  const state = path.join(home, '.tooltray');
  mkdirSync(state, { recursive: true, mode: 0o700 });
  const file = path.join(state, 'mcp.json');
  const log = path.join(home, 'servers.jsonl');
  writeFileSync(file, JSON.stringify(config(log), null, 2));
  return { home, state, file, log };
}

/** Runs a program; gives its output, the time to its first output and to its end. */
export function run(command, args, env) {
  return new Promise((resolve, reject) => {
    const startedAt = nowMs();
    let firstMs = Number.NaN;
    let out = '';
    let err = '';
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (chunk) => {
      if (Number.isNaN(firstMs)) firstMs = nowMs() - startedAt;
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err, firstMs, endMs: nowMs() - startedAt }));
  });
}
export async function runCli(args, env, nodeArgs = []) {
  const result = await run(process.execPath, [...nodeArgs, cli, ...args], env);
  if (result.code !== 0 && result.code !== 3)
    throw new Error(`tooltray ${args.join(' ')} ended with ${result.code}: ${result.err || result.out}`);
  return result;
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function cpuTicks() {
  const fields = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0].trim().split(/\s+/u).slice(1, 9).map(Number);
  return { all: fields.reduce((sum, value) => sum + value, 0), idle: fields[3] + fields[4] };
}
/** Waits, bounded, for a moment in which the machine is otherwise idle. */
export async function quiet(limitMs = Number(process.env.BENCH_QUIET_MS ?? 4000)) {
  if (process.platform !== 'linux') return;
  const end = nowMs() + limitMs;
  while (nowMs() < end) {
    const before = cpuTicks();
    await sleep(100);
    const after = cpuTicks();
    if (1 - (after.idle - before.idle) / Math.max(1, after.all - before.all) <= 0.15) return;
  }
}

/** Prints the result as JSON or as lines; a missed target makes the run fail. */
export function report(name, result, { json, misses = [] }) {
  if (json) console.log(JSON.stringify(result));
  else {
    console.log(`\n${name} (node ${process.version}, ${os.cpus().length} cores, load ${os.loadavg()[0].toFixed(2)})`);
    for (const [key, value] of Object.entries(result))
      console.log(`  ${key}: ${typeof value === 'object' ? JSON.stringify(value) : value}`);
    for (const miss of misses) console.log(`  MISSED: ${miss}`);
  }
  if (misses.length > 0) process.exitCode = 1;
}
