/** Where Tooltray keeps its files: the same answer for both doors, before anything heavy is loaded. */
import { homedir, userInfo } from 'node:os';
import nodePath from 'node:path';

/** The person's home folder; an empty HOME counts as none. */
export const personFolder = (): string => homedir() || userInfo().homedir;

/** Tooltray's home: `--home`, else `TOOLTRAY_HOME`, else `~/.tooltray`; always absolute. */
export function tooltrayHome(environment: Readonly<Record<string, string | undefined>>, override?: string): string {
  const chosen = [override, environment.TOOLTRAY_HOME].find((text) => text !== undefined && text.trim() !== '');
  if (chosen === undefined) return nodePath.join(personFolder(), '.tooltray');
  // Started from a settings file or a desktop entry, no shell has replaced the tilde.
  return nodePath.resolve(chosen === '~' || chosen.startsWith('~/') ? nodePath.join(personFolder(), chosen.slice(1)) : chosen);
}
