/** Gives a display to programs that need one: the present one, else a virtual one. Run directly it wraps a command. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A virtual display is up in 0.1 s; ten seconds are for a machine under load. */
const displayLimitMs = 10_000;

/** True where windows can be shown without a virtual display. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** Starts a virtual display on a free number; gives the environment for programs that shall use it, and `stop`, which waits. */
export async function startVirtualDisplay() {
  const args = ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp', '-ac'];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const ended = new Promise((resolve) => server.once('close', resolve));
  const stop = () => {
    server.kill();
    return ended;
  };
  process.once('exit', stop);
  const number = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the virtual display did not start')), displayLimitMs);
    let text = '';
    server.once('error', (error) => reject(new Error(`no virtual display: ${error.message}`)));
    server.once('exit', (code) => reject(new Error(`the virtual display ended with ${code}`)));
    server.stdio[3].on('data', (data) => {
      text += data;
      if (!text.includes('\n')) return;
      clearTimeout(timer);
      resolve(text.trim());
    });
  });
  const env = { ...process.env, DISPLAY: `:${number}` };
  delete env.WAYLAND_DISPLAY;
  delete env.XAUTHORITY;
  return { env, stop };
}

async function main([command, ...args]) {
  if (command === undefined) {
    console.error('usage: with-display.mjs COMMAND [ARGS…]');
    process.exit(2);
  }
  const display = hasDisplay() ? { env: process.env, stop: async () => {} } : await startVirtualDisplay();
  const child = spawn(command, args, { stdio: 'inherit', env: display.env, shell: process.platform === 'win32' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', async (error) => {
    console.error(error.message);
    await display.stop();
    process.exit(1);
  });
  child.on('exit', async (code, signal) => {
    await display.stop();
    process.exit(code ?? (signal ? 1 : 0));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main(process.argv.slice(2)).catch((error) => {
    console.error(`${error.message} (Debian: apt-get install xvfb)`);
    process.exit(2);
  });
}
