// A screen of our own whose picture can be read from outside, so that every app is timed the same way and none is changed for it.
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { nowMs, sleep } from './measure.mjs';

const width = 1400;
const height = 1000;
const bytesPerPixel = 4;
/** Every n-th line of the screen is looked at: cheap enough to do often, fine enough to see a line of text. */
const lineStep = 16;
const everyMs = 8;
/** Nothing has changed for this long: the picture is complete. */
const stillMs = 700;
const startLimitMs = 10_000;

/** Starts a virtual screen; `env` leads programs to it. */
export async function startScreen() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tooltray-screen-'));
  const args = ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-ac', '-br', '-fbdir', folder];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const number = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the virtual display did not start')), startLimitMs);
    server.once('error', (error) => reject(new Error(`no virtual display: ${error.message} (Debian: apt-get install xvfb)`)));
    let text = '';
    server.stdio[3].on('data', (data) => {
      text += data;
      if (!text.includes('\n')) return;
      clearTimeout(timer);
      resolve(text.trim());
    });
  });
  const file = openSync(path.join(folder, 'Xvfb_screen0'), 'r');
  const env = { DISPLAY: `:${number}` };
  const stop = async () => {
    closeSync(file);
    const ended = new Promise((resolve) => server.once('close', resolve));
    server.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { env, stop, number, picture: () => readPicture(file) };
}

/** The sampled lines of the screen as one buffer. The file is an X window dump: a big-endian header, colours, pixels. */
function readPicture(file) {
  const header = Buffer.alloc(80);
  readSync(file, header, 0, header.length, 0);
  const [headerSize, bytesPerLine, colours] = [0, 12, 19].map((at) => header.readUInt32BE(at * 4));
  const pixels = headerSize + colours * 12;
  const lines = Math.floor(height / lineStep);
  const picture = Buffer.alloc(lines * width * bytesPerPixel);
  for (let line = 0; line < lines; line += 1) {
    readSync(file, picture, line * width * bytesPerPixel, width * bytesPerPixel, pixels + line * lineStep * bytesPerLine);
  }
  return picture;
}

/** The screen without any window. */
export const isBlank = (picture) => {
  // The fourth byte of a pixel means nothing here, and may be anything.
  const pixels = new Uint32Array(picture.buffer, picture.byteOffset, picture.length / bytesPerPixel);
  return !pixels.some((pixel) => pixel & 0xffffff);
};

/** Waits for the first picture on a blank screen and until it stays as it is; times by the clock of `nowMs`. */
export async function watchPaint(screen, limitMs) {
  const end = nowMs() + limitMs;
  let firstAt = null;
  let changedAt = null;
  let last = screen.picture();
  while (nowMs() < end) {
    const next = screen.picture();
    const at = nowMs();
    if (firstAt === null && !isBlank(next)) firstAt = at;
    if (!next.equals(last)) changedAt = at;
    last = next;
    if (firstAt !== null && at - changedAt > stillMs) return { firstAt, completeAt: changedAt };
    await sleep(everyMs);
  }
  throw new Error(firstAt === null ? `nothing was painted within ${limitMs} ms` : `the picture did not come to rest within ${limitMs} ms`);
}

/** Waits until the last app is gone: the screen clears itself then. */
export async function untilBlank(screen, limitMs) {
  const end = nowMs() + limitMs;
  while (!isBlank(screen.picture())) {
    if (nowMs() > end) throw new Error(`the window was still there after ${limitMs} ms`);
    await sleep(50);
  }
}

// ---- closing a window as its close button does: the X protocol by hand, since no program for it can be relied on --------------

const viewable = 2;
const windowWidthMin = 200;
const pad4 = (length) => (length + 3) & ~3;

function request(code, detail, body) {
  const head = Buffer.from([code, detail, 0, 0]);
  head.writeUInt16LE(1 + body.length / 4, 2);
  return Buffer.concat([head, body]);
}

const words = (...values) => {
  const buffer = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) buffer.writeUInt32LE(value, at * 4);
  return buffer;
};

/** Reads exactly so many bytes. */
function reader(socket) {
  let rest = Buffer.alloc(0);
  let wake = () => {};
  socket.on('data', (data) => {
    rest = Buffer.concat([rest, data]);
    wake();
  });
  return async (count) => {
    while (rest.length < count) {
      await new Promise((resolve) => {
        wake = resolve;
      });
    }
    const taken = rest.subarray(0, count);
    rest = rest.subarray(count);
    return taken;
  };
}

/** Asks every window on the screen to close, as a click on its close button would; gives how many there were. */
export async function closeWindows(screen) {
  const socket = net.connect(`/tmp/.X11-unix/X${screen.number}`);
  const read = reader(socket);
  const ask = async (bytes) => {
    socket.write(bytes);
    const head = await read(32);
    if (head[0] !== 1) throw new Error(`the screen refused a request: ${head[1]}`);
    return Buffer.concat([head, await read(head.readUInt32LE(4) * 4)]);
  };
  const atom = async (name) => {
    const body = Buffer.alloc(4 + pad4(name.length));
    body.writeUInt16LE(name.length, 0);
    body.write(name, 4, 'latin1');
    return (await ask(request(16, 0, body))).readUInt32LE(8);
  };
  socket.write(Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
  const setupHead = await read(8);
  const setup = await read(setupHead.readUInt16LE(6) * 4);
  const root = setup.readUInt32LE(32 + pad4(setup.readUInt16LE(16)) + setup[21] * 8);
  const [protocols, deleteWindow] = [await atom('WM_PROTOCOLS'), await atom('WM_DELETE_WINDOW')];
  const tree = await ask(request(15, 0, words(root)));
  let closed = 0;
  for (let at = 0; at < tree.readUInt16LE(16); at += 1) {
    const window = tree.readUInt32LE(32 + at * 4);
    const state = (await ask(request(3, 0, words(window))))[26];
    const windowWidth = (await ask(request(14, 0, words(window)))).readUInt16LE(16);
    if (state !== viewable || windowWidth < windowWidthMin) continue;
    const event = Buffer.concat([Buffer.from([33, 32, 0, 0]), words(window, protocols, deleteWindow, 0, 0, 0, 0)]);
    socket.write(request(25, 0, Buffer.concat([words(window, 0), event])));
    closed += 1;
  }
  // An answer means that everything before it was carried out.
  await atom('WM_PROTOCOLS');
  socket.end();
  return closed;
}
