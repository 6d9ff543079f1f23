/** Installs the dependencies when they are missing or older than package-lock.json; Node's built-ins only. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runNpm } from './run-npm.mjs';
import { say } from './say.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const lockFile = path.join(root, 'package-lock.json');
const modules = path.join(root, 'node_modules');
const stampFile = path.join(modules, '.tooltray-stamp');

/** What the installed packages were made for: the lockfile's content and this kind of machine. */
function wantedStamp() {
  const lock = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  return `${lock} ${process.platform} ${process.arch}`;
}

/** True when npm itself noted an install of exactly this lockfile (somebody ran `npm ci` by hand). */
function installedByHand() {
  const noted = path.join(modules, '.package-lock.json');
  if (!existsSync(noted)) return false;
  try {
    const wanted = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
    const there = JSON.parse(readFileSync(noted, 'utf8')).packages;
    return Object.entries(wanted).every(([at, one]) => at === '' || one.optional || one.devOptional || there[at]?.version === one.version);
  } catch {
    return false;
  }
}

/** Runs `npm ci` if needed, with a visible line; throws when that fails. Gives true if it installed. */
export function ensureDependencies() {
  const wanted = wantedStamp();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return false;
  if (!existsSync(stampFile) && installedByHand()) {
    writeFileSync(stampFile, wanted);
    return false;
  }
  say(`${existsSync(modules) ? 'The lockfile changed' : 'First run'}: installing dependencies (npm ci) …`);
  const started = Date.now();
  // Types, bundler and tests are development dependencies, whatever NODE_ENV says.
  runNpm(['ci', '--include=dev', '--no-audit', '--no-fund'], { cwd: root });
  writeFileSync(stampFile, wanted);
  say(`Dependencies installed in ${Math.round((Date.now() - started) / 1000)} s.`);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) ensureDependencies();
