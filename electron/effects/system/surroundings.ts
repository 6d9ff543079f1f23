/** What the core is told about the machine and the process. */
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
  };
}
