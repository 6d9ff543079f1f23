/** Torn, broken and hostile texts: never a crash, never a partial reading, always a place, and soon. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allClients } from '../../../electron/core/configs/clients/all-clients.ts';
import { readAny } from './read-text.ts';

/** The longest that a reading may take, in time of the processor, so that a busy machine proves nothing. */
const readLimitMs = 1_000;
const spentMs = (): number => process.cpuUsage().user / 1_000;

const clientIds = allClients.map(({ id }) => id);

/** Reads with every client and checks what holds for any text at all. */
function check(text: string, clients: readonly string[] = clientIds): void {
  for (const client of clients) {
    const begin = spentMs();
    const result = readAny(client, text);
    expect(spentMs() - begin).toBeLessThan(readLimitMs);
    const problems =
      result.kind === 'unreadable' ? [result.problem] : [...result.entryProblems, ...result.warnings].map(({ problem }) => problem);
    for (const { code, message, where } of problems) {
      expect(message).toMatch(/^[^\n]+$/);
      if (code !== 'source-too-large') expect(where).toMatchObject({ line: expect.any(Number), column: expect.any(Number) });
    }
    // What is given to the rest of the program can be written, hashed and sent.
    if (result.kind === 'read') expect(() => structuredClone(JSON.stringify(result))).not.toThrow();
  }
}

/** About 4 KB, with everything that a scanner may be in the middle of. */
const valid = (() => {
  const server = (at: number) => ({
    command: 'npx',
    args: ['-y', `@acme/server-${at}`, 'a "quoted" \\ text', 'ünï ☃ 🦊'],
    env: { LIMIT: at * 1.5e3, ON: true, OFF: null, NEG: -0.25 },
  });
  const lines = JSON.stringify(
    { mcpServers: Object.fromEntries(Array.from({ length: 16 }, (_, at) => [`server-${at}`, server(at)])) },
    null,
    2,
  ).split('\n');
  return lines
    .map((line, at) => (at % 9 === 4 ? `${line} // note ${at} { [ "` : at % 17 === 8 ? `${line} /* a\n } ] */` : line))
    .join('\n');
})();

describe('F26 every prefix of a valid 4 KB config', () => {
  test('is unreadable until it is whole', () => {
    expect(valid.length).toBeGreaterThan(4_096);
    const whole = readAny('generic', valid);
    expect(whole).toMatchObject({ kind: 'read', entries: { length: 16 } });
    let unreadable = 0;
    for (let length = 0; length < valid.length; length += 1) {
      const result = readAny('generic', valid.slice(0, length));
      if (result.kind !== 'unreadable') throw new Error(`a prefix of ${length} characters was read`);
      const { code, where } = result.problem;
      if ((code !== 'source-invalid' && code !== 'source-empty') || !where?.line || !where.column)
        throw new Error(`no place after ${length} characters`);
      unreadable += 1;
    }
    expect(unreadable).toBe(valid.length);
  });
});

describe('F25 a torn text', () => {
  test('is never a partial reading, whatever was written over what', () => {
    const other = valid.replaceAll('server-', 'other-').replace('"command": "npx"', '"command": "uvx"');
    const names = (text: string) => {
      const result = readAny('generic', text);
      return result.kind === 'read' ? result.entries.length : null;
    };
    fc.assert(
      fc.property(fc.nat(valid.length), fc.nat(valid.length), fc.boolean(), (first, second, isShorter) => {
        const [from, to] = [Math.min(first, second), Math.max(first, second)];
        // Truncated and then written in three pieces; or a newer, shorter text over the beginning of an older one.
        const torn = isShorter ? `{"mcpServers": {}}\n${valid.slice(19 + from)}` : other.slice(0, from) + '\0'.repeat(to - from);
        const isWhole = isShorter && valid.slice(19 + from).trim() === '';
        expect(isWhole ? [0] : [null, 16]).toContain(names(torn));
        expect(names(other.slice(0, to)) ?? 16).toBe(16);
      }),
      { numRuns: 500 },
    );
  });
});

const q = JSON.stringify;
const oddValues = [
  'null',
  'true',
  '0',
  '-1.5e300',
  '""',
  '"x"',
  '[]',
  '{}',
  '[null]',
  '[[]]',
  '[{}]',
  '{"a": null}',
  '{"a": []}',
  q('\ud800'),
  q('a\u0000b'),
  q('x'.repeat(70_000)),
  '1e999',
];
const fields = [
  'command',
  'args',
  'env',
  'cwd',
  'envFile',
  'url',
  'serverUrl',
  'httpUrl',
  'headers',
  'type',
  'transport',
  'disabled',
  'enabled',
  'timeout',
  'name',
];
const roots = (value: string) => [
  `{"mcpServers": ${value}}`,
  `{"servers": ${value}}`,
  `{"mcp": {"servers": ${value}}}`,
  `{"projects": {"/p": {"mcpServers": ${value}}}}`,
];
const good = '"good": {"type": "stdio", "command": "serve"}';

