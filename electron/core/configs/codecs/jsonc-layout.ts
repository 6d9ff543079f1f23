/** How a JSON text is laid out: line ends, indents, where comments and commas stand between values. */
import { type Token, tokenKind, tokensOf } from './jsonc-tokens.ts';
import type { Plain, ValueNode } from './value-tree.ts';

export interface Layout {
  readonly lineEnd: string;
  /** One level of indent. */
  readonly indent: string;
  /** The text has line breaks at all; one without gets none. */
  readonly isMultiline: boolean;
}

const standardIndent = '  ';

/** Start and end of the children of an object (key to value) or list, in file order. */
export function childSpans(node: ValueNode): readonly { readonly start: number; readonly end: number }[] {
  if (node.kind === 'object') return node.members.map((member) => ({ start: member.keyStart, end: member.value.end }));
  return node.kind === 'list' ? node.items : [];
}

/** Offset of the first character of the line that holds `offset`. */
export function lineStartOf(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

/** Blanks at the beginning of the line that holds `offset`. */
export function indentOf(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStartOf(text, offset), offset))?.[0] ?? '';
}

/** Nothing but blanks stands before `offset` on its line. */
export function isFirstOnLine(text: string, offset: number): boolean {
  const start = lineStartOf(text, offset);
  return start > 0 && /^[ \t]*$/.test(text.slice(start, offset));
}

/** The first child that stands on a line of its own below its parent tells the width of a level. */
function indentUnit(text: string, node: ValueNode): string | null {
  const outer = indentOf(text, node.start);
  for (const child of childSpans(node)) {
    if (!isFirstOnLine(text, child.start)) continue;
    const inner = indentOf(text, child.start);
    if (inner.length > outer.length && inner.startsWith(outer)) return inner.slice(outer.length);
  }
  return null;
}

/** How the text around `near` is laid out; the values on the way from the root to it count, nearest first. */
export function layoutOf(text: string, near: readonly ValueNode[]): Layout {
  const lineEnd = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
  const found = [...near].reverse().map((node) => indentUnit(text, node));
  const indent = found.find((unit) => unit !== null) ?? standardIndent;
  // A last line end says nothing: many one-line files have one.
  return { lineEnd, indent, isMultiline: /[\r\n]/.test(text.trimEnd()) };
}

/** A value as text; further lines begin with `baseIndent`. */
export function valueText(value: Plain, layout: Layout, baseIndent: string): string {
  if (!layout.isMultiline) return JSON.stringify(value, null, 1).replace(/\n */g, ' ');
  return JSON.stringify(value, null, layout.indent).replaceAll('\n', layout.lineEnd + baseIndent);
}

/** Comments and commas of `text` between two offsets that lie outside of texts. */
export function tokensBetween(text: string, start: number, end: number): readonly Token[] {
  const next = tokensOf(text.slice(start, end), 'give');
  const tokens: Token[] = [];
  for (let token = next(); token.kind !== tokenKind.end; token = next())
    tokens.push({ ...token, start: token.start + start, end: token.end + start });
  return tokens;
}
