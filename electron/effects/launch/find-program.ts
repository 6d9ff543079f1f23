/** Finds the file that a command would start, in the same way as the start itself does. */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';

export interface ProgramSearch {
  readonly command: string;
  /** Value of PATH that the program will have. */
  readonly searchPath: string;
  /** Folder that relative paths start from. */
  readonly cwd: string;
}

export interface ProgramFound {
  /** Path as it was found, links not resolved; null when there is nothing to start. */
  readonly file: string | null;
  readonly lookedIn: readonly string[];
}

/** Endings that Windows tries by itself, in its usual order. */
const windowsEndings = ['', '.com', '.exe', '.bat', '.cmd'];

/**
 * Gives the first file of that name that may be executed. A command with a path that may not be executed is given all the same:
 * it is the one that would run, once that is put right.
 */
export async function findProgram({ command, searchPath, cwd }: ProgramSearch): Promise<ProgramFound> {
  const windows = process.platform === 'win32';
  const endings = windows ? windowsEndings : [''];
  if (command.includes('/') || (windows && command.includes('\\'))) {
    const file = path.resolve(cwd, command);
    for (const ending of endings) if (await isFile(file + ending)) return { file: file + ending, lookedIn: [] };
    return { file: null, lookedIn: [path.dirname(file)] };
  }
  const folders = [...new Set(searchPath.split(path.delimiter).map((folder) => path.resolve(cwd, folder)))];
  for (const folder of folders) {
    for (const ending of endings) {
      const file = path.join(folder, command + ending);
      if ((await mayExecute(file)) && (await isFile(file))) return { file, lookedIn: [] };
    }
  }
  return { file: null, lookedIn: folders };
}

async function isFile(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

async function mayExecute(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
