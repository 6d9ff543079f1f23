/** A parsed file as a tree that remembers where everything stands, so that problems have places and edits have spans. */

/** Any JSON value; objects made here have no prototype. */
export type Plain = string | number | boolean | null | readonly Plain[] | PlainObject;
export interface PlainObject {
  readonly [key: string]: Plain;
}

/** Offsets count UTF-16 units from the beginning of the text; `end` is exclusive. */
interface Span {
  readonly start: number;
  readonly end: number;
}

export interface ScalarNode extends Span {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
}

export interface ListNode extends Span {
  readonly kind: 'list';
  readonly items: readonly ValueNode[];
}

export interface Member {
  readonly key: string;
  readonly keyStart: number;
  readonly value: ValueNode;
}

export interface ObjectNode extends Span {
  readonly kind: 'object';
  /** Every member in file order, also those that do not count: earlier ones of a repeated key, and unsafe keys. */
  readonly members: readonly Member[];
  /** The members that count: the last one of a repeated key, no unsafe key. */
  readonly byKey: ReadonlyMap<string, Member>;
}

export type ValueNode = ScalarNode | ListNode | ObjectNode;

/** Keys that would reach into the prototype of a careless object; they never count as members. */
const unsafeKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

export const isUnsafeKey = (key: string): boolean => unsafeKeys.has(key);

/** The members that count, in file order. */
export function countingMembers(node: ObjectNode): readonly Member[] {
  return node.members.filter((member) => node.byKey.get(member.key) === member);
}

/** Members that a later one of the same key takes out of force. */
export function shadowedMembers(node: ObjectNode): readonly Member[] {
  return node.members.filter((member) => !isUnsafeKey(member.key) && node.byKey.get(member.key) !== member);
}

/** The value under one key of an object, or at one index of a list (the index written as text). */
export function childOf(node: ValueNode, key: string): ValueNode | undefined {
  if (node.kind === 'object') return node.byKey.get(key)?.value;
  return node.kind === 'list' && /^(0|[1-9]\d{0,8})$/.test(key) ? node.items[Number(key)] : undefined;
}

/** The value at a path of keys. */
export function nodeAt(root: ValueNode, keys: readonly string[]): ValueNode | undefined {
  let node: ValueNode | undefined = root;
  for (const key of keys) {
    if (node === undefined) return undefined;
    node = childOf(node, key);
  }
  return node;
}

/** The plain value of a node; the depth of a tree is bounded by its codec. */
export function plainOf(node: ValueNode): Plain {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(plainOf);
    case 'object':
      return plainObjectOf(node);
  }
}

/** As `plainOf`, for an object. */
export function plainObjectOf(node: ObjectNode): PlainObject {
  const result = Object.create(null) as Record<string, Plain>;
  for (const member of countingMembers(node)) result[member.key] = plainOf(member.value);
  return result;
}

/** One text for a tree in which order and members that do not count matter too; the value under `without` is left out. */
export function exactText(node: ValueNode, without: readonly string[] | null = null): string {
  if (node.kind === 'scalar') return JSON.stringify(node.value);
  const [head, ...tail] = without ?? [];
  const below = (key: string) => (head === key ? tail : null);
  const isLeftOut = (key: string) => head === key && tail.length === 0;
  if (node.kind === 'list') {
    const items = node.items.map((item, index) => (isLeftOut(String(index)) ? null : exactText(item, below(String(index)))));
    return `[${items.filter((item) => item !== null).join(',')}]`;
  }
  const members = node.members.filter((member) => !isLeftOut(member.key));
  return `{${members.map((member) => `${JSON.stringify(member.key)}:${exactText(member.value, below(member.key))}`).join(',')}}`;
}
