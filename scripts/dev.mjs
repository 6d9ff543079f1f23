/** `npm run dev`: window from the dev server; a change in main restarts the app, one in preload reloads the window. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './dependencies.mjs';
import { resolveElectronDist, sandboxArguments } from './electron-dist.mjs';
import { say } from './say.mjs';
import { ensureLibraries } from './system-libraries.mjs';
import { hasDisplay, startVirtualDisplay } from './with-display.mjs';

/** After that an app that does not end by itself is left to the signal. */
const quitLimitMs = 8_000;
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Builds one part on every change; resolves after the first build, then calls `onChange` for each later one. */
async function watchPart(builder, name, onChange) {
  const watcher = await builder.build(builder.environments[name]);
  let built = false;
  await new Promise((first) => {
    watcher.on('event', (event) => {
      if (event.code === 'BUNDLE_END') event.result?.close?.();
      if (event.code === 'ERROR') say(`${name}: ${event.error?.message}`);
      if (event.code !== 'END') return;
      if (built) onChange();
      built = true;
      first();
    });
  });
}

async function main() {
  ensureDependencies();
  if (ensureLibraries({ tests: !hasDisplay() }).length > 0) process.exit(1);
  const dist = resolveElectronDist({ log: say });
  const display = hasDisplay() ? { env: process.env, stop: async () => {} } : await startVirtualDisplay();
  const { createBuilder, createServer } = await import('vite');
  const server = await createServer();
  await server.listen();
  const url = server.resolvedUrls.local[0];
  say(`window: ${url}`);
  let child = null;
  let restarting = false;
  const end = async (code) => {
    await server.close();
    await display.stop();
    process.exit(code);
  };
  const start = () => {
    const args = [...sandboxArguments(dist, say), root, ...process.argv.slice(2)];
    child = spawn(dist.exe, args, { stdio: 'inherit', env: { ...display.env, VITE_DEV_SERVER_URL: url } });
    child.on('exit', (code) => {
      if (!restarting) return end(code ?? 0);
      restarting = false;
      start();
    });
  };
  const builder = await createBuilder({ build: { watch: {} }, mode: 'development' });
  await watchPart(builder, 'main', () => {
    say('main changed: restarting');
    restarting = true;
    child?.kill('SIGTERM');
  });
  await watchPart(builder, 'preload', () => {
    say('preload changed: reloading');
    server.ws.send({ type: 'full-reload' });
  });
  start();
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      restarting = false;
      child?.kill('SIGTERM');
      setTimeout(() => end(0), quitLimitMs).unref();
    });
  }
}

await main();
