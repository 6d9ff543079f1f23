/** Where Tooltray keeps its files, the same for the desktop and the headless program. */
import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import nodePath from 'node:path';
import type { Problem } from '../../contract/problem.ts';

const openToOthers = 0o077;

type Environment = Readonly<Record<string, string | undefined>>;

/** The home: `--home`, else `TOOLTRAY_HOME`, else `~/.tooltray`; always absolute. */
export function tooltrayHome(environment: Environment, override?: string): string {
  const chosen = [override, environment.TOOLTRAY_HOME].find((text) => text !== undefined && text.trim() !== '');
  if (chosen === undefined) return nodePath.join(homedir(), '.tooltray');
  // Started from a settings file or a desktop entry, no shell has replaced the tilde.
  return nodePath.resolve(chosen === '~' || chosen.startsWith('~/') ? nodePath.join(homedir(), chosen.slice(1)) : chosen);
}

/** Makes the home for this person alone (0700); gives the problem when it cannot be used. */
export function prepareHome(home: string): Problem | null {
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    const stats = statSync(home);
    if (process.platform !== 'win32' && stats.uid === process.getuid?.() && (stats.mode & openToOthers) !== 0) chmodSync(home, 0o700);
    return null;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return {
      code: 'registry-unwritable',
      message: `The folder ${home} cannot be used: ${words}.`,
      hint: 'Give your user the right to write there, or set TOOLTRAY_HOME to another folder.',
      where: { path: home },
    };
  }
}
