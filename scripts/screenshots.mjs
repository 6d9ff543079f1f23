/** `npm run screenshots`: pictures of the whole app in test-results/screenshots, the best of them for the README; fails when one is faulty. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './build.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { resolveElectronDist } from './electron-dist.mjs';
import { writeTraySheet } from './render-icons.mjs';
import { say } from './say.mjs';
import { hasDisplay, startVirtualDisplay } from './with-display.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const made = path.join(root, 'test-results', 'screenshots');
const shown = path.join(root, 'docs', 'screenshots');

/** What the README shows, and from which picture. */
const chosen = {
  'servers-light.png': 'mixed-servers-light.png',
  'servers-dark.png': 'mixed-servers-dark.png',
  'server-page-light.png': '4-server-tool-open-light.png',
  'approval-light.png': 'mixed-approvals-light.png',
  'activity-dark.png': 'mixed-activity-dark.png',
  'failure-card-light.png': 'failing-exits-light.png',
};

function takePictures(env, words) {
  const cli = path.join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  const args = [cli, 'test', '-c', path.join('test', 'e2e', 'screenshots.config.ts'), ...words];
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env }).status ?? 1;
}

try {
  ensureDependencies();
  ensureBuilt();
  const env = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: resolveElectronDist({ log: say }).dir };
  const words = process.argv.slice(2);
  if (words.length === 0) rmSync(made, { recursive: true, force: true });
  const display = hasDisplay() ? null : await startVirtualDisplay();
  const status = takePictures({ ...env, ...(display?.env ?? {}) }, words);
  await display?.stop();
  await writeTraySheet(path.join(made, 'tray-icons.png'));
  mkdirSync(shown, { recursive: true });
  for (const [to, from] of Object.entries(chosen)) {
    if (existsSync(path.join(made, from))) copyFileSync(path.join(made, from), path.join(shown, to));
  }
  say(`Pictures are in ${path.relative(root, made)}, the chosen ones in ${path.relative(root, shown)}.`);
  process.exit(status);
} catch (error) {
  say(error.message);
  process.exit(1);
}
