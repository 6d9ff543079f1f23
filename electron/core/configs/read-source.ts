/** Text of a config file to servers and problems; one bad server never hides the others. */
import { type SourceId, serverId } from '../../contract/ids.ts';
import type { Problem } from '../../contract/problem.ts';
import type { ServerEntry } from '../model/server.ts';
import type { EntryProblem } from '../model/source.ts';
import type { ClientProfile, EntryFault, Environment } from './client.ts';
import { nodeAt, type ObjectNode, plainObjectOf, shadowedMembers, type ValueNode } from './codecs/value-tree.ts';
import { expandTransport } from './expand-transport.ts';
import type { ExpansionValues } from './expand-variables.ts';
import { type FoundServer, findServers } from './find-servers.ts';
import { comparablePath, folderAbove, type Platform } from './path-text.ts';
import { pointerOf, type SourceText, sourceText } from './source-text.ts';

export interface ReadContext {
  readonly source: SourceId;
  readonly environment: Environment;
  readonly homeFolder: string;
  readonly platform: Platform;
}

export type SourceRead =
  | {
      readonly kind: 'read';
      /** In file order. */
      readonly entries: readonly ServerEntry[];
      /** Entries that cannot be used, each with its place. */
      readonly entryProblems: readonly EntryProblem[];
      /** What is odd about the file or an entry that is used all the same. */
      readonly warnings: readonly EntryProblem[];
      /** Environment variables that the file refers to, over all entries. */
      readonly variables: readonly string[];
    }
  | { readonly kind: 'unreadable'; readonly problem: Problem };

interface EntryRead {
  readonly entry: ServerEntry | null;
  readonly problem: EntryProblem | null;
  readonly warnings: readonly EntryProblem[];
  readonly variables: readonly string[];
}

/** Reads a source as its client does. Never throws; a text that does not parse whole is unreadable, never partly read. */
export function readSource(profile: ClientProfile, text: string, context: ReadContext): SourceRead {
  const parsed = profile.codec.parse(text, { charsMax: profile.bytesMax });
  if (parsed.kind === 'problem') {
    return { kind: 'unreadable', problem: { ...parsed.problem, where: { path: context.source, ...parsed.problem.where } } };
  }
  const source = sourceText(context.source, text);
  const found = findServers(profile, parsed.root, source);
  if ('code' in found) return { kind: 'unreadable', problem: found };
  const read = found.servers.map((server) => readEntry(profile, server, context, source));
  return {
    kind: 'read',
    entries: read.flatMap(({ entry }) => entry ?? []),
    entryProblems: [...found.problems, ...read.flatMap(({ problem }) => problem ?? [])],
    warnings: [...found.warnings, ...read.flatMap(({ warnings }) => warnings)],
    variables: [...new Set(read.flatMap(({ variables }) => variables))].sort(),
  };
}

function readEntry(profile: ClientProfile, found: FoundServer, context: ReadContext, source: SourceText): EntryRead {
  const about = (fault: EntryFault): EntryProblem => ({ name: found.name, problem: faultProblem(found, fault, source) });
  const doubled = doubledIn(found.node, found.keys, source).map((problem) => ({ name: found.name, problem }));
  const read = profile.readEntry(plainObjectOf(found.node));
  if (read.kind === 'fault') return { entry: null, problem: about(read.fault), warnings: doubled, variables: [] };
  const expanded = expandTransport(read, profile.expansion, expansionValues(profile, found, context));
  const { variables } = expanded;
  // What is switched off is not started, so it may lack what it needs.
  if (expanded.fault !== null && read.enabled) return { entry: null, problem: about(expanded.fault), warnings: doubled, variables };
  const entry: ServerEntry = {
    id: serverId(context.source, found.idKeys),
    name: found.name,
    source: context.source,
    client: profile.id,
    ...(found.scope === null ? {} : { scope: found.scope }),
    pointer: pointerOf(found.keys),
    written: read.written,
    transport: expanded.transport,
    variables,
    enabled: read.enabled,
    ...(read.timeoutMs === undefined ? {} : { timeoutMs: read.timeoutMs }),
  };
  const notes = read.enabled ? [...read.notes, ...expanded.notes] : read.notes;
  return { entry, problem: null, warnings: [...doubled, ...notes.map(about)], variables };
}

function faultProblem(found: FoundServer, fault: EntryFault, source: SourceText): Problem {
  // A field that is missing has no place of its own; the entry has.
  const node = nodeAt(found.node, fault.at);
  const keys = node === undefined ? found.keys : [...found.keys, ...fault.at];
  const { code, message, hint } = fault;
  return { code, message, ...(hint === undefined ? {} : { hint }), where: source.placeOf((node ?? found.node).start, keys) };
}

/** Nobody reads more; a file may repeat a name a hundred thousand times. */
const doubledMax = 10;

/** Fields of an entry that stand there twice; a reader may see one and the machine take the other. */
function doubledIn(node: ValueNode, keys: readonly string[], source: SourceText): readonly Problem[] {
  if (node.kind === 'scalar') return [];
  if (node.kind === 'list') return node.items.flatMap((item, index) => doubledIn(item, [...keys, String(index)], source));
  return [
    ...ownDoubled(node, keys, source),
    ...[...node.byKey.values()].flatMap((member) => doubledIn(member.value, [...keys, member.key], source)),
  ];
}

const ownDoubled = (node: ObjectNode, keys: readonly string[], source: SourceText): readonly Problem[] =>
  shadowedMembers(node)
    .slice(0, doubledMax)
    .map((member) => source.doubled(member, [...keys, member.key]));

/** The folder of the project that a source belongs to; files of the person belong to none. */
function projectFolderOf(profile: ClientProfile, { source, platform, homeFolder, environment }: ReadContext): string | null {
  const same = (path: string) => comparablePath(platform, path) === comparablePath(platform, source);
  if (profile.locations(platform, homeFolder, environment).some(same)) return null;
  return profile.projectFiles.map((file) => folderAbove(source, file)).find((folder) => folder !== null) ?? null;
}

function expansionValues(profile: ClientProfile, found: FoundServer, context: ReadContext): ExpansionValues {
  const { environment, homeFolder, platform } = context;
  return { environment, homeFolder, platform, projectFolder: found.scope ?? projectFolderOf(profile, context) };
}
