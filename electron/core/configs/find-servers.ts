/** Finds the entries of a parsed file: where the servers lie, and what only looks like one. */
import type { Problem } from '../../contract/problem.ts';
import type { EntryProblem } from '../model/source.ts';
import { type ClientProfile, type Root, serversMax } from './client.ts';
import { countingMembers, type ListNode, nodeAt, type ObjectNode, shadowedMembers, type ValueNode } from './codecs/value-tree.ts';
import type { SourceText } from './source-text.ts';

export interface FoundServer {
  readonly name: string;
  readonly node: ObjectNode;
  /** Keys from the root of the file to the entry; for a list the last one is an index. */
  readonly keys: readonly string[];
  /** As `keys`, but with the name in the place of an index, so that the id stays when others leave the list. */
  readonly idKeys: readonly string[];
  /** What a `*` in the root stood for: the folder of a project. */
  readonly scope: string | null;
}

export interface FoundServers {
  /** In file order. */
  readonly servers: readonly FoundServer[];
  /** Entries that cannot be used. */
  readonly problems: readonly EntryProblem[];
  /** What is odd but costs nothing. */
  readonly warnings: readonly EntryProblem[];
}

/** A place of servers that is there. */
interface Place {
  readonly keys: readonly string[];
  readonly node: ValueNode;
  readonly scope: string | null;
}

/** Nobody reads more; a file may repeat a name a hundred thousand times. */
const warningsMax = 100;

const isCommentName = (name: string): boolean => /^(_|\/\/|\$)/.test(name);
const isText = (node: ValueNode | undefined): node is ValueNode & { readonly kind: 'scalar'; readonly value: string } =>
  node?.kind === 'scalar' && typeof node.value === 'string';

const shapeProblem = (source: SourceText, node: ValueNode, keys: readonly string[], message: string, hint: string): Problem => ({
  code: 'source-wrong-shape',
  message,
  hint,
  where: source.placeOf(node.start, keys),
});

const tooMany = (source: SourceText, node: ValueNode, keys: readonly string[], asked: number): Problem => ({
  code: 'source-too-large',
  message: `The file asks for ${asked} servers; at most ${serversMax} are read.`,
  hint: 'Split it into several files.',
  where: source.placeOf(node.start, keys),
});

/** The servers of a file, or why its shape is not that of its client's files. */
export function findServers(profile: ClientProfile, root: ValueNode, source: SourceText): FoundServers | Problem {
  if (root.kind !== 'object')
    return shapeProblem(source, root, [], 'The file does not hold an object.', 'A config file begins with { and has its servers inside.');
  const all = profile.roots.keys.flatMap((keys) => placesOf(root, keys));
  const places = profile.roots.use === 'first' ? all.slice(0, 1) : all;
  const found = places.length === 0 ? withoutRoot(profile, root, source) : gather(places.map((place) => serversAt(profile, place, source)));
  if ('code' in found) return found;
  const asked = found.servers.length + found.problems.length;
  if (asked > serversMax) return tooMany(source, root, [], asked);
  const doubled = shadowedMembers(root).filter((member) => profile.roots.keys.some((keys) => keys[0] === member.key));
  const warnings = doubled.slice(0, warningsMax).map((member) => ({ name: null, problem: source.doubled(member, [member.key]) }));
  return { ...found, servers: [...found.servers].sort((a, b) => a.node.start - b.node.start), warnings: [...warnings, ...found.warnings] };
}

function gather(parts: readonly (FoundServers | Problem)[]): FoundServers | Problem {
  const found: FoundServers[] = [];
  for (const part of parts) {
    if ('code' in part) return part;
    found.push(part);
  }
  return {
    servers: found.flatMap(({ servers }) => servers),
    problems: found.flatMap(({ problems }) => problems),
    warnings: found.flatMap(({ warnings }) => warnings),
  };
}

/** The places that exist for one root; `*` stands for every key. */
function placesOf(root: ObjectNode, keys: Root): readonly Place[] {
  const star = keys.indexOf('*');
  const above = nodeAt(root, star < 0 ? keys : keys.slice(0, star));
  if (above === undefined) return [];
  if (star < 0) return [{ keys, node: above, scope: null }];
  if (above.kind !== 'object') return [];
  return countingMembers(above).flatMap((member) => {
    const node = nodeAt(member.value, keys.slice(star + 1));
    return node === undefined ? [] : [{ keys: [...keys.slice(0, star), member.key, ...keys.slice(star + 1)], node, scope: member.key }];
  });
}

