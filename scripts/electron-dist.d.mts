/** Types of electron-dist.mjs for the settings that are written in TypeScript. */
export interface ElectronDist {
  readonly dir: string;
  readonly exe: string;
  readonly source: string;
}
export function resolveElectronDist(options?: { log?: (message: string) => void }): ElectronDist;
export function sandboxArguments(dist: ElectronDist, log?: (message: string) => void): string[];
