/** Makes the folder that Tooltray keeps its files in. */
import { chmodSync, mkdirSync, statSync } from 'node:fs';
import type { Problem } from '../../contract/problem.ts';

const openToOthers = 0o077;

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
