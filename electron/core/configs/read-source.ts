/** Text of a config file to servers and problems; one bad server never hides the others. */
import { pointerStep, type SourceId, serverId } from '../../contract/ids.ts';
import type { Problem } from '../../contract/problem.ts';
import type { Transport } from '../../contract/server.ts';
import type { ServerEntry } from '../model/server.ts';
import type { EntryProblem } from '../model/source.ts';
import type { ClientProfile, EntryFault, Environment, Root } from './client.ts';
import { serversMax } from './client.ts';
import { placeOf } from './codecs/place-of.ts';
import { type ListNode, nodeAt, type ObjectNode, plainObjectOf, shadowedMembers, type ValueNode } from './codecs/value-tree.ts';
import { type Expanded, type ExpansionValues, expandText, variableValue } from './expand-variables.ts';
import { folderAbove, folderOf, type Platform } from './path-text.ts';

export interface ReadContext {
  readonly source: SourceId;
  readonly environment: Environment;
  readonly homeFolder: string;
  readonly platform: Platform;
}

export type SourceRead =
  | {
      readonly kind: 'read';
      readonly entries: readonly ServerEntry[];
      readonly entryProblems: readonly EntryProblem[];
      readonly variables: readonly string[];
    }
  | { readonly kind: 'unreadable'; readonly problem: Problem };

/** Where one server stands: keys from the root, its own name, the node, and the scope that a `*` in the root stood for. */
interface Found {
  readonly keys: readonly string[];
  readonly name: string;
  readonly node: ObjectNode;
  readonly scope: string | null;
}

interface Reading {
  readonly profile: ClientProfile;
  readonly text: string;
  readonly context: ReadContext;
  readonly problems: EntryProblem[];
  readonly variables: Set<string>;
}

/** Reads a source as its client does. Never throws; a text that does not parse whole is unreadable, never partly read. */
export function readSource(profile: ClientProfile, text: string, context: ReadContext): SourceRead {
  const parsed = profile.codec.parse(text, { charsMax: profile.bytesMax });
  if (parsed.kind === 'problem') return { kind: 'unreadable', problem: withPath(parsed.problem, context.source) };
  const reading: Reading = { profile, text, context, problems: [], variables: new Set() };
  const found = findServers(reading, parsed.root);
  if ('code' in found) return { kind: 'unreadable', problem: withPath(found, context.source) };
  const entries = found.map((one) => readEntry(reading, one)).filter((entry) => entry !== null);
  return { kind: 'read', entries, entryProblems: reading.problems, variables: [...reading.variables].sort() };
}

const withPath = (problem: Problem, path: string): Problem => ({ ...problem, where: { path, ...problem.where } });

function wrongShape(reading: Reading, node: ValueNode, message: string, hint: string): Problem {
  return { code: 'source-wrong-shape', message, hint, where: { ...placeOf(reading.text, node.start) } };
}

function findServers(reading: Reading, root: ValueNode): readonly Found[] | Problem {
  const { profile } = reading;
  if (root.kind !== 'object')
    return wrongShape(reading, root, 'The file does not hold an object.', 'An MCP config starts with { and has its servers inside.');
  const places = profile.roots.keys.flatMap((keys) => expandRoot(root, keys));
  const present = profile.roots.use === 'first' ? places.slice(0, 1) : places;
  const found: Found[] = [];
  for (const place of present) {
    const members = serversAt(reading, place.keys, place.node, place.scope);
    if ('code' in members) return members;
    found.push(...members);
  }
  if (present.length === 0) found.push(...flatServers(profile, root));
  if (present.length === 0 && found.length === 0 && profile.isOnlyServers && root.members.length > 0 && !root.byKey.has('$schema')) {
    return wrongShape(
      reading,
      root,
      `There is no "${profile.roots.keys[0]?.join('.')}" in the file.`,
      `Put the servers under "${profile.roots.keys[0]?.join('.')}".`,
    );
  }
  if (found.length > serversMax)
    return wrongShape(
      reading,
      root,
      `The file asks for ${found.length} servers; at most ${serversMax} are read.`,
      'Split it into several files.',
    );
  return found;
}

/** The places that exist for one root; `*` stands for every key. */
function expandRoot(
  root: ObjectNode,
  keys: Root,
): readonly { readonly keys: readonly string[]; readonly node: ValueNode; readonly scope: string | null }[] {
  const star = keys.indexOf('*');
  if (star < 0) {
    const node = nodeAt(root, keys);
    return node === undefined ? [] : [{ keys, node, scope: null }];
  }
  const above = nodeAt(root, keys.slice(0, star));
  if (above?.kind !== 'object') return [];
  return [...above.byKey.keys()].flatMap((key) => {
    const place = [...keys.slice(0, star), key, ...keys.slice(star + 1)];
    const node = nodeAt(root, place);
    return node === undefined ? [] : [{ keys: place, node, scope: key }];
  });
}

function serversAt(reading: Reading, keys: readonly string[], node: ValueNode, scope: string | null): readonly Found[] | Problem {
  if (node.kind === 'scalar' && node.value === null) return [];
  if (node.kind === 'list') return listedServers(reading, keys, node, scope);
  if (node.kind !== 'object') return wrongShape(reading, node, `"${keys.join('.')}" must be an object.`, 'It maps names to servers.');
  for (const member of shadowedMembers(node)) {
    const problem = entryProblem(
      reading,
      [...keys, member.key],
      member.keyStart,
      'duplicate-key',
      `"${member.key}" is there twice; the last one counts`,
    );
    reading.problems.push({ name: member.key, problem: { ...problem, hint: 'Remove one of them.' } });
  }
  return [...node.byKey.values()].flatMap((member) => {
    if (member.value.kind === 'object') return [{ keys: [...keys, member.key], name: member.key, node: member.value, scope }];
    // Text under a telling name stands in for a comment in many files.
    if (member.value.kind === 'scalar' && typeof member.value.value === 'string') return [];
    const problem = entryProblem(reading, [...keys, member.key], member.value.start, 'entry-invalid', `"${member.key}" is not an object`);
    reading.problems.push({ name: member.key, problem });
    return [];
  });
}

