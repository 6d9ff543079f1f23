/** PATH as a terminal would have it: programs started from a desktop inherit a shorter one, without node and its friends. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

export interface LoginPathInput {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: 'linux' | 'macos' | 'windows';
  readonly homeFolder: string;
}

/** Start-up files of a shell may ask questions or wait for a network; the first server must not wait for them. */
const shellAnswerMs = 3_000;
const mark = '__TOOLTRAY_PATH__';
/** A profile that prints without end must not fill the memory. */
const shellOutputMax = 1_000_000;

/** Where installers put programs without telling the desktop session. */
const usualFolders = (home: string): readonly string[] => [
  '/usr/local/bin',
  '/opt/homebrew/bin',
  '/usr/bin',
  '/bin',
  '/snap/bin',
  path.join(home, '.local/bin'),
  path.join(home, '.volta/bin'),
  path.join(home, '.bun/bin'),
  path.join(home, '.deno/bin'),
  path.join(home, '.cargo/bin'),
];

/** Started from a desktop: a shell would have set TERM. */
const startedFromDesktop = (input: LoginPathInput): boolean =>
  input.platform !== 'windows' && (input.environment.TERM ?? 'dumb') === 'dumb' && input.environment.SHELL !== undefined;

/** Value of PATH that the login shell prints; null when it gives none in time. */
function askShell(shell: string, input: LoginPathInput): Promise<string | null> {
  return new Promise((resolve) => {
    // printenv and not $PATH: fish joins lists in its own way.
    const child = spawn(shell, ['-ilc', `echo ${mark}; printenv PATH; echo ${mark}`], {
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
      cwd: existsSync(input.homeFolder) ? input.homeFolder : '/',
      env: { ...input.environment, DISABLE_AUTO_UPDATE: 'true' },
    });
    let output = '';
    const finish = (): void => {
      clearTimeout(timer);
      child.stdout.destroy();
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) killGroup(child.pid);
      const value = output.split(mark)[1]?.trim();
      resolve(value === undefined || value === '' ? null : (value.split('\n').at(-1) ?? null));
    };
    const timer = setTimeout(finish, shellAnswerMs);
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      if (output.split(mark).length > 2 || output.length > shellOutputMax) finish();
    });
    child.on('error', finish);
    child.on('exit', () => setImmediate(finish));
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

const joined = (paths: readonly string[]): string =>
  [...new Set(paths.flatMap((one) => one.split(path.delimiter)).filter((one) => one !== ''))].join(path.delimiter);

/** Gives a function that finds the PATH for servers; the shell is asked at most once, at the first call. */
export function createLoginPath(input: LoginPathInput): () => Promise<string> {
  let answer: Promise<string> | null = null;
  const own = input.environment.PATH ?? '';
  const find = async (): Promise<string> => {
    if (!startedFromDesktop(input)) return own === '' && input.platform !== 'windows' ? joined(usualFolders(input.homeFolder)) : own;
    const asked = await askShell(input.environment.SHELL ?? '/bin/sh', input);
    return asked !== null ? joined([asked]) : joined([own, ...usualFolders(input.homeFolder).filter((folder) => existsSync(folder))]);
  };
  return () => {
    answer ??= find();
    return answer;
  };
}