/** The file itself is the map of servers: every object in it looks like one. */
export function isFlatMap(profile: ClientProfile, root: ValueNode): boolean {
  if (!profile.shapes.includes('flat') || root.kind !== 'object') return false;
  const objects = countingMembers(root)
    .map(({ value }) => value)
    .filter((value) => value.kind === 'object');
  return objects.length > 0 && objects.every((node) => ['command', 'url', 'type'].some((key) => isText(node.byKey.get(key)?.value)));
}

/** A file without its root key: the map itself, a file without servers, or a mistake that must not empty the list. */
function withoutRoot(profile: ClientProfile, root: ObjectNode, source: SourceText): FoundServers | Problem {
  const members = countingMembers(root);
  if (isFlatMap(profile, root)) return serversAt(profile, { keys: [], node: root, scope: null }, source);
  const objects = members.filter((member) => member.value.kind === 'object');
  const stray = objects.find(({ key, value }) => value.kind === 'object' && value.members.length > 0 && !profile.otherKeys.includes(key));
  if (!profile.isOnlyServers || stray === undefined) return { servers: [], problems: [], warnings: [] };
  const wanted = `"${profile.roots.keys[0]?.join('.')}"`;
  return shapeProblem(
    source,
    stray.value,
    [stray.key],
    `There is no ${wanted} in the file.`,
    `${profile.label} reads servers under ${wanted}; put them there.`,
  );
}

function serversAt(profile: ClientProfile, place: Place, source: SourceText): FoundServers | Problem {
  const { keys, node, scope } = place;
  if (node.kind === 'list') return listedServers(profile, place, node, source);
  if (node.kind !== 'object')
    return shapeProblem(source, node, keys, `"${keys.join('.')}" must be an object.`, 'It maps the names of servers to their entries.');
  if (node.byKey.size > serversMax) return tooMany(source, node, keys, node.byKey.size);
  const servers: FoundServer[] = [];
  const problems: EntryProblem[] = [];
  for (const { key, value } of countingMembers(node)) {
    const at = [...keys, key];
    if (value.kind === 'object' && key !== '') servers.push({ name: key, node: value, keys: at, idKeys: at, scope });
    // Text among the entries stands in for a comment in many files.
    else if (!isText(value) && !isCommentName(key)) {
      const message = value.kind === 'object' ? 'A server has no name.' : `The entry "${key}" is not an object.`;
      problems.push({
        name: key === '' ? null : key,
        problem: { code: 'entry-invalid', message, hint: 'An entry is a name and an object.', where: source.placeOf(value.start, at) },
      });
    }
  }
  const warnings = shadowedMembers(node)
    .slice(0, warningsMax)
    .map((member) => ({ name: member.key, problem: source.doubled(member, [...keys, member.key]) }));
  return { servers, problems, warnings };
}

/** Servers in a list hold their names themselves; a list is read even for clients that only take maps. */
function listedServers(profile: ClientProfile, { keys, scope }: Place, list: ListNode, source: SourceText): FoundServers | Problem {
  const isTaken = profile.shapes.includes('list') || (list.items.length === 0 && profile.shapes.includes('emptyList'));
  const named = list.items.map((node) =>
    node.kind === 'object' ? [node.byKey.get('name')?.value, node.byKey.get('id')?.value].find(isText)?.value : undefined,
  );
  if (!isTaken && (list.items.length === 0 || named.includes(undefined))) {
    return shapeProblem(
      source,
      list,
      keys,
      `"${keys.join('.')}" must be an object, not a list.`,
      'It maps the names of servers to their entries.',
    );
  }
  const byName = new Map<string, FoundServer>();
  const problems: EntryProblem[] = [];
  const warnings: EntryProblem[] = [];
  if (!isTaken)
    warnings.push({
      name: null,
      problem: shapeProblem(
        source,
        list,
        keys,
        `"${keys.join('.')}" is a list; ${profile.label} itself takes no lists.`,
        'Write an object that maps names to entries.',
      ),
    });
  for (const [index, node] of list.items.entries()) {
    const name = named[index];
    const at = [...keys, String(index)];
    const where = source.placeOf(node.start, at);
    if (node.kind !== 'object' || name === undefined || name === '') {
      problems.push({
        name: null,
        problem: {
          code: 'entry-invalid',
          message: `Item ${index + 1} of the list is no server with a "name".`,
          hint: 'Give it a "name".',
          where,
        },
      });
      continue;
    }
    if (byName.has(name))
      warnings.push({
        name,
        problem: {
          code: 'duplicate-key',
          message: `"${name}" is in the list twice; the last one counts.`,
          hint: 'Remove or rename one of them.',
          where,
        },
      });
    byName.set(name, { name, node, keys: at, idKeys: [...keys, name], scope });
  }
  return { servers: [...byName.values()], problems, warnings };
}
