/** What of a launch may be kept, and in which words its changes are told. */
import { describe, expect, test } from 'vitest';
import type { Transport } from '../../../electron/contract/server.ts';
import { launchFingerprints } from '../../../electron/core/model/launch-hash.ts';
import { plainLaunch } from '../../../electron/core/model/plain-launch.ts';
import { hiddenValues, isPlain, plainAddress, plainArguments } from '../../../electron/core/model/plain-value.ts';
import { launchWords } from '../../../electron/core/timeline/launch-words.ts';

const keys = [
  'sk-proj-9aXk2LmQ8rT4vWzY1bN6',
  'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
  'AKIAIOSFODNN7EXAMPLE',
  'xoxb-2345678901-abcdefGHIJKL',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dBjftJeZ4CVP',
  '123e4567-e89b-12d3-a456-426614174000',
  '5f4dcc3b5aa765d61d8327deb882cf99',
  'hunter2hunter2',
  'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  '4111111111111111',
];

test.each(keys)('%s looks like a key', (key) => {
  expect(isPlain(key)).toBe(false);
  for (const args of [[key], ['--any', key], [`--any=${key}`], [`ANY=${key}`], [`https://h.example/${key}/mcp?t=${key}#${key}`]])
    expect(plainArguments(args).join(' ')).not.toContain(key);
});

test.each([
  '-y',
  '--port',
  '8080',
  '/home/ada/projects/my-server/index.js',
  '@modelcontextprotocol/server-github@2025.4.8',
  'mcp-server-git==0.6.2',
  'C:\\Program Files\\node\\node.exe',
  'fileSystem',
  'localhost:3000',
  '.',
  '',
])('%s is plain', (value) => {
  expect(isPlain(value)).toBe(true);
  expect(plainArguments([value])).toEqual([value]);
});

test.each([
  [
    ['--api-key', 'plain', '--port', '80'],
    ['--api-key', '(hidden)', '--port', '80'],
  ],
  [
    ['--token=plain', 'TOKEN=plain'],
    ['--token=(hidden)', 'TOKEN=(hidden)'],
  ],
  [
    ['-e', 'GITHUB_TOKEN', 'image'],
    ['-e', '(hidden)', 'image'],
  ],
  [
    ['--auth', '--next'],
    ['--auth', '--next'],
  ],
  [['my-secret-word'], ['(hidden)']],
] as const)('%j is kept as %j', (args, kept) => {
  expect(plainArguments(args)).toEqual(kept);
});

test.each([
  ['https://user:pass@h.example:8443/mcp?key=abc#x', 'https://h.example:8443/mcp'],
  ['http://127.0.0.1:9/mcp', 'http://127.0.0.1:9/mcp'],
  ['https://h.example/t/9aXk2LmQ8rT4vWzY/mcp', 'https://h.example/t/(hidden)/mcp'],
  ['no address', '(hidden)'],
] as const)('the address %s is kept as %s', (address, kept) => {
  expect(plainAddress(address)).toBe(kept);
});

const digest = (text: string): string =>
  [...text].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_000_007, 7).toString(16);
const stdio = (
  command: string,
  args: readonly string[] = [],
  env: Record<string, string> = {},
  more: { cwd?: string } = {},
): Transport => ({
  kind: 'stdio',
  command,
  args: [...args],
  env,
  ...more,
});
const http = (url: string, headers: Record<string, string> = {}): Transport => ({ kind: 'http', url, headers });
const noFacts = { files: [], envFileVariables: {} };
const launch = (written: Transport, transport = written) =>
  plainLaunch({ written, fingerprints: launchFingerprints(transport, noFacts, digest) });

describe('words', () => {
  const secret = keys[0] ?? '';
  const other = keys[1] ?? '';
  test.each([
    ['command', stdio('node'), stdio('bun'), ['command changed: node → bun']],
    ['arguments', stdio('a', ['-y', 'pkg@1.0.0']), stdio('a', ['-y', 'pkg@1.1.0']), ['arguments changed: pkg@1.0.0 → pkg@1.1.0']],
    ['order', stdio('a', ['x', 'y']), stdio('a', ['y', 'x']), ['order of the arguments changed']],
    ['many arguments', stdio('a'), stdio('a', [...'abcdefgh']), ['arguments changed: 0 removed, 8 added']],
    ['folder', stdio('a'), stdio('a', [], {}, { cwd: '/srv' }), ['working folder added: /srv']],
    [
      'variables',
      stdio('a', [], { A: '1', B: '2' }),
      stdio('a', [], { B: '3', C: '4' }),
      ['variable A removed', 'content of variable B changed', 'variable C added'],
    ],
    ['a key as argument', stdio('a', ['--key', secret]), stdio('a', ['--key', other]), ['a value in the arguments changed']],
    [
      'an address',
      http('https://a.example/mcp'),
      http('https://b.example/mcp'),
      ['address changed: https://a.example/mcp → https://b.example/mcp'],
    ],
    [
      'a key in an address',
      http(`https://a.example/mcp?k=${secret}`),
      http(`https://a.example/mcp?k=${other}`),
      ['a value in the address changed'],
    ],
    [
      'a header',
      http('https://a.example', { Authorization: secret }),
      http('https://a.example', { Authorization: other }),
      ['content of header Authorization changed'],
    ],
    [
      'another way',
      stdio('a'),
      http('https://a.example'),
      ['transport changed: stdio → http', 'command removed: a', 'address added: https://a.example'],
    ],
  ] as const)('%s', (_name, before, after, words) => {
    const told = launchWords(launch(before), launch(after));
    expect(told).toEqual(words);
    expect(told.join()).not.toContain(secret);
    expect(told.join()).not.toContain(other);
  });

  test('the value of a variable that the file only names', () => {
    const written = stdio('a', ['--dir', '$DIR']);
    expect(launchWords(launch(written, stdio('a', ['--dir', '/x'])), launch(written, stdio('a', ['--dir', '/y'])))).toEqual([
      'a value in the arguments changed',
    ]);
  });

  test('more than a handful is counted', () => {
    const names = Object.fromEntries([...'ABCDEFGHIJ'].map((name) => [name, '1']));
    const words = launchWords(launch(stdio('a')), launch(stdio('a', [], names)));
    expect([words.length, words.at(-1)]).toEqual([6, '5 more changes']);
  });
});

test('values that no text about a launch may hold: keys in arguments, variables, headers and addresses', () => {
  const [one = '', two = '', three = ''] = keys;
  const values = hiddenValues({
    written: stdio('a', [one, `--x=${two}`], { ANY: three }),
    transport: stdio('a', [one, `--x=${two}`], { ANY: three }),
    facts: noFacts,
  });
  expect(values).toEqual(expect.arrayContaining([one, two, three]));
  const url = http(`https://u:${one}@h.example/${two}?k=${three}`);
  expect(hiddenValues({ written: url, transport: url, facts: noFacts })).toEqual(expect.arrayContaining([two, three]));
});
