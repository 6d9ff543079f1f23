/** What the core is told about the machine and the process. */
import os from 'node:os';
import type { Surroundings } from '../../core/ports.ts';
import { personFolder } from '../../home-folder.ts';

const platforms: Readonly<Record<string, Surroundings['platform']>> = { darwin: 'macos', win32: 'windows' };

/** A copy of the environment as it is now; everything that is neither macOS nor Windows counts as Linux. */
export function createSurroundings(home: string, environment: Surroundings['environment'] = process.env): Surroundings {
  return {
    platform: platforms[process.platform] ?? 'linux',
    homeFolder: personFolder(),
    tooltrayHome: home,
    environment: Object.freeze({ ...environment }),
    runtime: runtimeVersions(),
  };
}

function runtimeVersions(): Surroundings['runtime'] {
  const { electron, chrome, node } = process.versions;
  const hosts = { electron, chrome, node };
  const known = Object.entries(hosts).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(known), system: os.release(), processor: os.arch() };
}
