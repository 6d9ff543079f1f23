/** An edit changes one server and no other byte, in every layout people write, or it is refused. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ServerInput } from '../../../electron/contract/server.ts';
import { profileOf } from '../../../electron/core/configs/clients/all-clients.ts';
import { editSource, type SourceEdit } from '../../../electron/core/configs/edit-source.ts';

const add = (name: string, server: ServerInput = { command: 'x' }): SourceEdit => ({ kind: 'add', name, server });
const remove = (name: string): SourceEdit => ({ kind: 'remove', name });
const off = (name: string): SourceEdit => ({ kind: 'setEnabled', name, enabled: false });
const on = (name: string): SourceEdit => ({ kind: 'setEnabled', name, enabled: true });

const edit = (text: string | null, edits: readonly SourceEdit[], client = 'tooltray') => editSource(profileOf(client), text, edits);

/** The text after the edits; a refusal fails the test. */
function edited(text: string | null, edits: readonly SourceEdit[], client = 'tooltray'): string {
  const result = edit(text, edits, client);
  if (result.kind === 'refused') throw new Error(result.problem.message);
  return result.kind === 'same' ? (text ?? '') : result.text;
}

function refusal(text: string | null, edits: readonly SourceEdit[], client = 'tooltray') {
  const result = edit(text, edits, client);
  if (result.kind !== 'refused') throw new Error(`not refused: ${JSON.stringify(result)}`);
  return result.problem;
}

describe('adding', () => {
  test('makes a file that is not there', () => {
    expect(edited(null, [add('a', { command: 'npx', args: ['-y', 'p'] })])).toBe(
      '{\n  "mcpServers": {\n    "a": {\n      "command": "npx",\n      "args": [\n        "-y",\n        "p"\n      ]\n    }\n  }\n}\n',
    );
  });

  test.each<[string, string, string]>([
    ['an empty object', '{}\n', '{\n  "mcpServers": {\n    "b": {\n      "command": "x"\n    }\n  }\n}\n'],
    ['an empty map', '{\n  "mcpServers": {}\n}\n', '{\n  "mcpServers": {\n    "b": {\n      "command": "x"\n    }\n  }\n}\n'],
    [
      'an empty map over two lines',
      '{\n  "mcpServers": {\n  }\n}',
      '{\n  "mcpServers": {\n    "b": {\n      "command": "x"\n    }\n  }\n}',
    ],
    [
      'a map that holds a comment',
      '{\n  "mcpServers": {\n    // none yet\n  }\n}',
      '{\n  "mcpServers": {\n    // none yet\n    "b": {\n      "command": "x"\n    }\n  }\n}',
    ],
    [
      'tabs',
      '{\n\t"mcpServers": {\n\t\t"a": {}\n\t}\n}',
      '{\n\t"mcpServers": {\n\t\t"a": {},\n\t\t"b": {\n\t\t\t"command": "x"\n\t\t}\n\t}\n}',
    ],
    [
      'four blanks and CRLF',
      '{\r\n    "mcpServers": {\r\n        "a": {}\r\n    }\r\n}',
      '{\r\n    "mcpServers": {\r\n        "a": {},\r\n        "b": {\r\n            "command": "x"\r\n        }\r\n    }\r\n}',
    ],
    ['one line', '{"mcpServers": {"a": {}}}', '{"mcpServers": {"a": {}, "b": { "command": "x" }}}'],
    ['entries on one line', '{\n  "mcpServers": {"a": {}}\n}', '{\n  "mcpServers": {"a": {}, "b": { "command": "x" }}\n}'],
    [
      'a trailing comma, which becomes the separator',
      '{\n  "mcpServers": {\n    "a": {},\n  }\n}',
      '{\n  "mcpServers": {\n    "a": {},\n    "b": {\n      "command": "x"\n    }\n  }\n}',
    ],
    [
      'a comment behind the last entry',
      '{\n  "mcpServers": {\n    "a": {} // mine\n  }\n}',
      '{\n  "mcpServers": {\n    "a": {}, // mine\n    "b": {\n      "command": "x"\n    }\n  }\n}',
    ],
    [
      'a commented-out entry below',
      '{\n  "mcpServers": {\n    "a": {}\n    // "old": {}\n  }\n}',
      '{\n  "mcpServers": {\n    "a": {},\n    "b": {\n      "command": "x"\n    }\n    // "old": {}\n  }\n}',
    ],
    [
      'a closing brace on the line of the last entry',
      '{\n  "mcpServers": {\n    "a": {}}}',
      '{\n  "mcpServers": {\n    "a": {},\n    "b": {\n      "command": "x"\n    }\n  }}',
    ],
    ['a byte order mark', '\uFEFF{"mcpServers": {}}', '\uFEFF{"mcpServers": {"b": { "command": "x" }}}'],
    ['other keys', '{\n  "theme": 1\n}\n', '{\n  "theme": 1,\n  "mcpServers": {\n    "b": {\n      "command": "x"\n    }\n  }\n}\n'],
  ])('to %s', (_, before, after) => {
    expect(edited(before, [add('b')])).toBe(after);
  });

  test('goes where the client has its servers, in its spelling', () => {
    const remote = add('r', { url: 'https://a.example/mcp' });
    expect(JSON.parse(edited('{}', [remote], 'vscode'))).toEqual({ servers: { r: { url: 'https://a.example/mcp' } } });
    expect(JSON.parse(edited('{"mcp": {"x": 1}}', [remote], 'vscode-settings'))).toEqual({
      mcp: { x: 1, servers: { r: { url: 'https://a.example/mcp' } } },
    });
    expect(JSON.parse(edited('{}', [remote], 'claude-code'))).toEqual({
      mcpServers: { r: { type: 'http', url: 'https://a.example/mcp' } },
    });
    expect(JSON.parse(edited('{}', [remote], 'windsurf'))).toEqual({ mcpServers: { r: { serverUrl: 'https://a.example/mcp' } } });
    expect(
      JSON.parse(edited('{"mcpServers": {"a": {"command": "y"}}, "servers": {"c": {"command": "z"}}}', [add('b')], 'mcphub')).servers,
    ).toHaveProperty('b');
    expect(JSON.parse(edited('{"mcpServers": []}', [add('b')], 'mcphub'))).toEqual({ mcpServers: { b: { command: 'x' } } });
    expect(JSON.parse(edited('{"servers": [{"name": "a", "command": "y"}]}', [add('b')], 'generic')).servers[1]).toEqual({
      name: 'b',
      command: 'x',
    });
    expect(JSON.parse(edited('{"a": {"command": "y"}}', [add('b')], 'claude-code'))).toEqual({ a: { command: 'y' }, b: { command: 'x' } });
  });

  test('is refused where it would lose or hide something', () => {
    expect(refusal('{"mcpServers": {"a": {}}}', [add('a')]).code).toBe('name-taken');
    expect(refusal('{"mcpServers": {"a": "a comment"}}', [add('a')]).code).toBe('name-taken');
    expect(refusal('{"mcpServers": 5}', [add('a')]).code).toBe('source-wrong-shape');
    expect(refusal('[]', [add('a')]).code).toBe('edit-refused');
    for (const name of ['__proto__', 'constructor', 'prototype', ' ']) expect(refusal('{}', [add(name)]).code).toBe('wrong-input');
    expect(refusal('{}', [add('a', { url: 'https://a.example' })], 'claude-desktop').code).toBe('wrong-input');
    expect(refusal('{}', [add('a', JSON.parse('{"command": "x", "__proto__": {"y": 1}}') as ServerInput)]).code).toBe('edit-refused');
  });

  test('is all or nothing', () => {
    expect(refusal('{}', [add('a'), add('a')]).code).toBe('name-taken');
    expect(edit('{}', [])).toEqual({ kind: 'same' });
  });
});

