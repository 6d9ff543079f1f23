/** Which arguments of an interpreter name the code that it runs: pure guesses, for the caller to look up. */
import { programName } from '../lib/program-name.ts';

export interface ScriptArguments {
  /** Values of options that load code before the script (`node -r hook.js`): each that is a file counts. */
  readonly loaded: readonly string[];
  /** The first of these that is a file is the script. */
  readonly script: readonly string[];
  /** Folder that the command changes to before it looks for them. */
  readonly folder?: string;
}

interface Interpreter {
  readonly names: RegExp;
  /** Words between the program and the script, such as `run`. */
  readonly words?: readonly string[];
  /** Options whose value is a file with code. */
  readonly files?: readonly string[];
  /** Options whose value is something else. */
  readonly values?: readonly string[];
  /** Options after which no script comes: the code is in the arguments, or a module is named. */
  readonly ends?: RegExp;
  readonly folderOption?: string;
  /** It starts another program, which may be an interpreter itself. */
  readonly starts?: 'anything' | 'or file';
}

const none: ScriptArguments = { loaded: [], script: [] };

const interpreters: readonly Interpreter[] = [
  {
    names: /^(node|nodejs|tsx|ts-node|electron)$/u,
    words: ['watch'],
    files: ['-r', '--require', '--import', '--loader', '--experimental-loader'],
    values: ['--env-file', '--env-file-if-exists', '-C', '--conditions', '--title', '--tsconfig', '-P', '--project'],
    ends: /^(-e|--eval|-p|--print|-pe)$/u,
  },
  {
    names: /^bun$/u,
    words: ['run'],
    files: ['-r', '--preload'],
    values: ['--env-file', '-c', '--config'],
    ends: /^(-e|--eval|-p|--print|x)$/u,
    folderOption: '--cwd',
  },
  {
    names: /^deno$/u,
    words: ['run', 'serve'],
    values: ['-c', '--config', '--import-map', '--lock', '--env-file', '--cert', '--preload'],
    ends: /^(eval|task|repl)$/u,
  },
  { names: /^(python|pythonw|pypy)[\d.]*$/u, values: ['-W', '-X'], ends: /^-[a-zA-Z]*[cm]$/u },
  {
    names: /^(sh|bash|zsh|dash|ksh|fish)$/u,
    files: ['--rcfile', '--init-file'],
    values: ['-o', '-O', '+o', '+O'],
    ends: /^-[a-zA-Z]*c$|^--command$/u,
  },
  { names: /^ruby$/u, values: ['-I', '-r', '-C', '-E'], ends: /^-e$/u },
  { names: /^perl$/u, values: ['-I'], ends: /^-[a-zA-Z]*[eE]$/u },
  { names: /^php[\d.]*$/u, files: ['-f'], values: ['-c', '-d', '-z'], ends: /^-[rBR]$/u },
  { names: /^(lua|luajit)[\d.]*$/u, values: ['-l'], ends: /^-e$/u },
  { names: /^rscript$/u, values: [], ends: /^-e$/u },
  {
    names: /^javaw?$/u,
    files: ['-jar', '-javaagent'],
    values: ['-cp', '-classpath', '--class-path', '-p', '--module-path', '--add-modules'],
    ends: /^(-m|--module)$/u,
  },
  {
    names: /^(powershell|pwsh)$/u,
    files: ['-File', '-f'],
    values: ['-ExecutionPolicy', '-ep', '-WorkingDirectory', '-Version'],
    ends: /^(-c|-command|-enc|-encodedcommand)$/iu,
  },
  { names: /^osascript$/u, values: ['-l'], ends: /^-e$/u },
  {
    names: /^dotnet$/u,
    words: ['exec', 'run'],
    files: ['--project', '--additional-deps'],
    values: ['--runtimeconfig', '--depsfile', '-c', '-f'],
  },
  {
    names: /^(fastmcp|mcp)$/u,
    words: ['run', 'dev'],
    values: ['--transport', '-t', '--host', '--port', '-p', '--with', '--log-level', '-l'],
  },
  {
    names: /^uv$/u,
    words: ['run'],
    values: [
      '--with',
      '--with-requirements',
      '--with-editable',
      '--python',
      '-p',
      '--project',
      '--extra',
      '--group',
      '--env-file',
      '--index',
      '--cache-dir',
      '--package',
    ],
    ends: /^(-m|--module|tool|x|pip|sync)$/u,
    folderOption: '--directory',
    starts: 'or file',
  },
  {
    names: /^(npx|pnpx|bunx|uvx)$/u,
    values: ['-p', '--package', '--from', '--with', '--python'],
    ends: /^(-c|--call)$/u,
    starts: 'anything',
  },
  { names: /^env$/u, values: ['-u', '-C', '-S'], starts: 'anything' },
  { names: /^cmd$/u, values: [], starts: 'anything' },
];

