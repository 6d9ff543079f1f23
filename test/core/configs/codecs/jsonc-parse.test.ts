/** What counts as a valid text, where the first fault is, and that there is never a partial result. */
import fc from 'fast-check';
import { type ParseError, parseTree } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { jsoncCodec } from '../../../../electron/core/configs/codecs/jsonc.ts';
import { countingMembers, exactText, nodeAt, plainOf, shadowedMembers } from '../../../../electron/core/configs/codecs/value-tree.ts';

const limits = { charsMax: 5 * 1024 * 1024 };
const parse = (text: string) => jsoncCodec.parse(text, limits);

function rootOf(text: string) {
  const parsed = parse(text);
  if (parsed.kind === 'problem') throw new Error(parsed.problem.message);
  return parsed.root;
}

function problemOf(text: string) {
  const parsed = parse(text);
  if (parsed.kind === 'parsed') throw new Error(`parsed: ${text}`);
  return parsed.problem;
}

/** As `JSON.parse` gives it, without the keys that never count. */
function withoutUnsafe(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUnsafe);
  if (typeof value !== 'object' || value === null) return value;
  const safe = Object.entries(value).filter(([key]) => !['__proto__', 'constructor', 'prototype'].includes(key));
  return Object.fromEntries(safe.map(([key, member]) => [key, withoutUnsafe(member)]));
}

describe('a valid text', () => {
  test('gives the value that JSON.parse gives', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(0, 2, '\t'), (json, space) => {
        const text = JSON.stringify(JSON.parse(json), null, space);
        expect(JSON.parse(JSON.stringify(plainOf(rootOf(text))))).toEqual(withoutUnsafe(JSON.parse(text)));
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['comments of both kinds', '// a\n{ /* b */ "a": 1 } // c'],
    ['trailing commas', '{"a": 1,}'],
    ['a byte order mark', '\uFEFF{"a": 1}'],
    ['CRLF', '{\r\n"a"\r\n:\r\n1\r\n}\r\n'],
    ['old Mac line ends', '{\r"a": 1\r}'],
  ])('may have %s', (_, text) => {
    expect(plainOf(rootOf(text))).toEqual({ a: 1 });
  });

  test('remembers where everything stands', () => {
    const text = '{ "a": [10, {"b": "c"}] }';
    const node = nodeAt(rootOf(text), ['a', '1', 'b']);
    expect(node && text.slice(node.start, node.end)).toBe('"c"');
    expect(nodeAt(rootOf(text), ['a', '2'])).toBeUndefined();
    expect(nodeAt(rootOf(text), ['a', 'length'])).toBeUndefined();
  });

  test('T30 of a repeated key the last one counts, and the others are known', () => {
    const root = rootOf('{"a": 1, "b": 2, "a": 3}');
    if (root.kind !== 'object') throw new Error('no object');
    expect(plainOf(root)).toEqual({ b: 2, a: 3 });
    expect(countingMembers(root).map(({ key }) => key)).toEqual(['b', 'a']);
    expect(shadowedMembers(root).map(({ keyStart }) => keyStart)).toEqual([1]);
  });

  test('T29 keys that reach into prototypes are dropped, on every level', () => {
    const text = '{"__proto__": {"x": 1}, "a": {"constructor": {"prototype": {"x": 1}}, "b": 2}, "prototype": 3}';
    const value = plainOf(rootOf(text)) as Record<string, unknown>;
    expect(Object.keys(value)).toEqual(['a']);
    expect(Object.keys(value.a as object)).toEqual(['b']);
    expect(Object.getPrototypeOf(value)).toBeNull();
    expect(({} as Record<string, unknown>).x).toBeUndefined();
    expect(exactText(rootOf(text))).toContain('"__proto__"');
  });
});