describe('F12 a text that cannot be read is left alone', () => {
  test.each(['', '{', '{"mcpServers": {"a": {}', '{"a": 1}}', '// nothing', '{"mcpServers": {\'a\': {}}}', '\u0000'])('%j', (text) => {
    const problem = refusal(text, [add('b')]);
    expect(problem).toMatchObject({ code: 'edit-refused', where: { line: 1 } });
    expect(problem.where?.column).toBeGreaterThan(0);
  });
});

describe('removing', () => {
  test.each<[string, string, string]>([
    ['the first', '{"mcpServers": {"x": {}, "b": {}}}', '{"mcpServers": {"b": {}}}'],
    ['one in the middle', '{"mcpServers": {"a": {}, "x": {}, "b": {}}}', '{"mcpServers": {"a": {}, "b": {}}}'],
    ['the last', '{"mcpServers": {"a": {}, "x": {}}}', '{"mcpServers": {"a": {}}}'],
    ['the only one', '{"mcpServers": { "x": {} }}', '{"mcpServers": {}}'],
    ['the first line', '{\n  "mcpServers": {\n    "x": {},\n    "b": {}\n  }\n}', '{\n  "mcpServers": {\n    "b": {}\n  }\n}'],
    [
      'a line in the middle',
      '{\n  "mcpServers": {\n    "a": {},\n    "x": {\n    },\n    "b": {}\n  }\n}',
      '{\n  "mcpServers": {\n    "a": {},\n    "b": {}\n  }\n}',
    ],
    ['the last line', '{\n  "mcpServers": {\n    "a": {},\n    "x": {}\n  }\n}', '{\n  "mcpServers": {\n    "a": {}\n  }\n}'],
    ['the only line', '{\n  "mcpServers": {\n    "x": {}\n  }\n}', '{\n  "mcpServers": {}\n}'],
    [
      'a line with CRLF',
      '{\r\n  "mcpServers": {\r\n    "x": {},\r\n    "b": {}\r\n  }\r\n}',
      '{\r\n  "mcpServers": {\r\n    "b": {}\r\n  }\r\n}',
    ],
    [
      'one before a trailing comma',
      '{\n  "mcpServers": {\n    "a": {},\n    "x": {},\n  }\n}',
      '{\n  "mcpServers": {\n    "a": {},\n  }\n}',
    ],
    [
      'one between comments',
      '{\n  "mcpServers": {\n    // a\n    "a": {}, // b\n    // c\n    "x": {} // d\n    // e\n  }\n}',
      '{\n  "mcpServers": {\n    // a\n    "a": {} // b\n    // c\n    // d\n    // e\n  }\n}',
    ],
    ['one before a comma with a comment in between', '{"mcpServers": {"x": {} /* c */, "b": {}}}', '{"mcpServers": { /* c */ "b": {}}}'],
    ['all of one name', '{"mcpServers": {"x": {"command": "evil"}, "a": {}, "x": {}}}', '{"mcpServers": {"a": {}}}'],
  ])('%s', (_, before, after) => {
    expect(edited(before, [remove('x')])).toBe(after);
  });

  test('takes the item out of a list', () => {
    const list = '{"servers": [{"name": "a"}, {"id": "x"}, {"name": "b"}]}';
    expect(edited(list, [remove('x')], 'generic')).toBe('{"servers": [{"name": "a"}, {"name": "b"}]}');
  });

  test('is refused for a name that is not there', () => {
    expect(refusal('{"mcpServers": {"a": {}}}', [remove('x')]).code).toBe('not-found');
    expect(refusal('{"mcpServers": {"x": "a comment"}}', [remove('x')]).code).toBe('not-found');
    expect(refusal(null, [remove('x')]).code).toBe('not-found');
  });
});

