/** `npm run package [-- TARGET… --output DIR]`: electron-builder with the Electron runtime found here; the folder (`dir`) needs no download. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './build.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { resolveElectronDist } from './electron-dist.mjs';
import { say } from './say.mjs';

try {
  ensureDependencies();
  const dist = resolveElectronDist({ log: say });
  ensureBuilt();
  if (dist.source === 'fallback')
    say('This package gets an old runtime that is for tests, not for a release: the current one could not be had.');
  const { build, Platform } = await import('electron-builder');
  // Told from the runtime itself, so that logs and native parts fit what is really packed.
  const electronVersion = readFileSync(path.join(dist.dir, 'version'), 'utf8').trim().replace(/^v/, '');
  // A switch that older runtimes do not have; asking for it there fails the build.
  const fuses = Number.parseInt(electronVersion, 10) < 29 ? {} : { electronFuses: { grantFileProtocolExtraPrivileges: false } };
  const { values, positionals: targets } = parseArgs({ options: { output: { type: 'string' } }, allowPositionals: true });
  const directories = values.output ? { directories: { output: path.resolve(values.output) } } : {};
  const made = await build({
    targets: Platform.current().createTarget(targets.length > 0 ? targets : ['dir']),
    config: { electronDist: dist.dir, electronVersion, ...fuses, ...directories },
  });
  for (const file of made) console.log(file);
} catch (error) {
  say(error.message);
  process.exit(1);
}
