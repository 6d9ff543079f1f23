/** Finds where one server stands in a parsed file, or where a new one of that name would go. */
import type { Problem } from '../../contract/problem.ts';
import type { ClientProfile, Root } from './client.ts';
import { type ListNode, nodeAt, type ValueNode } from './codecs/value-tree.ts';
import { isFlatMap } from './find-servers.ts';

export interface EntryPlace {
  /** Keys to the entry; for a list the last one is an index. */
  readonly keys: readonly string[];
  readonly node: ValueNode | undefined;
  /** The entry holds its name itself. */
  readonly isListed: boolean;
  /** The place of servers is an empty list that stands for an empty map, so it has to give way to one. */
  readonly replacesList: boolean;
}

/** Items of a list name themselves by `name`, else by `id`. */
function isNamed(node: ValueNode, name: string): boolean {
  if (node.kind !== 'object') return false;
  const own = ['name', 'id'].flatMap((key) => {
    const value = node.byKey.get(key)?.value;
    return value?.kind === 'scalar' && typeof value.value === 'string' ? [value.value] : [];
  });
  return own[0] === name;
}

/** The place of servers that edits go to: the first that is there, else the client's own; never one project's. */
function rootOf(profile: ClientProfile, root: ValueNode): Root {
  const roots = profile.roots.keys.filter((keys) => !keys.includes('*'));
  const present = roots.find((keys) => nodeAt(root, keys) !== undefined);
  if (present !== undefined) return present;
  return isFlatMap(profile, root) ? [] : (roots[0] ?? ['mcpServers']);
}

function listPlace(list: ListNode, keys: Root, name: string): EntryPlace {
  const index = list.items.map((item) => isNamed(item, name)).lastIndexOf(true);
  const isNew = index < 0;
  return {
    keys: [...keys, String(isNew ? list.items.length : index)],
    node: isNew ? undefined : list.items[index],
    isListed: true,
    replacesList: false,
  };
}

/** The place of the server `name`, there or not; a problem when the file has something else where servers belong. */
export function findEntry(profile: ClientProfile, root: ValueNode, name: string): EntryPlace | Problem {
  const keys = rootOf(profile, root);
  const servers = nodeAt(root, keys);
  const isEmptyList = servers?.kind === 'list' && servers.items.length === 0;
  if (servers?.kind === 'list' && (!isEmptyList || profile.shapes.includes('list'))) return listPlace(servers, keys, name);
  if (servers === undefined || servers.kind === 'object') {
    return { keys: [...keys, name], node: nodeAt(root, [...keys, name]), isListed: false, replacesList: false };
  }
  if (isEmptyList && profile.shapes.includes('emptyList'))
    return { keys: [...keys, name], node: undefined, isListed: false, replacesList: true };
  return {
    code: 'source-wrong-shape',
    message: `"${keys.join('.')}" is not an object, so no server can be added or changed.`,
    hint: 'Correct the file by hand first.',
  };
}
