/** Parses JSON with comments and trailing commas to a tree, without recursion and up to the first fault only. */
import type { Problem } from '../../../contract/problem.ts';
import type { Parsed, ParseLimits } from './codec.ts';
import { type Token, tokenKind, tokensOf } from './jsonc-tokens.ts';
import { placesIn } from './place-of.ts';
import { isUnsafeKey, type Member, type ValueNode } from './value-tree.ts';

/** Configs are a handful of levels deep; what is deeper wants to overflow somebody's stack. */
const depthMax = 64;
/** Real files have more than this many characters for each value; what is denser wants to fill the memory. */
const charsPerValueMin = 32;
const valuesMin = 10_000;

const noMembers: ReadonlyMap<string, Member> = new Map();

interface OpenObject {
  readonly kind: 'object';
  readonly start: number;
  readonly members: Member[];
  /** Made with the first member: files may hold very many empty objects. */
  byKey: Map<string, Member> | null;
  key: { readonly text: string; readonly start: number };
}
interface OpenList {
  readonly kind: 'list';
  readonly start: number;
  readonly items: ValueNode[];
}
type Open = OpenObject | OpenList;

/** What the grammar allows next; `…OrEnd` includes the closing bracket of the innermost object or list. */
type Expected = 'value' | 'valueOrEnd' | 'keyOrEnd' | 'colon' | 'commaOrEnd' | 'endOfFile';

interface Parsing {
  readonly open: Open[];
  awaited: Expected;
  root: ValueNode | null;
  values: number;
}

const scalarValues: ReadonlyMap<number, (token: Token) => string | number | boolean | null> = new Map<
  number,
  (token: Token) => string | number | boolean | null
>([
  [tokenKind.string, (token) => token.value],
  [tokenKind.number, (token) => Number(token.value)],
  [tokenKind.true, () => true],
  [tokenKind.false, () => false],
  [tokenKind.null, () => null],
]);

function put(parsing: Parsing, node: ValueNode): void {
  const parent = parsing.open.at(-1);
  parsing.values += 1;
  parsing.awaited = parent === undefined ? 'endOfFile' : 'commaOrEnd';
  if (parent === undefined) parsing.root = node;
  else if (parent.kind === 'list') parent.items.push(node);
  else {
    const member: Member = { key: parent.key.text, keyStart: parent.key.start, value: node };
    parent.members.push(member);
    parent.byKey ??= new Map();
    if (!isUnsafeKey(member.key)) parent.byKey.set(member.key, member);
  }
}

/** Takes the closing bracket of the innermost object or list; false when the token is something else. */
function close(parsing: Parsing, token: Token): boolean {
  const last = parsing.open.at(-1);
  if (last === undefined || token.kind !== (last.kind === 'object' ? tokenKind.closeBrace : tokenKind.closeBracket)) return false;
  parsing.open.pop();
  const { start } = last;
  put(
    parsing,
    last.kind === 'object'
      ? { kind: 'object', start, end: token.end, members: last.members, byKey: last.byKey ?? noMembers }
      : { kind: 'list', start, end: token.end, items: last.items },
  );
  return true;
}

function begin(parsing: Parsing, token: Token): string | null {
  const scalar = scalarValues.get(token.kind);
  if (scalar !== undefined) {
    put(parsing, { kind: 'scalar', start: token.start, end: token.end, value: scalar(token) });
    return null;
  }
  const isObject = token.kind === tokenKind.openBrace;
  if (!isObject && token.kind !== tokenKind.openBracket) return 'Expected a value';
  if (parsing.open.length === depthMax) return `More than ${depthMax} levels deep`;
  const { start } = token;
  parsing.open.push(
    isObject ? { kind: 'object', start, members: [], byKey: null, key: { text: '', start } } : { kind: 'list', start, items: [] },
  );
  parsing.awaited = isObject ? 'keyOrEnd' : 'valueOrEnd';
  return null;
}

/** Takes one token; gives what is wrong with it, or null. */
function take(parsing: Parsing, token: Token): string | null {
  const last = parsing.open.at(-1);
  switch (parsing.awaited) {
    case 'value':
      return begin(parsing, token);
    case 'valueOrEnd':
      return close(parsing, token) ? null : begin(parsing, token);
    case 'keyOrEnd':
      if (close(parsing, token)) return null;
      if (token.kind !== tokenKind.string || last?.kind !== 'object') return 'Expected a name in double quotes';
      last.key = { text: token.value, start: token.start };
      parsing.awaited = 'colon';
      return null;
    case 'colon':
      if (token.kind !== tokenKind.colon) return 'Expected a colon';
      parsing.awaited = 'value';
      return null;
    case 'commaOrEnd':
      if (close(parsing, token)) return null;
      if (token.kind !== tokenKind.comma)
        return last?.kind === 'object' ? 'Expected a comma or a closing brace' : 'Expected a comma or a closing bracket';
      parsing.awaited = last?.kind === 'object' ? 'keyOrEnd' : 'valueOrEnd';
      return null;
    case 'endOfFile':
      return 'Expected the end of the file';
  }
}

/** Says the likely slip, without repeating text of the file, which may be a secret. */
function hintFor(text: string, token: Token): string | undefined {
  if (token.kind === tokenKind.end) return 'The file ends too early: it may still be being written, or a closing bracket is missing.';
  const first = text[token.start];
  if (first === "'") return 'Write names and texts in double quotes.';
  if (first === '#') return 'Begin comments with //.';
  return 'Correct the file; until then the servers read before stay.';
}

function invalid(text: string, token: Token, sentence: string): Parsed {
  const hint = hintFor(text, token);
  const where = placesIn(text)(token.start);
  return {
    kind: 'problem',
    problem: {
      code: 'source-invalid',
      message: `${sentence} (line ${where.line}, column ${where.column}).`,
      where,
      ...(hint === undefined ? {} : { hint }),
    },
  };
}

const tooLarge = (message: string): Parsed => {
  const problem: Problem = { code: 'source-too-large', message, hint: 'Remove what does not belong in this file.' };
  return { kind: 'problem', problem };
};

/** Gives the tree of a complete and valid text, or the first problem. */
export function parseJsonc(text: string, limits: ParseLimits): Parsed {
  if (text.length > limits.charsMax) return tooLarge(`The file is longer than ${limits.charsMax.toLocaleString('en')} characters.`);
  const valuesMax = Math.max(valuesMin, Math.floor(limits.charsMax / charsPerValueMin));
  const parsing: Parsing = { open: [], awaited: 'value', root: null, values: 0 };
  const next = tokensOf(text);
  for (;;) {
    const token = next();
    const isEnd = token.kind === tokenKind.end;
    if (isEnd && parsing.awaited === 'endOfFile' && parsing.root !== null) return { kind: 'parsed', root: parsing.root };
    if (isEnd && parsing.open.length === 0) {
      return {
        kind: 'problem',
        problem: {
          code: 'source-empty',
          message: 'The file is empty.',
          hint: 'Write {} for a file without servers, or delete it.',
          where: { line: 1, column: 1 },
        },
      };
    }
    const fault = token.fault ?? take(parsing, token);
    if (fault !== null) return invalid(text, token, fault);
    if (parsing.values > valuesMax) return tooLarge(`The file holds more than ${valuesMax.toLocaleString('en')} values.`);
  }
}
