/** Looks at the files behind a launch: which program would run, which script, which env file, and what identifies each. */
import path from 'node:path';
import type { StdioTransport, Transport } from '../../contract/server.ts';
import { scriptArguments } from '../../core/model/script-arguments.ts';
import type { LaunchFacts, LaunchFile } from '../../core/model/server.ts';
import type { LaunchInspection } from '../../core/ports.ts';
import { parseEnvFile } from './env-file.ts';
import { createFileIdentities, type FileIdentities, type IdentifiedFile } from './file-identity.ts';
import { findProgram, type ProgramFound, type ProgramSearch } from './find-program.ts';

export interface LaunchInspectionOptions {
  /** Keyed digest with this home's key. */
  readonly digest: (text: string) => string;
  /** PATH that servers get. */
  readonly searchPath: () => Promise<string>;
  /** Folder that relative paths start from when the entry names none. */
  readonly homeFolder: string;
}

const nothing: LaunchFacts = { files: [], envFileVariables: {} };

/** What Node and Python add to the name of a script by themselves. */
const scriptEndings = ['', '.js', '/index.js', '/__main__.py'];

/**
 * Makes the inspection. What was read is kept by stat, and a search that is under way is shared, so that many servers cost a few
 * stats each.
 *
 * Limits: a script stands for itself and not for what it imports; the package of a package runner (`npx`, `uvx`) is not looked
 * at, `launchWarnings` points those without an exact version out. An env file that is missing is no file of the launch. A command
 * that is not found has no executable, and `lookedIn` says where it was looked for.
 */
export function createLaunchInspection(options: LaunchInspectionOptions): LaunchInspection {
  const identities = createFileIdentities(options.digest);
  const search = shareSearches();
  return {
    async inspect(transport: Transport) {
      if (transport.kind !== 'stdio') return nothing;
      return inspectStdio(transport, { ...options, identities, search });
    },
    digest: options.digest,
  };
}

interface Means extends LaunchInspectionOptions {
  readonly identities: FileIdentities;
  readonly search: (search: ProgramSearch) => Promise<ProgramFound>;
}

async function inspectStdio(transport: StdioTransport, means: Means): Promise<LaunchFacts> {
  const cwd = path.resolve(means.homeFolder, transport.cwd ?? '.');
  const [envFile, scripts] = await Promise.all([
    transport.envFile === undefined ? null : means.identities.identify('envFile', path.resolve(cwd, transport.envFile)),
    findScripts(transport, cwd, means.identities),
  ]);
  const envFileVariables = envFile?.text == null ? {} : parseEnvFile(envFile.text);
  // As the start does: the entry's own PATH replaces that of the env file, which replaces ours.
  const searchPath = transport.env.PATH ?? envFileVariables.PATH ?? (await means.searchPath().catch(() => ''));
  const program = await means.search({ command: transport.command, searchPath, cwd });
  const executable = program.file === null ? null : await means.identities.identify('executable', program.file);
  const files = [executable, ...scripts, envFile].filter((file) => file !== null).map(withoutText);
  return { files, envFileVariables, ...(executable === null ? { lookedIn: program.lookedIn } : {}) };
}

const withoutText = ({ role, path: real, identity, stat }: IdentifiedFile): LaunchFile => ({ role, path: real, identity, stat });

/** Everything that is loaded before the script, then the script, each once. */
async function findScripts(transport: StdioTransport, cwd: string, identities: FileIdentities): Promise<readonly IdentifiedFile[]> {
  const { loaded, script, folder } = scriptArguments(transport.command, transport.args);
  const base = path.resolve(cwd, folder ?? '.');
  const find = (given: string): Promise<IdentifiedFile | null> => firstScript(given, base, identities);
  const found = await Promise.all(loaded.map(find));
  for (const given of script) {
    const file = given.startsWith('-') ? null : await find(given);
    if (file === null) continue;
    found.push(file);
    break;
  }
  const files = found.filter((file) => file !== null);
  return files.filter((file, at) => files.findIndex((other) => other.path === file.path) === at);
}

async function firstScript(given: string, base: string, identities: FileIdentities): Promise<IdentifiedFile | null> {
  for (const ending of scriptEndings) {
    const file = await identities.identify('script', path.resolve(base, given + ending));
    if (file !== null) return file;
  }
  return null;
}

/** Fifty servers that start with `npx` ask once where it is. */
function shareSearches(): (search: ProgramSearch) => Promise<ProgramFound> {
  const underWay = new Map<string, Promise<ProgramFound>>();
  return (search) => {
    const key = JSON.stringify(search);
    const before = underWay.get(key);
    if (before !== undefined) return before;
    const answer = findProgram(search).finally(() => underWay.delete(key));
    underWay.set(key, answer);
    return answer;
  };
}