describe('an invalid text', () => {
  test.each([
    ['{"a": 1 "b": 2}', 1, 9, 'Expected a comma or a closing brace'],
    ['{\n  "a": 1,\n  b: 2\n}', 3, 3, 'Expected a name in double quotes'],
    ['\uFEFF{"a" 1}', 1, 6, 'Expected a colon'],
    ['{\r\n"a": }', 2, 6, 'Expected a value'],
    ['[1 2]', 1, 4, 'Expected a comma or a closing bracket'],
    ['{"a": [1,, 2]}', 1, 10, 'Expected a value'],
    ['{,}', 1, 2, 'Expected a name in double quotes'],
    ['{"a": 1}}', 1, 9, 'Expected the end of the file'],
    ['{"a": "b\n"}', 1, 7, 'This text has no closing quote on its line'],
    ['{"a": "\\x"}', 1, 7, 'A backslash stands before a character that needs none'],
    ['{"a": "\\u12"}', 1, 7, 'After \\u there must be four hexadecimal digits'],
    ['{"a": "\u0000"}', 1, 7, 'A control character must be written as an escape'],
    ['{"a": 1.}', 1, 7, 'This number is not complete'],
    ['{} /* never closed', 1, 4, 'This comment is never closed'],
    ['{"a": [}', 1, 8, 'Expected a value'],
    ['{"a": undefined}', 1, 7, 'Expected a value'],
  ])('%j is refused at line %i, column %i', (text, line, column, sentence) => {
    const problem = problemOf(text);
    expect(problem).toMatchObject({ code: 'source-invalid', where: { line, column } });
    expect(problem.message).toBe(`${sentence} (line ${line}, column ${column}).`);
    expect(problem.hint).not.toBe('');
  });

  test('names the likely slip', () => {
    expect(problemOf("{'a': 1}").hint).toContain('double quotes');
    expect(problemOf('# note\n{}').hint).toContain('//');
    expect(problemOf('{"a": ').hint).toContain('ends too early');
  });

  test('never repeats what the file says, which may be a secret', () => {
    expect(JSON.stringify(problemOf('{"TOKEN": hunter2}'))).not.toContain('hunter2');
    expect(JSON.stringify(problemOf('{"TOKEN": "hunter2}'))).not.toContain('hunter2');
  });

  test.each(['', ' \n\t', '\uFEFF', '// only a comment\n', '/* a */'])('%j is empty', (text) => {
    expect(problemOf(text)).toMatchObject({ code: 'source-empty', where: { line: 1, column: 1 } });
  });

  test('is invalid exactly when the library finds an error', () => {
    const pieces = fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '"b"', '1', 'true', ' ', '\n', '//c\n', '/*d*/', '-', 'x', '"');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        const errors: ParseError[] = [];
        const tree = parseTree(text, errors, { allowTrailingComma: true });
        expect(parse(text).kind).toBe(errors.length === 0 && tree !== undefined ? 'parsed' : 'problem');
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('T31 bombs are refused before they grow', () => {
  test.each([
    ['100,000 open brackets', '['.repeat(100_000), 'source-invalid'],
    ['100,000 open objects', '{"a":'.repeat(100_000), 'source-invalid'],
    ['brackets of two kinds that close each other', '[},'.repeat(100_000), 'source-invalid'],
    ['a million values', `[${'0,'.repeat(1_000_000)}0]`, 'source-too-large'],
    ['10 MB of blanks', ' '.repeat(10 * 1024 * 1024), 'source-too-large'],
  ])('%s', (_, text, code) => {
    expect(problemOf(text).code).toBe(code);
  });

  test('64 levels are read, 65 are not', () => {
    expect(parse('['.repeat(64) + ']'.repeat(64)).kind).toBe('parsed');
    expect(problemOf('['.repeat(65) + ']'.repeat(65))).toMatchObject({ code: 'source-invalid', where: { line: 1, column: 65 } });
  });

  test('brackets in texts and comments are no levels', () => {
    expect(parse(`{"a": "${'['.repeat(1_000)}" /* ${'{'.repeat(1_000)} " */}`).kind).toBe('parsed');
  });
});
