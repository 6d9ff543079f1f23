/** Expands every text of a transport as its client does, and says which variables were missing and what that means. */
import type { Transport } from '../../contract/server.ts';
import type { EntryFault, EntryServer } from './client.ts';
import { type ExpansionRules, type ExpansionValues, expandText, variableValue } from './expand-variables.ts';
import { isAbsolutePath, joinPath } from './path-text.ts';

export interface ExpandedTransport {
  readonly transport: Transport;
  /** Environment variables that were looked up, found or not. */
  readonly variables: readonly string[];
  /** Why starting it makes no sense. */
  readonly fault: EntryFault | null;
  readonly notes: readonly EntryFault[];
}

type Expand = (text: string, at: readonly string[]) => string;

function expandMap(values: Readonly<Record<string, string>>, at: string, expand: Expand): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) result[name] = expand(value, [at, name]);
  return result;
}

function expandAll(written: Transport, expand: Expand): Transport {
  if (written.kind !== 'stdio')
    return { ...written, url: expand(written.url, ['url']), headers: expandMap(written.headers, 'headers', expand) };
  return {
    ...written,
    command: expand(written.command, ['command']),
    args: written.args.map((arg, index) => expand(arg, ['args', String(index)])),
    env: expandMap(written.env, 'env', expand),
    ...(written.envFile === undefined ? {} : { envFile: expand(written.envFile, ['envFile']) }),
    ...(written.cwd === undefined ? {} : { cwd: expand(written.cwd, ['cwd']) }),
  };
}

/** Clients start the servers of a project in its folder, so that is what relative paths of the entry count from. */
function inProject(transport: Transport, { projectFolder, platform }: ExpansionValues): Transport {
  if (transport.kind !== 'stdio' || projectFolder === null) return transport;
  const { cwd } = transport;
  if (cwd !== undefined && isAbsolutePath(platform, cwd)) return transport;
  return { ...transport, cwd: cwd === undefined ? projectFolder : joinPath(platform, projectFolder, cwd) };
}

function withInherited(transport: Transport, inherited: readonly string[], values: ExpansionValues): Transport {
  if (transport.kind !== 'stdio' || inherited.length === 0) return transport;
  const env: Record<string, string> = { ...transport.env };
  for (const name of inherited) {
    const value = variableValue(values, name);
    if (value === undefined) delete env[name];
    else env[name] = value;
  }
  return { ...transport, env };
}

const notSet = (name: string, at: readonly string[], consequence: string): EntryFault => ({
  code: 'variable-missing',
  message: `The variable ${name} is not set${consequence}.`,
  hint: `Set ${name} in the environment that Tooltray is started from.`,
  at,
});

const notOurs = (form: string, at: readonly string[]): EntryFault => ({
  code: 'variable-missing',
  message: `Only its own client can fill in \${${form}}.`,
  hint: 'Write the value itself, or name an environment variable.',
  at,
});

/** A launch without a program or an address cannot work. */
function emptyFault(transport: Transport, missing: readonly string[]): EntryFault | null {
  const isFine = transport.kind === 'stdio' ? transport.command.trim() !== '' : /^https?:\/\/[^\s/?#]/i.test(transport.url);
  if (isFine) return null;
  const field = transport.kind === 'stdio' ? 'command' : 'url';
  const [name] = missing;
  if (name !== undefined) return notSet(name, [field], ` and "${field}" cannot do without it`);
  const message = transport.kind === 'stdio' ? '"command" is empty.' : 'The address must begin with http:// or https://.';
  return {
    code: 'entry-invalid',
    message,
    hint: transport.kind === 'stdio' ? 'Write the program into it.' : 'Write the whole address.',
    at: [field],
  };
}

/** The transport that would run, with everything looked up that was needed for it. */
export function expandTransport(read: EntryServer, rules: ExpansionRules, values: ExpansionValues): ExpandedTransport {
  const variables = new Set<string>(read.inherited);
  const faults: EntryFault[] = [];
  const notes: EntryFault[] = [];
  const missing: string[] = [];
  const expanded = expandAll(read.written, (text, at) => {
    if (!text.includes('$')) return text;
    const result = expandText(text, rules, values);
    for (const name of result.variables) variables.add(name);
    for (const form of result.unresolved) faults.push(notOurs(form, at));
    for (const name of result.missing) {
      missing.push(name);
      if (rules.missing === 'refuse') faults.push(notSet(name, at, ''));
      else notes.push(notSet(name, at, rules.missing === 'keep' ? '; it stays as it is written' : '; the client takes an empty text'));
    }
    return result.text;
  });
  const transport = inProject(withInherited(expanded, read.inherited, values), values);
  return { transport, variables: [...variables], fault: faults[0] ?? emptyFault(transport, missing), notes };
}
