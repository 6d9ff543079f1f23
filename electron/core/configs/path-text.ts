/** Paths as text, for any platform: the core may not ask the machine that it runs on. */

export type Platform = 'linux' | 'macos' | 'windows';

export const separatorOf = (platform: Platform): string => (platform === 'windows' ? '\\' : '/');

/** Joins a folder and a relative path written with forward slashes. */
export function joinPath(platform: Platform, folder: string, relative: string): string {
  const separator = separatorOf(platform);
  const written = platform === 'windows' ? relative.replaceAll('/', separator) : relative;
  return /[\\/]$/.test(folder) && (platform === 'windows' || folder.endsWith('/')) ? folder + written : folder + separator + written;
}

/** A path that stands for itself, without a folder to count from. */
export const isAbsolutePath = (platform: Platform, path: string): boolean =>
  platform === 'windows' ? /^([A-Za-z]:[\\/]|[\\/]{2})/.test(path) : path.startsWith('/');

/** Forward slashes only, and the same letters for the same file where the platform does not tell them apart. */
export function comparablePath(platform: Platform, path: string): string {
  return platform === 'windows' ? path.replaceAll('\\', '/').toLowerCase() : path;
}

/** The last part of a path. */
export function lastPart(path: string): string {
  return path.replace(/[\\/]+$/, '').replace(/^.*[\\/]/, '');
}

/** What stands before `tail` in `path`, if the path ends with it as whole parts; `tail` has forward slashes. */
export function folderAbove(path: string, tail: string): string | null {
  const plain = path.replaceAll('\\', '/');
  if (!plain.endsWith(`/${tail}`)) return null;
  return path.slice(0, path.length - tail.length - 1) || '/';
}
