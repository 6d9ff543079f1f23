/** Builds dist/ and remembers from which sources, so that a start builds only when something changed. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { say } from './say.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const dist = path.join(root, 'dist');
const stampFile = path.join(dist, '.stamp');
const inputs = ['electron', 'renderer', 'vite.config.ts', 'tsconfig.json', 'package.json', 'package-lock.json'];
const outputs = ['cli.js', 'main/main.cjs', 'preload/preload.cjs', 'renderer/index.html'];

function filesOf(at) {
  const full = path.join(root, at);
  if (!existsSync(full)) return [];
  if (/\.[a-z]+$/.test(at)) return [at];
  const entries = readdirSync(full, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? filesOf(`${at}/${entry.name}`) : [`${at}/${entry.name}`]));
}

/** Names and content, not times: a checkout or a copy changes times only. */
function sourcesStamp() {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap(filesOf).sort()) {
    hash.update(`${file}\0`);
    hash.update(readFileSync(path.join(root, file)));
  }
  return hash.digest('hex');
}

/** Builds all four bundles; gives null, or the bundler's output when it failed. */
export function build() {
  const stamp = sourcesStamp();
  rmSync(stampFile, { force: true });
  const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const result = spawnSync(process.execPath, [vite, 'build', '--app', '--logLevel', 'warn'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (result.status !== 0) return `${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`;
  mkdirSync(dist, { recursive: true });
  writeFileSync(stampFile, stamp);
  return null;
}

/** Builds when a source changed since the last build; throws with the bundler's output when that fails. */
export function ensureBuilt() {
  const whole = outputs.every((file) => existsSync(path.join(dist, file)));
  if (whole && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sourcesStamp()) return;
  const started = Date.now();
  const problem = build();
  if (problem !== null) throw new Error(`The build failed:\n${problem}`);
  say(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problem = build();
  if (problem !== null) console.error(problem);
  process.exit(problem === null ? 0 : 1);
}
