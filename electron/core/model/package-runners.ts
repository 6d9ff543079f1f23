/** Programs that fetch a package and run it, and whether a command names an exact version of it. */
import { programName } from '../lib/program-name.ts';

interface Runner {
  /** Words between the program and its arguments, for example `tool run`. */
  readonly words: readonly string[];
  /** Options that take the next argument as their value. */
  readonly valued: ReadonlySet<string>;
  /** Those of them whose value is a package to run or load. */
  readonly packages: ReadonlySet<string>;
  readonly pinned: (spec: string) => boolean;
}

const exact = /^v?\d+\.\d+\.\d+([-+][\w.+-]*)?$/u;
const commit = /[#@][0-9a-f]{40}$/u;
const localPath = /^(\.{0,2}[\\/]|[a-z]:[\\/]|file:|\.{1,2}$)/iu;

/** `pkg@1.2.3`, `@scope/pkg@1.2.3`, `github:user/repo#<commit>`. */
const npmPinned = (spec: string): boolean => exact.test(/^@?[^@]+@(.*)$/u.exec(spec)?.[1] ?? '') || commit.test(spec);

/** `pkg==1.2.3`, `pkg[extra]==1.2.3`, `pkg@1.2.3`, `git+https://…@<commit>`. */
const pythonPinned = (spec: string): boolean =>
  /^[^=<>~!*]+===?[^=<>~!*,]+$/u.test(spec) || exact.test(/^[^@]+@(.*)$/u.exec(spec)?.[1] ?? '') || commit.test(spec);

/** Only a digest names one image for good; a tag can be moved. */
const imagePinned = (spec: string): boolean => /@sha256:[0-9a-f]{64}$/u.test(spec);

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const npm = {
  valued: setOf('-p --package -c --call --prefix --registry --userconfig --cache -w --workspace'),
  packages: setOf('-p --package'),
  pinned: npmPinned,
};
const uv = {
  valued: setOf(
    '--from --with --with-requirements --with-editable -p --python --index --default-index --index-url -i --extra-index-url --directory --project --cache-dir --env-file --refresh-package -c --constraints',
  ),
  packages: setOf('--from --with'),
  pinned: pythonPinned,
};
const pipx = { valued: setOf('--spec --python --index-url -i --pip-args --with'), packages: setOf('--spec --with'), pinned: pythonPinned };
const image = {
  valued: setOf(
    '-e --env --env-file -v --volume --mount --name -p --publish --network --net -w --workdir -u --user --entrypoint -l --label --platform --add-host --cap-add --cap-drop --security-opt -m --memory --cpus --restart --pull -h --hostname --device --tmpfs --ulimit --log-driver --log-opt --dns --gpus --shm-size',
  ),
  packages: setOf(''),
  pinned: imagePinned,
};

const runners: Readonly<Record<string, readonly Runner[]>> = {
  npx: [{ words: [], ...npm }],
  pnpx: [{ words: [], ...npm }],
  bunx: [{ words: [], ...npm }],
  npm: [
    { words: ['exec'], ...npm },
    { words: ['x'], ...npm },
  ],
  pnpm: [{ words: ['dlx'], ...npm }],
  yarn: [{ words: ['dlx'], ...npm }],
  bun: [{ words: ['x'], ...npm }],
  uvx: [{ words: [], ...uv }],
  uv: [{ words: ['tool', 'run'], ...uv }],
  pipx: [{ words: ['run'], ...pipx }],
  docker: [
    { words: ['run'], ...image },
    { words: ['container', 'run'], ...image },
  ],
  podman: [{ words: ['run'], ...image }],
};

/** Packages or images that the command fetches without an exact version, as written; none for other commands. */
export function unpinnedPackages(command: string, args: readonly string[]): readonly string[] {
  const program = programName(command);
  if (program === 'cmd' || program === 'env') {
    const before = program === 'cmd' ? /^\//u : /^-|^\w+=/u;
    const at = args.findIndex((arg) => !before.test(arg));
    return at < 0 ? [] : unpinnedPackages(args[at] ?? '', args.slice(at + 1));
  }
  const known = Object.hasOwn(runners, program) ? (runners[program] ?? []) : [];
  const runner = known.find(({ words }) => words.every((word, at) => args[at] === word));
  if (runner === undefined) return [];
  return packagesOf(runner, args.slice(runner.words.length)).filter((spec) => !localPath.test(spec) && !runner.pinned(spec));
}

/** What is fetched: the values of package options; without such an option for the command itself, the first plain argument. */
function packagesOf(runner: Runner, args: readonly string[]): readonly string[] {
  const packages: string[] = [];
  let named = false;
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--') continue;
    if (!arg.startsWith('-')) return named ? packages : [...packages, arg];
    const [option = '', inline] = arg.includes('=') ? [arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)] : [arg];
    if (!runner.valued.has(option)) continue;
    const value = inline ?? args[at + 1];
    if (inline === undefined) at += 1;
    if (!runner.packages.has(option) || value === undefined) continue;
    packages.push(value);
    // `--with` adds to the package, the others replace it.
    named ||= option !== '--with';
  }
  return packages;
}
