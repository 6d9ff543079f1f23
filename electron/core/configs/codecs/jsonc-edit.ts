/** Changes one value of a JSON text and nothing else: comments, blanks, line ends and order of everything around it stay. */
import type { TextEdit } from './codec.ts';
import { childSpans, indentOf, isFirstOnLine, type Layout, layoutOf, lineStartOf, tokensBetween, valueText } from './jsonc-layout.ts';
import { tokenKind } from './jsonc-tokens.ts';
import { childOf, type Member, nodeAt, type Plain, type ValueNode } from './value-tree.ts';

/** A piece of the old text and what comes in its place; pieces never overlap. */
interface Piece {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** From the end to the beginning, so that offsets stay right; pieces at one place keep their order. */
function applyPieces(text: string, pieces: readonly Piece[]): string {
  const lastFirst = [...pieces].reverse().sort((a, b) => b.start - a.start);
  return lastFirst.reduce((result, piece) => result.slice(0, piece.start) + piece.text + result.slice(piece.end), text);
}

/** The values from the root to the deepest one that exists on the way along `keys`. */
function wayTo(root: ValueNode, keys: readonly string[]): readonly ValueNode[] {
  const way = [root];
  for (const key of keys) {
    const next = childOf(way.at(-1) ?? root, key);
    if (next === undefined) break;
    way.push(next);
  }
  return way;
}

const pieceAt = (offset: number, text: string): Piece => ({ start: offset, end: offset, text });

function insertIntoEmpty(text: string, parent: ValueNode, layout: Layout, child: string): readonly Piece[] {
  const [open, close] = [parent.start + 1, parent.end - 1];
  const outer = indentOf(text, parent.start);
  const lastComment = tokensBetween(text, open, close).at(-1);
  const below = layout.lineEnd + outer + layout.indent + child;
  if (lastComment !== undefined) {
    const isClosedBelow = /[\r\n]/.test(text.slice(lastComment.end, close));
    return [pieceAt(lastComment.end, isClosedBelow ? below : below + layout.lineEnd + outer)];
  }
  const blanks = text.slice(open, close);
  const pad = blanks === '' ? '' : ' ';
  return [{ start: open, end: close, text: layout.isMultiline ? below + layout.lineEnd + outer : pad + child + pad }];
}

/** Where a new child goes after the last one: behind its comma, if there is one, and the comments on the same line. */
function insertAfterLast(
  text: string,
  parent: ValueNode,
  last: { readonly start: number; readonly end: number },
  child: string,
  layout: Layout,
): readonly Piece[] {
  const tokens = tokensBetween(text, last.end, parent.end - 1);
  const comma = tokens.find((token) => token.kind === tokenKind.comma);
  const commaPiece = comma === undefined ? [pieceAt(last.end, ',')] : [];
  let at = comma?.end ?? last.end;
  if (!isFirstOnLine(text, last.start)) return [...commaPiece, pieceAt(at, ` ${child}`)];
  for (const token of tokens) {
    if (token.start < at || /[\r\n]/.test(text.slice(at, token.start))) continue;
    at = token.end;
  }
  const below = layout.lineEnd + indentOf(text, last.start) + child;
  const isClosedBelow = /[\r\n]/.test(text.slice(at, parent.end - 1));
  return [...commaPiece, pieceAt(at, isClosedBelow ? below : below + layout.lineEnd + indentOf(text, parent.start))];
}

function insert(text: string, root: ValueNode, keys: readonly string[], value: Plain): readonly Piece[] | null {
  const way = wayTo(root, keys.slice(0, -1));
  const parent = way.at(-1) ?? root;
  const rest = keys.slice(way.length - 1);
  const [name] = rest;
  if (name === undefined || parent.kind === 'scalar' || childOf(parent, name) !== undefined) return null;
  const wrapped = rest.slice(1).reduceRight<Plain>((inner, key) => ({ [key]: inner }), value);
  const last = childSpans(parent).at(-1);
  const found = layoutOf(text, way);
  // A bare {} says nothing about how its owner likes it.
  const layout = last === undefined && parent === root ? { ...found, isMultiline: true } : found;
  const indent =
    last !== undefined && isFirstOnLine(text, last.start) ? indentOf(text, last.start) : indentOf(text, parent.start) + layout.indent;
  // Beside others on one line, a new one stays on that line.
  const isInline = last !== undefined && !isFirstOnLine(text, last.start);
  const written = valueText(wrapped, isInline ? { ...layout, isMultiline: false } : layout, indent);
  const child = parent.kind === 'list' ? written : `${JSON.stringify(name)}: ${written}`;
  return last === undefined ? insertIntoEmpty(text, parent, layout, child) : insertAfterLast(text, parent, last, child, layout);
}

/** Widens a piece over the blanks around it: a whole line if nothing else is on it, else the gap to the next value. */
function tidy(text: string, start: number, end: number): Piece {
  const after = /^[ \t]*(\r\n|\n|\r)?/.exec(text.slice(end));
  const [blanks = '', lineEnd] = after ?? [];
  if (lineEnd !== undefined && isFirstOnLine(text, start)) return { start: lineStartOf(text, start), end: end + blanks.length, text: '' };
  // The last thing on its line leaves no blanks at the end of the line.
  if (lineEnd !== undefined) return { start: start - (/[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0), end, text: '' };
  return { start, end: end + blanks.length, text: '' };
}

function removeOne(text: string, parent: ValueNode, index: number): readonly Piece[] | null {
  const spans = childSpans(parent);
  const [before, gone, after] = [spans[index - 1], spans[index], spans[index + 1]];
  if (gone === undefined) return null;
  const commaAfter = tokensBetween(text, gone.end, after?.start ?? parent.end - 1).find((token) => token.kind === tokenKind.comma);
  if (commaAfter !== undefined) {
    const isPlain = text.slice(gone.end, commaAfter.start).trim() === '';
    if (isPlain) return [tidy(text, gone.start, commaAfter.end)];
    return [
      { start: gone.start, end: gone.end, text: '' },
      { start: commaAfter.start, end: commaAfter.end, text: '' },
    ];
  }
  const edges = [parent.start + 1, gone.start, gone.end, parent.end - 1] as const;
  if (before === undefined) {
    const isAlone = (text.slice(edges[0], edges[1]) + text.slice(edges[2], edges[3])).trim() === '';
    return [isAlone ? { start: edges[0], end: edges[3], text: '' } : tidy(text, gone.start, gone.end)];
  }
  const comma = tokensBetween(text, before.end, gone.start).find((token) => token.kind === tokenKind.comma);
  if (comma === undefined) return null;
  if (text.slice(comma.end, gone.start).trim() === '') return [{ start: comma.start, end: gone.end, text: '' }];
  return [{ start: comma.start, end: comma.end, text: '' }, tidy(text, gone.start, gone.end)];
}

function indexOf(parent: ValueNode, key: string): number {
  if (parent.kind === 'object') return parent.members.indexOf(parent.byKey.get(key) as Member);
  return parent.kind === 'list' && childOf(parent, key) !== undefined ? Number(key) : -1;
}

function remove(text: string, root: ValueNode, keys: readonly string[]): readonly Piece[] | null {
  const parent = nodeAt(root, keys.slice(0, -1));
  const index = parent === undefined ? -1 : indexOf(parent, keys.at(-1) ?? '');
  return parent === undefined || index < 0 ? null : removeOne(text, parent, index);
}

function replace(text: string, root: ValueNode, keys: readonly string[], value: Plain): readonly Piece[] | null {
  const way = wayTo(root, keys);
  const node = way.at(-1);
  if (way.length !== keys.length + 1 || node === undefined) return null;
  const parent = way.at(-2);
  const isInline = parent !== undefined && !/[\r\n]/.test(text.slice(parent.start, parent.end));
  const layout = layoutOf(text, way.slice(0, -1));
  const written = valueText(value, isInline ? { ...layout, isMultiline: false } : layout, indentOf(text, node.start));
  return [{ start: node.start, end: node.end, text: written }];
}

/** The text after one edit; null when its path leads nowhere. */
export function editJsonc(text: string, root: ValueNode, edit: TextEdit): string | null {
  const { kind, keys } = edit;
  const pieces =
    kind === 'insert'
      ? insert(text, root, keys, edit.value)
      : kind === 'remove'
        ? remove(text, root, keys)
        : replace(text, root, keys, edit.value);
  return pieces === null ? null : applyPieces(text, pieces);
}