const malformed: readonly string[] = [
  ...oddValues,
  ...oddValues.flatMap(roots),
  ...oddValues.flatMap((value) => roots(`{${good}, "a": ${value}}`)),
  ...fields.flatMap((field) => oddValues.map((value) => `{"mcpServers": {${good}, "a": {"command": "x", "${field}": ${value}}}}`)),
  ...fields.flatMap((field) =>
    oddValues.map((value) => `{"servers": [{"name": "good", "command": "serve"}, {"name": "a", "${field}": ${value}}]}`),
  ),
  ...[
    '\0',
    '\uFEFF\uFEFF{}',
    '\uFFFE{\0}\0',
    '{\0"\0m\0',
    '\ud800',
    '{"\ud800": 1}',
    '// \ud800',
    '{"mcpServers": {"\ud83e": {"command": "x"}}}',
  ],
  ...[
    '"',
    "'",
    '`',
    '{',
    '[',
    '}',
    ']',
    ':',
    ',',
    '/',
    '/*',
    '//',
    '\\',
    '-',
    'nul',
    'tru',
    '{"a"',
    '{"a":',
    '{"a":1',
    '{"a":1,',
    '[1,',
    '{"a":"\\u12',
    '<html>',
    '<?xml?>',
    '---\na: b',
    '[mcp_servers]\n',
    'key = "v"',
  ],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', ''].flatMap((key) => [
    `{"mcpServers": {${good}, ${q(key)}: {"command": "x"}}}`,
    `{${q(key)}: {"mcpServers": {"a": {"command": "x"}}}, "mcpServers": {${good}}}`,
    `{"mcpServers": {${good}, "a": {"command": "x", "env": {${q(key)}: "y"}, ${q(key)}: {"command": "z"}}}}`,
  ]),
];

describe('F27 malformed configs', () => {
  // Whatever a text does, it does not reach the prototypes.
  const added = () => Object.getOwnPropertyNames(Object.prototype).length;
  let before = 0;
  beforeAll(() => {
    before = added();
  });
  afterAll(() => expect(added()).toBe(before));

  test('more than 500 by hand: no crash, a place, in time', () => {
    expect(malformed.length).toBeGreaterThan(500);
    for (const text of malformed) check(text, ['generic', 'claude-code', 'vscode', 'claude-code-user']);
  });

  test('a bad entry costs only itself', () => {
    const withGood = malformed.filter((text) => text.startsWith(`{"mcpServers": {${good}`));
    expect(withGood.length).toBeGreaterThan(200);
    for (const text of withGood) {
      for (const client of ['generic', 'claude-code', 'cursor', 'claude-desktop', 'tooltray', 'claude-code-user']) {
        const result = readAny(client, text);
        expect(result.kind === 'read' && result.entries.some(({ name }) => name === 'good')).toBe(true);
      }
    }
  });

  test.each([
    ['100,000 levels', `{"mcpServers": ${'{"a":'.repeat(100_000)}`],
    ['100,000 levels in a list', '['.repeat(100_000)],
    ['100,000 levels in a comment and a text', `{"mcpServers": {"a": {"command": "${'{'.repeat(60_000)}"}}} /* ${'['.repeat(100_000)} */`],
    ['200,000 servers', `{"mcpServers": {${Array.from({ length: 200_000 }, (_, at) => `"s${at}": {}`).join(',')}}}`],
    ['200,000 times the same server', `{"mcpServers": {${'"s": {"command": "x"},'.repeat(200_000)}}}`],
    ['10 MB in one text', `{"mcpServers": {"a": {"command": "${'x'.repeat(10_000_000)}"}}}`],
    ['4 MB of line ends', '\n'.repeat(4_000_000)],
    ['4 MB of open comments', '/*'.repeat(2_000_000)],
    ['4 MB of garbage', '}]'.repeat(2_000_000)],
    ['a megabyte of backslashes', `{"a": "${'\\'.repeat(1_000_000)}`],
    ['a long run of dollar signs', `{"mcpServers": {"a": {"command": "${'${'.repeat(30_000)}"}}}`],
  ])('%s', (_, text) => {
    check(text, ['generic', 'claude-code-user', 'gemini-cli']);
  });

  test('any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => check(text, ['generic', 'claude-code'])),
      { numRuns: 300 },
    );
  });

  test('any JSON at all', () => {
    const entry = fc.dictionary(fc.constantFrom(...fields), fc.jsonValue({ maxDepth: 2 }));
    const file = fc.oneof(
      fc.dictionary(
        fc.constantFrom('mcpServers', 'servers', 'mcp', 'projects'),
        fc.oneof(fc.dictionary(fc.string(), entry), fc.array(entry), fc.jsonValue()),
      ),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(file, (value) => check(JSON.stringify(value))),
      { numRuns: 300 },
    );
  });

  test('a valid text with one character changed, lost or doubled', () => {
    fc.assert(
      fc.property(
        fc.nat(valid.length - 1),
        fc.constantFrom('', '"', '{', '}', ',', '\\', '/', '\0', '\n'),
        fc.nat(1),
        (at, inserted, lost) => {
          check(valid.slice(0, at) + inserted + valid.slice(at + lost), ['generic']);
        },
      ),
      { numRuns: 500 },
    );
  });
});
