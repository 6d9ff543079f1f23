/** Text, numbers and times as people see them. */
import { describe, expect, test } from 'vitest';
import { readServerForm } from '../../renderer/features/servers/read-server-form.ts';
import { shortNumber } from '../../renderer/lib/format-number.ts';
import { ago, duration, until } from '../../renderer/lib/format-time.ts';
import { linkTo, placeOf } from '../../renderer/lib/hash-place.ts';
import { plural } from '../../renderer/lib/plural.ts';
import { splitCommand, variableLines } from '../../renderer/lib/split-command.ts';
import { visibleLine, visibleText } from '../../renderer/lib/visible-text.ts';

describe('T17 hidden characters are shown', () => {
  const cases: readonly [string, string, string][] = [
    ['a right-to-left override', 'a\u202Eb', 'a⟨U+202E⟩b'],
    ['an escape sequence', '\u001b[31mred', '⟨U+001B⟩[31mred'],
    ['a zero-width space', 'git\u200Bhub', 'git⟨U+200B⟩hub'],
    ['a tag character', 'a\u{E0041}', 'a⟨U+E0041⟩'],
    ['a Hangul filler', '\u3164', '⟨U+3164⟩'],
    ['a no-break space', 'a\u00A0b', 'a⟨U+00A0⟩b'],
    ['a line break in an argument', 'a\nb', 'a⟨U+000A⟩b'],
    ['a braille blank', '\u2800', '⟨U+2800⟩'],
    ['half a surrogate pair', '\uD800', '⟨U+D800⟩'],
    ['a variation selector behind a letter', 'a\uFE0F', 'a⟨U+FE0F⟩'],
  ];
  test.each(cases)('%s', (_case, text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  test('ordinary letters of any script and whole pictures stay as they are', () => {
    for (const text of ['naïve café', 'Ελληνικά', '日本語', 'مرحبا', '🔧', '❤️', '👩‍💻', 'a b']) expect(visibleText(text)).toBe(text);
  });

  test('output of programs keeps its tabs and line ends', () => {
    expect(visibleLine('a\tb\r')).toBe('a    b');
  });
});

describe('command lines', () => {
  const cases: readonly [string, readonly string[]][] = [
    ['npx -y pkg@1.0.0', ['npx', '-y', 'pkg@1.0.0']],
    ['  a   b  ', ['a', 'b']],
    [`node "/a b/c.js" --x='y z'`, ['node', '/a b/c.js', '--x=y z']],
    [`a "" ''`, ['a', '', '']],
    ['C:\\tools\\server.exe --flag', ['C:\\tools\\server.exe', '--flag']],
    ['/a\\ b/c', ['/a b/c']],
    [`say "a \\"b\\" c"`, ['say', 'a "b" c']],
    ['echo $HOME `id` && rm', ['echo', '$HOME', '`id`', '&&', 'rm']],
    ['', []],
  ];
  test.each(cases)('%s', (line, words) => {
    expect(splitCommand(line)).toEqual({ kind: 'words', words });
  });

  test('an open quote is no command', () => {
    expect(splitCommand('a "b')).toEqual({ kind: 'open', quote: '"' });
  });

  test('variables are NAME=value lines', () => {
    expect(variableLines('A=1\n\n B_2 = x=y \nnonsense')).toEqual({ values: { A: '1', B_2: 'x=y' }, wrong: ['nonsense'] });
  });
});

describe('the form for a new server', () => {
  test('a command line becomes command, arguments and variables', () => {
    expect(readServerForm({ name: 'a', launch: 'npx -y x', variables: 'K=v' }).server).toEqual({
      command: 'npx',
      args: ['-y', 'x'],
      env: { K: 'v' },
    });
  });
  test('an address becomes an address', () => {
    expect(readServerForm({ name: 'a', launch: ' https://example.com/mcp ', variables: '' }).server).toEqual({
      url: 'https://example.com/mcp',
    });
  });
  test('what is missing is said at its field', () => {
    expect(readServerForm({ name: ' ', launch: '', variables: 'x' })).toMatchObject({
      server: null,
      complaints: { name: 'Give the server a name.', launch: 'Enter what to run, or an address.', variables: 'Not NAME=value: x' },
    });
    expect(readServerForm({ name: 'a', launch: 'https://', variables: '' }).complaints.launch).toBe('This is no valid address.');
  });
});

test('numbers and times are short', () => {
  expect([0, 950, 3_140, 9_960, 38_400, 1_250_000].map(shortNumber)).toEqual(['0', '950', '3.1k', '10k', '38k', '1.3M']);
  const now = 10_000_000_000;
  expect([now, now - 42_000, now - 120_000, now - 3_600_000, now - 200_000_000].map((time) => ago(time, now))).toEqual([
    'just now',
    '40 s ago',
    '2 min ago',
    '1 h ago',
    '2 d ago',
  ]);
  expect(ago(null, now)).toBe('never');
  expect([until(now + 7_500, now), until(now - 1, now)]).toEqual(['in 8 s', 'now']);
  expect([duration(340), duration(1_234)]).toEqual(['340 ms', '1.2 s']);
  expect([plural(1, 'tool'), plural(12, 'tool')]).toEqual(['1 tool', '12 tools']);
});

test('a place in the page survives any name', () => {
  const id = '/home/ada/.cursor/mcp.json#/mcpServers/a%2F"b" c';
  expect(placeOf(linkTo('servers', id))).toEqual(['servers', id]);
  expect(placeOf('#/%E0%A4%A')).toEqual(['%E0%A4%A']);
});
