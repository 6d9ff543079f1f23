/** What a file format must be able to do: give a tree with places, and change one value without touching the rest. */
import type { Problem } from '../../../contract/problem.ts';
import type { Plain, ValueNode } from './value-tree.ts';

export interface ParseLimits {
  /** Longest text in UTF-16 units; a text in UTF-8 never has more units than bytes. */
  readonly charsMax: number;
}

export type Parsed = { readonly kind: 'parsed'; readonly root: ValueNode } | { readonly kind: 'problem'; readonly problem: Problem };

export type TextEdit =
  /** Adds a member (or a list item, when the parent is a list) as the last one; missing parents are made. */
  | { readonly kind: 'insert'; readonly keys: readonly string[]; readonly value: Plain }
  /** Puts a value in the place of the one that is there. */
  | { readonly kind: 'replace'; readonly keys: readonly string[]; readonly value: Plain }
  /** Takes out a member or list item. */
  | { readonly kind: 'remove'; readonly keys: readonly string[] };

export interface Codec {
  readonly id: 'jsonc';
  /** Parses the whole text or gives a problem with line and column; there is no partial result. Never throws. */
  parse(text: string, limits: ParseLimits): Parsed;
  /** Carries out edits one after the other; null when the text does not parse or a path leads nowhere. Never throws. */
  edit(text: string, edits: readonly TextEdit[]): string | null;
}
