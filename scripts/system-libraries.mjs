/** Checks the libraries and programs that Electron and the tests need; as root on Debian installs what is missing. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { say } from './say.mjs';

/**
 * `packages`: names of the Debian package, newest naming first. `tests`: only the tests need it. `optional`: without it
 * some tests are skipped, with the reason.
 */
const needs = [
  { what: 'GTK 3', library: 'libgtk-3.so.0', packages: ['libgtk-3-0t64', 'libgtk-3-0'] },
  { what: 'NSS', library: 'libnss3.so', packages: ['libnss3'] },
  { what: 'ALSA', library: 'libasound.so.2', packages: ['libasound2t64', 'libasound2'] },
  { what: 'GBM', library: 'libgbm.so.1', packages: ['libgbm1'] },
  { what: 'libnotify', library: 'libnotify.so.4', packages: ['libnotify4'] },
  { what: 'D-Bus', program: 'dbus-daemon', packages: ['dbus-daemon', 'dbus'] },
  { what: 'virtual display', program: 'Xvfb', packages: ['xvfb'], tests: true },
  { what: 'strace', program: 'strace', packages: ['strace'], tests: true, optional: true },
];

const multiarch = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu', arm: 'arm-linux-gnueabihf' }[process.arch] ?? '';
const libraryFolders = [`/usr/lib/${multiarch}`, `/lib/${multiarch}`, '/usr/lib64', '/lib64', '/usr/lib', '/lib', '/usr/local/lib'];

/** True when `command` is found on PATH or in the places for system programs. */
export function hasProgram(command) {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/bin', '/usr/sbin', '/sbin'];
  return folders.some((folder) => folder !== '' && existsSync(path.join(folder, command)));
}

function hasLibrary(name) {
  const extra = (process.env.LD_LIBRARY_PATH ?? '').split(':').filter((folder) => folder !== '');
  if ([...extra, ...libraryFolders].some((folder) => existsSync(path.join(folder, name)))) return true;
  const known = spawnSync('ldconfig', ['-p'], { encoding: 'utf8', env: { ...process.env, PATH: `${process.env.PATH}:/sbin:/usr/sbin` } });
  return known.status === 0 && known.stdout.includes(`${name} `);
}

/** The rows of the table above that this machine lacks; empty where the table does not apply. */
export function missingLibraries({ tests = false } = {}) {
  if (process.platform !== 'linux') return [];
  const wanted = needs.filter((need) => tests || !need.tests);
  return wanted.filter((need) => (need.library ? !hasLibrary(need.library) : !hasProgram(need.program)));
}

function isDebian() {
  if (!existsSync('/etc/os-release') || !hasProgram('apt-get')) return false;
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'));
}

function apt(args) {
  // Three tries: mirrors now and then drop a connection. The lock may be held by an unattended upgrade.
  const options = ['-o', 'Acquire::Retries=3', '-o', 'DPkg::Lock::Timeout=120', '-q'];
  return spawnSync('apt-get', [...options, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

/** Which of the names this release of Debian knows. */
function packageName(need) {
  const known = (name) => spawnSync('apt-cache', ['show', name], { stdio: 'ignore' }).status === 0;
  return need.packages.find(known) ?? need.packages.at(-1);
}

function install(missing) {
  say(`Running as root on Debian: installing ${missing.map((need) => need.what).join(', ')} (apt-get update, apt-get install) …`);
  const started = Date.now();
  const update = apt(['update']);
  const packages = missing.map(packageName);
  const result = apt(['install', '-y', '--no-install-recommends', ...packages]);
  if (result.status === 0) {
    say(`Installed ${packages.join(' ')} in ${Math.round((Date.now() - started) / 1000)} s.`);
    return;
  }
  const lines = `${update.status === 0 ? '' : update.stderr}${result.stderr ?? ''}${result.error?.message ?? ''}`.trim().split('\n');
  say(`apt-get failed:\n${lines.slice(-10).join('\n')}`);
}

/** Makes the libraries present if it may; gives what is still missing and not optional, after saying how to get it. */
export function ensureLibraries({ tests = false } = {}) {
  let missing = missingLibraries({ tests });
  if (missing.length === 0) return [];
  const debian = isDebian();
  if (debian && process.getuid?.() === 0) {
    install(missing);
    missing = missingLibraries({ tests });
    if (missing.length === 0) return [];
  }
  const what = missing.map((need) => need.what).join(', ');
  if (debian) say(`Missing: ${what}. Run: sudo apt-get install -y --no-install-recommends ${missing.map(packageName).join(' ')}`);
  else say(`Missing: ${what}. Install them with this system's package manager.`);
  return missing.filter((need) => !need.optional);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exit(ensureLibraries({ tests: process.argv.includes('--tests') }).length === 0 ? 0 : 1);
}