describe('switching', () => {
  test.each<[string, string, string]>([
    ['puts the switch in', '{"mcpServers": {"x": {"command": "y"}}}', '{"mcpServers": {"x": {"command": "y", "disabled": true}}}'],
    [
      'puts it on its own line',
      '{"mcpServers": {\n  "x": {\n    "command": "y"\n  }\n}}',
      '{"mcpServers": {\n  "x": {\n    "command": "y",\n    "disabled": true\n  }\n}}',
    ],
    [
      'turns the one that is there',
      '{"mcpServers": {"x": {"disabled": false, "command": "y"}}}',
      '{"mcpServers": {"x": {"disabled": true, "command": "y"}}}',
    ],
    ['turns the other spelling', '{"mcpServers": {"x": {"enabled": true}}}', '{"mcpServers": {"x": {"enabled": false}}}'],
  ])('off %s', (_, before, after) => {
    expect(edited(before, [off('x')])).toBe(after);
    expect(edit(after, [off('x')])).toEqual({ kind: 'same' });
  });

  test('on takes out what switched it off', () => {
    expect(edited('{"mcpServers": {"x": {"command": "y", "disabled": true}}}', [on('x')])).toBe('{"mcpServers": {"x": {"command": "y"}}}');
    expect(edited('{"mcpServers": {"x": {"enabled": false}}}', [on('x')])).toBe('{"mcpServers": {"x": {"enabled": true}}}');
    expect(edit('{"mcpServers": {"x": {"disabled": false}}}', [on('x')])).toEqual({ kind: 'same' });
  });

  test('is left to clients that keep it elsewhere', () => {
    expect(refusal('{"mcpServers": {"x": {"command": "y"}}}', [off('x')], 'cursor')).toMatchObject({
      code: 'not-editable',
      message: expect.stringContaining('Cursor'),
    });
    expect(edited('{"mcpServers": {"x": {"command": "y", "disabled": false}}}', [off('x')], 'cursor')).toContain('"disabled": true');
  });
});

test('replacing changes the fields that differ and keeps the rest of the layout', () => {
  const before = '{"mcpServers": {"x": {\n  // why\n  "command": "y", "args": ["1",  "2"],\n  "cwd": "/a"\n}}}';
  const after = '{"mcpServers": {"x": {\n  // why\n  "command": "z", "args": ["1",  "2"],\n  "env": {\n    "A": "1"\n  }\n}}}';
  expect(edited(before, [{ kind: 'replace', name: 'x', server: { command: 'z', args: ['1', '2'], env: { A: '1' } } }])).toBe(after);
});