function listedServers(reading: Reading, keys: readonly string[], list: ListNode, scope: string | null): readonly Found[] {
  return list.items.flatMap((node, at) => {
    const name = node.kind === 'object' ? node.byKey.get('name')?.value : undefined;
    if (node.kind === 'object' && name?.kind === 'scalar' && typeof name.value === 'string' && name.value !== '') {
      return [{ keys: [...keys, name.value], name: name.value, node, scope }];
    }
    const problem = entryProblem(reading, [...keys, String(at)], node.start, 'entry-invalid', `entry ${at + 1} of the list has no name`);
    reading.problems.push({ name: null, problem });
    return [];
  });
}

/** A plugin's file is the map itself: every member must look like a server. */
function flatServers(profile: ClientProfile, root: ObjectNode): readonly Found[] {
  if (!profile.shapes.includes('flat')) return [];
  const members = [...root.byKey.values()];
  const looksLikeServer = (node: ValueNode) => node.kind === 'object' && (node.byKey.has('command') || node.byKey.has('url'));
  if (members.length === 0 || !members.every((member) => looksLikeServer(member.value))) return [];
  return members.flatMap((member) =>
    member.value.kind === 'object' ? [{ keys: [member.key], name: member.key, node: member.value, scope: null }] : [],
  );
}

function readEntry(reading: Reading, found: Found): ServerEntry | null {
  const { profile, context } = reading;
  const read = profile.readEntry(plainObjectOf(found.node));
  if (read.kind === 'fault') return refuse(reading, found, read.fault);
  const values = expansionValues(reading, found);
  const seen: Expanded[] = [];
  const expand = (text: string): string => {
    const expanded = expandText(text, profile.expansion, values);
    seen.push(expanded);
    return expanded.text;
  };
  const transport = withInherited(mapTexts(read.written, expand), read.inherited, values);
  for (const name of [...read.inherited, ...seen.flatMap((one) => one.variables)]) reading.variables.add(name);
  const unresolved = seen.flatMap((one) => one.unresolved)[0];
  const missing = profile.expansion.missing === 'refuse' ? seen.flatMap((one) => one.missing)[0] : undefined;
  const lacking = unresolved ?? missing;
  if (lacking !== undefined && read.enabled) return refuse(reading, found, missingFault(lacking, unresolved !== undefined));
  return {
    id: serverId(context.source, found.keys),
    name: found.name,
    source: context.source,
    client: profile.id,
    ...(found.scope === null ? {} : { scope: found.scope }),
    pointer: found.keys.map((key) => `/${pointerStep(key)}`).join(''),
    written: read.written,
    transport,
    variables: [...new Set(seen.flatMap((one) => one.variables))],
    enabled: read.enabled,
    ...(read.timeoutMs === undefined ? {} : { timeoutMs: read.timeoutMs }),
  };
}

const missingFault = (name: string, isForClient: boolean): EntryFault => ({
  code: 'variable-missing',
  message: isForClient ? `only its client can fill in \${${name}}` : `the variable ${name} is not set`,
  hint: isForClient
    ? 'Give the value another way, for example as an environment variable.'
    : `Set ${name} in the environment Tooltray is started from, or give a default.`,
  at: [],
});

function expansionValues({ profile, context }: Reading, found: Found): ExpansionValues {
  const { environment, homeFolder, platform, source } = context;
  const projectFile = profile.projectFiles.find((file) => folderAbove(source, file) !== null);
  const user = profile.locations(platform, homeFolder, environment).includes(source);
  const folder = projectFile === undefined || user ? null : (folderAbove(source, projectFile) ?? folderOf(source));
  return { environment, homeFolder, platform, projectFolder: found.scope ?? folder };
}

function mapTexts(transport: Transport, map: (text: string) => string): Transport {
  const mapAll = (values: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
  if (transport.kind !== 'stdio') return { ...transport, url: map(transport.url), headers: mapAll(transport.headers) };
  return {
    ...transport,
    command: map(transport.command),
    args: transport.args.map(map),
    env: mapAll(transport.env),
    ...(transport.cwd === undefined ? {} : { cwd: map(transport.cwd) }),
    ...(transport.envFile === undefined ? {} : { envFile: map(transport.envFile) }),
  };
}

function withInherited(transport: Transport, inherited: readonly string[], values: ExpansionValues): Transport {
  if (transport.kind !== 'stdio') return transport;
  const taken = inherited.flatMap((name) => {
    const value = variableValue(values, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return taken.length === 0 ? transport : { ...transport, env: { ...transport.env, ...Object.fromEntries(taken) } };
}

function refuse(reading: Reading, found: Found, fault: EntryFault): null {
  const node = nodeAt(found.node, fault.at) ?? found.node;
  const problem = entryProblem(reading, [...found.keys, ...fault.at], node.start, fault.code, `${found.name}: ${fault.message}`);
  reading.problems.push({ name: found.name, problem: { ...problem, ...(fault.hint === undefined ? {} : { hint: fault.hint }) } });
  return null;
}

function entryProblem(
  { text, context }: Reading,
  keys: readonly string[],
  offset: number,
  code: Problem['code'],
  message: string,
): Problem {
  const pointer = keys.map((key) => `/${pointerStep(key)}`).join('');
  return { code, message, where: { path: context.source, pointer, ...placeOf(text, offset) } };
}
