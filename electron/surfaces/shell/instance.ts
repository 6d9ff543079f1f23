/** One app a home: the first one listens on a socket in it, later ones hand it their wish and go. */
import { mkdirSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import type { App } from 'electron';

/** What a later launch asks of the first one. */
export interface Wish {
  /** It was to start in the tray only, so there is no window to show. */
  readonly hidden: boolean;
}

export interface InstanceHome {
  readonly path: string;
  /** Runs `work` while no other process of the home does; anything else than its answer means that it did not run. */
  exclusive(work: () => Promise<boolean>): Promise<unknown>;
}

/** A wish is one word. */
const wishBytesMax = 64;
/** Room for the path of a socket; a longer one would be cut off without a word, and might be that of another home. */
const socketPathBytesMax = 100;
/** The kernel takes a wish even of an app that is too busy to answer; longer than this is a fault. */
const tellLimitMs = 5_000;

/**
 * Gives this home's app to this process; false when another process has it (that one is told).
 * Electron's own data goes into the home, so that every home has its own app.
 *
 * On Linux the socket is ours: Chromium's own lock, used elsewhere, kills a holder there that answers late (F62).
 */
export async function holdInstance(app: App, home: InstanceHome, wish: Wish, onWish: (wish: Wish) => void): Promise<boolean> {
  const folder = path.join(home.path, 'electron');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    app.setPath('userData', folder);
    app.setPath('sessionData', folder);
  } catch {
    // The usual place then; the engine reports that the home cannot be used.
  }
  const held = process.platform === 'linux' ? await holdSocket(path.join(folder, 'app.sock'), home, wish, onWish) : null;
  if (held !== null) return held;
  if (!app.requestSingleInstanceLock(wish)) return false;
  app.on('second-instance', (_event, _arguments, _folder, data) => onWish({ hidden: (data as Partial<Wish> | null)?.hidden === true }));
  return true;
}

/**
 * True: the socket is ours until this process ends; false: its holder was told; null: no socket can be had here.
 * A socket whose holder is gone is left over; it is replaced under the home's lock, so that of two only one does.
 */
export async function holdSocket(
  socket: string,
  { exclusive }: Pick<InstanceHome, 'exclusive'>,
  wish: Wish,
  onWish: (wish: Wish) => void,
): Promise<boolean | null> {
  if (Buffer.byteLength(socket) > socketPathBytesMax) return null;
  if (await tell(socket, wish)) return false;
  let held: boolean | null = null;
  await exclusive(async () => {
    // Another one may have been first while this one waited.
    if (await tell(socket, wish)) held = false;
    else if (await listen(socket, onWish)) held = true;
    return true;
  });
  return held;
}

function listen(socket: string, onWish: (wish: Wish) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer((caller) => {
      let said = '';
      caller.setEncoding('utf8');
      caller.on('data', (text: string) => {
        said = (said + text).slice(0, wishBytesMax);
      });
      caller.on('end', () => onWish({ hidden: said.trim() === 'hidden' }));
      caller.on('error', () => {});
    });
    // Such as a drive without sockets.
    server.on('error', () => resolve(false));
    try {
      rmSync(socket, { force: true });
    } catch {
      resolve(false);
      return;
    }
    server.listen(socket, () => resolve(true));
    // It must not keep an app alive that is at its end.
    server.unref();
  });
}

/** False when nobody listens. */
function tell(socket: string, { hidden }: Wish): Promise<boolean> {
  return new Promise((resolve) => {
    const caller = connect(socket);
    // Somebody listens, but is too busy even to let us in: it is there all the same.
    caller.setTimeout(tellLimitMs, () => {
      caller.destroy();
      resolve(true);
    });
    caller.on('error', () => resolve(false));
    caller.on('connect', () => caller.end(hidden ? 'hidden\n' : 'show\n', () => resolve(true)));
  });
}