/** Blanks and comments as people leave them between tokens. */
const gap = (isStrict: boolean) =>
  fc.constantFrom('', ' ', '\n', '\n  ', '\r\n\t', '  ', ...(isStrict ? [] : ['/* c */', ' // d\n', '\n  // "e": {},\n  ']));

interface Sample {
  readonly before: string;
  readonly names: readonly string[];
  readonly spans: readonly string[];
  readonly after: string;
}

/** A file with servers in any layout; `spans` are the entries byte for byte. */
const sample = (isStrict: boolean): fc.Arbitrary<Sample> =>
  fc
    .record({
      names: fc.uniqueArray(
        fc.string({ minLength: 1, maxLength: 6 }).filter((name) => name.trim() !== '' && !name.startsWith('_')),
        { minLength: 1, maxLength: 5 },
      ),
      gaps: fc.array(gap(isStrict), { minLength: 40, maxLength: 40 }),
      values: fc.array(
        fc.constantFrom(
          '{"command": "a"}',
          '{\n    "command": "b",\n    "args": ["//", "{"]\n  }',
          '{"url":"https://c.example", "headers": {}}',
        ),
        { minLength: 5, maxLength: 5 },
      ),
      hasTrailingComma: isStrict ? fc.constant(false) : fc.boolean(),
      mark: fc.constantFrom('', '\uFEFF'),
      end: fc.constantFrom('', '\n', '\r\n'),
    })
    .map(({ names, gaps, values, hasTrailingComma, mark, end }) => {
      const at = (index: number) => gaps[index % gaps.length] ?? '';
      const spans = names.map((name, index) => `${JSON.stringify(name)}:${at(index + 20)}${values[index]}`);
      const inside = spans.map((span, index) => at(index) + span + at(index + 10)).join(',');
      return {
        before: `${mark}{${at(30)}"mcpServers":${at(31)}{`,
        names,
        spans,
        after: `${inside}${hasTrailingComma ? ',' : ''}${at(32)}}${at(33)}}${end}`,
      };
    });

describe('F11 everything outside of the edited entry stays, byte for byte', () => {
  const withoutGaps = (text: string) => text.replace(/[\s,]/g, '');

  test('when one is added and removed again', () => {
    fc.assert(
      fc.property(sample(false), ({ before, after, spans }) => {
        const text = before + after;
        const added = edited(text, [add('new one', { command: 'n', args: ['1'] })]);
        for (const span of spans) expect(added).toContain(span);
        expect(withoutGaps(added).replace('"newone":{"command":"n""args":["1"]}', '')).toBe(withoutGaps(text));
        const removed = edited(added, [remove('new one')]);
        expect(withoutGaps(removed)).toBe(withoutGaps(text));
        expect(removed.startsWith('\uFEFF')).toBe(text.startsWith('\uFEFF'));
        expect(/\r?\n$/.exec(removed)?.[0]).toBe(/\r?\n$/.exec(text)?.[0]);
      }),
      { numRuns: 500 },
    );
  });

  test('when any one is removed', () => {
    fc.assert(
      fc.property(sample(false), fc.nat(), ({ before, after, names, spans }, pick) => {
        const index = pick % names.length;
        const removed = edited(before + after, [remove(names[index] ?? '')]);
        for (const [at, span] of spans.entries()) if (at !== index) expect(removed).toContain(span);
        // Comments survive, and so does every other character that is no blank and no comma.
        expect(withoutGaps(removed)).toBe(withoutGaps((before + after).replace(spans[index] ?? '', () => '')));
      }),
      { numRuns: 500 },
    );
  });

  test('when any one is switched off and on again', () => {
    fc.assert(
      fc.property(sample(false), fc.nat(), ({ before, after, names, spans }, pick) => {
        const index = pick % names.length;
        const text = before + after;
        const name = names[index] ?? '';
        const switched = edited(text, [off(name)]);
        for (const [at, span] of spans.entries()) if (at !== index) expect(switched).toContain(span);
        expect(edited(switched, [on(name)])).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  test('and a file in strict JSON stays in strict JSON', () => {
    fc.assert(
      fc.property(sample(true), fc.nat(), ({ before, after, names }, pick) => {
        const text = before + after;
        const name = names[pick % names.length] ?? '';
        const results = [[add('new')], [remove(name)], [off(name)], [add('new'), remove(name)], names.map(remove)].map((edits) =>
          edited(text, edits),
        );
        for (const result of results) expect(() => JSON.parse(result.replace('\uFEFF', ''))).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});