/**
 * Arguments that may name code, as they are written; nothing for a command that is not known to run files, because any other
 * file among the arguments is data, and data that changes must not ask for a new approval.
 */
export function scriptArguments(command: string, args: readonly string[]): ScriptArguments {
  const interpreter = interpreters.find(({ names }) => names.test(programName(command)));
  if (interpreter === undefined) return none;
  const read = readOptions(interpreter, args);
  const [first, ...rest] = read.plain;
  if (read.ended || first === undefined) return { ...read.found, script: [] };
  if (interpreter.starts === undefined) return { ...read.found, script: read.plain.map(withoutObject) };
  // `npx tsx@4 server.ts`, `env A=1 node server.js`.
  const inner = scriptArguments(first.replace(/(?<=.)@[^/\\]*$/u, ''), rest);
  const script = inner.script.length === 0 && inner.loaded.length === 0 && interpreter.starts === 'or file' ? [first] : inner.script;
  return { ...read.found, ...inner, loaded: [...read.found.loaded, ...inner.loaded], script };
}

interface OptionsRead {
  readonly found: { readonly loaded: readonly string[]; readonly folder?: string };
  /** Everything from the first argument on that is no option. */
  readonly plain: readonly string[];
  /** No script follows. */
  readonly ended: boolean;
}

function readOptions(interpreter: Interpreter, args: readonly string[]): OptionsRead {
  const { words = [], files = [], values = [], ends, folderOption } = interpreter;
  const loaded: string[] = [];
  let folder: { readonly folder?: string } = {};
  let inWords = true;
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (ends?.test(arg)) return { found: { loaded, ...folder }, plain: [], ended: true };
    if (arg === '--') return { found: { loaded, ...folder }, plain: args.slice(at + 1), ended: false };
    const equals = arg.startsWith('-') ? arg.indexOf('=') : -1;
    const option = equals < 0 ? arg : arg.slice(0, equals);
    const value = equals < 0 ? args[at + 1] : arg.slice(equals + 1);
    const known = [...files, ...values, folderOption].includes(option);
    if (known && value !== undefined) {
      if (files.includes(option)) loaded.push(value);
      if (option === folderOption) folder = { folder: value };
      if (equals < 0) at += 1;
    } else if (inWords && words.includes(arg)) inWords = false;
    else if (!isOption(interpreter, arg)) return { found: { loaded, ...folder }, plain: args.slice(at), ended: false };
  }
  return { found: { loaded, ...folder }, plain: [], ended: false };
}

/** Also what `env` and `cmd` take before the program: assignments and `/c`. */
function isOption({ names }: Interpreter, arg: string): boolean {
  if (names.test('env') && /^\w+=/u.test(arg)) return true;
  return arg.startsWith('-') || (names.test('cmd') && arg.startsWith('/'));
}

/** `server.py:app` names an object in a file. */
const withoutObject = (arg: string): string => arg.replace(/(?<=\.py):\w+$/u, '');
