/** The environment a server is given: a short list from our own, then what its entry asks for, then the run tag. */
import { runTagVariable } from './process-table.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What every program needs to find its home, shell, language, temporary folder and display; everything else stays with us. */
const passedOn = {
  posix:
    'HOME LOGNAME PATH SHELL TERM USER LANG LANGUAGE LC_ALL LC_ADDRESS LC_COLLATE LC_CTYPE LC_IDENTIFICATION LC_MEASUREMENT LC_MESSAGES ' +
    'LC_MONETARY LC_NAME LC_NUMERIC LC_PAPER LC_TELEPHONE LC_TIME TMPDIR DISPLAY WAYLAND_DISPLAY XDG_RUNTIME_DIR',
  windows:
    'APPDATA COMSPEC HOMEDRIVE HOMEPATH LOCALAPPDATA PATH PATHEXT PROCESSOR_ARCHITECTURE PROGRAMDATA PROGRAMFILES PROGRAMFILES(X86) ' +
    'PROGRAMW6432 SYSTEMDRIVE SYSTEMROOT TEMP TMP USERNAME USERPROFILE WINDIR',
};

export interface ChildEnvInput {
  readonly own: Environment;
  readonly platform: 'linux' | 'macos' | 'windows';
  /** PATH for programs; replaces our own. */
  readonly searchPath: string;
  readonly envFileVariables: Readonly<Record<string, string>>;
  readonly entryEnv: Readonly<Record<string, string>>;
  readonly tag: string;
}

/** Names that are handed on from our own environment. */
export const passedOnNames = (platform: ChildEnvInput['platform']): readonly string[] =>
  (platform === 'windows' ? passedOn.windows : passedOn.posix).split(' ');

/** Builds the complete environment of a server; later parts win: own, env file, entry. */
export function childEnv(input: ChildEnvInput): Record<string, string> {
  const result: Record<string, string> = {};
  for (const name of passedOnNames(input.platform)) {
    const value = input.own[name];
    // Exported shell functions look like "() {…" and would be code in the child.
    if (value !== undefined && !value.startsWith('()')) result[name] = value;
  }
  return { ...result, PATH: input.searchPath, ...input.envFileVariables, ...input.entryEnv, [runTagVariable]: input.tag };
}
