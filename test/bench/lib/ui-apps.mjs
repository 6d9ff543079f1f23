// The two apps that are compared: ours as it is packaged, and an empty one on a runtime of its own.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt } from '../../../scripts/build.mjs';
import { resolveElectronDist } from '../../../scripts/electron-dist.mjs';
import { floorFile, nowMs, root, sleep } from './measure.mjs';

const release = path.join(root, 'release', 'linux-unpacked');
const stampFile = path.join(release, '.bench-stamp');
const quitLimitMs = 15_000;
const trayLimitMs = 20_000;
/** Memory has come to rest when two readings this far apart differ by less than the share. */
const settleEveryMs = 1_000;
const settledShare = 0.005;
const settleLimitMs = 12_000;
/** As root, Chromium refuses to start with its sandbox. */
export const rootFlags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** The packaged app's program; packages anew when a source changed since the last time. */
export function packagedApp() {
  ensureBuilt();
  const stamp = readFileSync(path.join(root, 'dist', '.stamp'), 'utf8');
  const exe = path.join(release, 'tooltray');
  if (existsSync(exe) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return exe;
  const done = spawnSync(process.execPath, [path.join(root, 'scripts', 'package.mjs'), 'dir'], { cwd: root, encoding: 'utf8' });
  if (done.status !== 0 || !existsSync(exe)) throw new Error(`the app could not be packaged:\n${done.stdout}${done.stderr}`);
  writeFileSync(stampFile, stamp);
  return exe;
}

/** The empty app, packaged as a folder. A copy of the runtime: files in use by others would count less in its memory. */
export function emptyApp(folder) {
  const dist = resolveElectronDist();
  const at = path.join(folder, 'empty-electron');
  cpSync(dist.dir, at, { recursive: true });
  const app = path.join(at, 'resources', 'app');
  rmSync(path.join(at, 'resources'), { recursive: true, force: true });
  cpSync(floorFile('empty-electron'), app, { recursive: true });
  return path.join(at, 'electron');
}

/** Starts an app on the bus and the screen; times are since its start. */
export async function startApp(exe, { bus, screen, folder, env = {}, args = [] }) {
  for (const name of ['home', 'user']) mkdirSync(path.join(folder, name), { recursive: true, mode: 0o700 });
  const user = path.join(folder, 'user');
  const own = {
    PATH: process.env.PATH,
    LANG: process.env.LANG ?? 'C.UTF-8',
    HOME: user,
    XDG_CONFIG_HOME: path.join(user, '.config'),
    TOOLTRAY_HOME: path.join(folder, 'home'),
    TOOLTRAY_TRUST: 'always',
    TOOLTRAY_PORT: '0',
    FLOOR_DATA: path.join(folder, 'data'),
    DBUS_SESSION_BUS_ADDRESS: bus.address,
    ...screen.env,
    ...env,
  };
  const registered = once(bus, 'item', { signal: AbortSignal.timeout(trayLimitMs) }).then(() => nowMs());
  const startedAt = nowMs();
  const child = spawn(exe, [...rootFlags, ...args], { env: own, stdio: 'ignore' });
  const quit = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit', { signal: AbortSignal.timeout(quitLimitMs) });
    child.kill('SIGTERM');
    await ended.catch(() => child.kill('SIGKILL'));
  };
  return { pid: child.pid, startedAt, registered, quit };
}

/** A process and everything it started. */
function treeOf(pid) {
  const parents = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It has ended meanwhile.
    }
  }
  const within = (one) => {
    for (let at = one; at > 1; at = parents.get(at) ?? 0) if (at === pid) return true;
    return false;
  };
  return [...parents.keys()].filter(within);
}

const kindOf = (pid) => {
  const line = readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
  const type = /--type=(\S+)/.exec(line)?.[1];
  const service = /--utility-sub-type=(\w+)/.exec(line)?.[1];
  return service ?? type ?? (line.includes('electron') || line.includes('tooltray') ? 'main' : 'other');
};

/** Proportional memory of an app in MB, all its processes together and by kind. */
export function memoryOf(pid) {
  const kinds = {};
  let total = 0;
  for (const one of treeOf(pid)) {
    try {
      const pss = Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${one}/smaps_rollup`, 'latin1'))?.[1] ?? 0) / 1024;
      total += pss;
      kinds[kindOf(one)] = (kinds[kindOf(one)] ?? 0) + pss;
    } catch {
      // It has ended meanwhile.
    }
  }
  return { total, kinds };
}

/** The memory once it has come to rest. */
export async function restingMemory(pid) {
  const end = nowMs() + settleLimitMs;
  let last = memoryOf(pid);
  while (nowMs() < end) {
    await sleep(settleEveryMs);
    const next = memoryOf(pid);
    if (Math.abs(next.total - last.total) < last.total * settledShare) return next;
    last = next;
  }
  return last;
}
