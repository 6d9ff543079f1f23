/** Finds the program of a command before it is started, so that a failure names what was looked for and where. */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Problem } from '../../../contract/problem.ts';

export interface CommandSearch {
  readonly command: string;
  /** Value of PATH that the child will have. */
  readonly searchPath: string;
  /** Folder that relative paths start from. */
  readonly cwd: string;
  readonly platform: 'linux' | 'macos' | 'windows';
}

export type FoundCommand = { readonly kind: 'found'; readonly path: string } | { readonly kind: 'problem'; readonly problem: Problem };

async function examine(file: string): Promise<'absent' | 'executable' | 'plain'> {
  try {
    if (!(await stat(file)).isFile()) return 'absent';
  } catch {
    return 'absent';
  }
  return access(file, constants.X_OK).then(
    () => 'executable',
    () => 'plain',
  );
}

const notExecutable = (file: string): Problem => ({
  code: 'command-not-executable',
  message: `${file} is not executable.`,
  hint: `Make it executable (chmod +x ${file}), or put its interpreter in front, such as "node" or "python3".`,
  where: { path: file },
});

const notFound = (command: string, folders: readonly string[]): Problem => ({
  code: 'command-not-found',
  message: `The command "${command}" was not found.`,
  hint: 'Install it, or give its full path as "command".',
  evidence: folders.map((folder) => `looked in ${folder}`),
});

/** Gives the file that would run, or a problem that names the folders that were looked in. */
export async function findCommand(search: CommandSearch): Promise<FoundCommand> {
  const { command, cwd } = search;
  if (search.platform === 'windows') return { kind: 'found', path: command };
  const byPath = command.includes('/');
  const folders = byPath ? [cwd] : search.searchPath.split(path.delimiter).map((folder) => path.resolve(cwd, folder || '.'));
  let plain: string | null = null;
  for (const folder of folders) {
    const file = byPath ? path.resolve(folder, command) : path.join(folder, command);
    const outcome = await examine(file);
    if (outcome === 'executable') return { kind: 'found', path: file };
    if (outcome === 'plain') plain ??= file;
  }
  if (plain !== null) return { kind: 'problem', problem: notExecutable(plain) };
  const looked = byPath ? [path.dirname(path.resolve(cwd, command))] : [...new Set(folders)];
  return { kind: 'problem', problem: notFound(command, looked) };
}
