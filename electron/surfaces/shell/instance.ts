/** One app a home: the first one holds a name, later ones hand it their wish and go. */
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import type { App } from 'electron';

/** What a later launch asks of the first one. */
export interface Wish {
  /** It was to start in the tray only, so there is no window to show. */
  readonly hidden: boolean;
}

/** Between being told that the name is taken and telling its holder, that one may have ended. */
const triesMax = 5;
/** A wish is one word. */
const wishBytesMax = 64;
/** The kernel takes a wish even of an app that is too busy to answer; longer than this is a fault. */
const tellLimitMs = 5_000;

/**
 * Gives this home's app to this process; false when another process has it (that one is told).
 * Electron's own data goes into the home, so that every home has its own app.
 *
 * On Linux the name is an abstract socket: the kernel gives it to one process and takes it back when that ends, however it ends.
 * Chromium's own lock, used elsewhere, is a link on the disk there, and it kills a holder that answers late (F62).
 */
export async function holdInstance(app: App, home: string, wish: Wish, onWish: (wish: Wish) => void): Promise<boolean> {
  const folder = path.join(home, 'electron');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    app.setPath('userData', folder);
    app.setPath('sessionData', folder);
  } catch {
    // The usual place then; the engine reports that the home cannot be used.
  }
  const held = process.platform === 'linux' ? await holdName(instanceName(home), wish, onWish) : null;
  if (held !== null) return held;
  if (!app.requestSingleInstanceLock(wish)) return false;
  app.on('second-instance', (_event, _arguments, _folder, data) => onWish({ hidden: (data as Partial<Wish> | null)?.hidden === true }));
  return true;
}

/** The name of a home's app, the same however its path is written by one person on one machine. */
export const instanceName = (home: string): string =>
  `\0tooltray-${createHash('sha256')
    .update(`${process.getuid?.() ?? ''} ${path.resolve(home)}`)
    .digest('hex')}`;

/** True: the name is ours until this process ends; false: its holder was told; null: names cannot be had here. */
export async function holdName(name: string, wish: Wish, onWish: (wish: Wish) => void): Promise<boolean | null> {
  for (let tried = 0; tried < triesMax; tried += 1) {
    const outcome = await listen(name, onWish);
    if (outcome !== 'taken') return outcome === 'held' ? true : null;
    if (await tell(name, wish)) return false;
  }
  return null;
}

function listen(name: string, onWish: (wish: Wish) => void): Promise<'held' | 'taken' | 'unusable'> {
  return new Promise((resolve) => {
    const server = createServer((socket) => {
      let said = '';
      socket.setEncoding('utf8');
      socket.on('data', (text: string) => {
        said = (said + text).slice(0, wishBytesMax);
      });
      socket.on('end', () => onWish({ hidden: said.trim() === 'hidden' }));
      socket.on('error', () => {});
    });
    server.on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE' ? 'taken' : 'unusable'));
    server.listen(name, () => resolve('held'));
    // It must not keep an app alive that is at its end.
    server.unref();
  });
}

/** False when nobody holds the name any more. */
function tell(name: string, { hidden }: Wish): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(name);
    // Held, but too busy even to let us in: it is there all the same.
    socket.setTimeout(tellLimitMs, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT'));
    socket.on('connect', () => socket.end(hidden ? 'hidden\n' : 'show\n', () => resolve(true)));
  });
}
