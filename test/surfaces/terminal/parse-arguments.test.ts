/** Words to invocations, as a table. */
import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../../electron/surfaces/terminal/parse-arguments.ts';

const words = (line: string): readonly string[] => line.split(' ').filter((word) => word !== '');
const sync = { kind: 'sync', names: [], auto: false, only: undefined, smartSync: undefined };
const edit = { source: undefined, dryRun: false };

describe('commands', () => {
  test.each([
    ['sync', sync],
    ['sync a b --auto', { ...sync, names: ['a', 'b'], auto: true }],
    ['sync --only prompts', { ...sync, only: 'prompts' }],
    ['sync --auto --smart-sync', { ...sync, auto: true, smartSync: true }],
    ['sync --auto --no-smart-sync', { ...sync, auto: true, smartSync: false }],
    ['status', { kind: 'status' }],
    ['tools', { kind: 'list', capability: 'tools' }],
    ['prompts', { kind: 'list', capability: 'prompts' }],
    ['resources', { kind: 'list', capability: 'resources' }],
    ['sources', { kind: 'sources' }],
    ['sources add f.json --client cursor', { kind: 'sources.add', path: 'f.json', client: 'cursor' }],
    ['sources remove f.json', { kind: 'sources.remove', path: 'f.json' }],
    ['sources discover', { kind: 'sources.discover' }],
    ['approve', { kind: 'approve', names: [], all: false }],
    ['approve --all', { kind: 'approve', names: [], all: true }],
    ['approve a b', { kind: 'approve', names: ['a', 'b'], all: false }],
    ['reject a', { kind: 'reject', names: ['a'] }],
    ['add new.json', { kind: 'addFile', file: 'new.json', ...edit }],
    ['add new.json --dry-run --source f.json', { kind: 'addFile', file: 'new.json', source: 'f.json', dryRun: true }],
    [
      'add x -- npx -y pkg --json --home z',
      { kind: 'addServer', name: 'x', words: ['npx', '-y', 'pkg', '--json', '--home', 'z'], ...edit },
    ],
    ['add x --dry-run -- cmd -- more', { kind: 'addServer', name: 'x', words: ['cmd', '--', 'more'], source: undefined, dryRun: true }],
    ['remove a', { kind: 'remove', name: 'a', ...edit }],
    ['enable a', { kind: 'setEnabled', name: 'a', enabled: true, ...edit }],
    ['disable a --source f --dry-run', { kind: 'setEnabled', name: 'a', enabled: false, source: 'f', dryRun: true }],
    ['history', { kind: 'history', limit: 50, server: undefined }],
    ['history --limit 5 --server a', { kind: 'history', limit: 5, server: 'a' }],
    ['flags', { kind: 'flags' }],
    ['doctor', { kind: 'doctor' }],
    ['watch', { kind: 'watch' }],
  ])('%s', (line, command) => {
    expect(parseArguments(words(line), '1.2.3')).toEqual({
      kind: 'run',
      command,
      globals: { home: undefined, json: false, verbose: false },
    });
  });
});

describe('global options', () => {
  test.each([
    '--home /h --json -v status',
    'status --home /h --json -v',
    '--json status --verbose --home=/h',
    '-v sources --home /h discover --json',
  ])('stand before and after the command: %s', (line) => {
    expect(parseArguments(words(line), '1.2.3')).toMatchObject({ kind: 'run', globals: { home: '/h', json: true, verbose: true } });
  });

  test.each(['--version', 'sync --version', '--json --version'])('%s prints the version', (line) => {
    expect(parseArguments(words(line), '1.2.3')).toEqual({ kind: 'text', text: '1.2.3\n' });
  });

  test.each(['--help', 'sync --help', 'sources add --help', '--json add --help'])('%s prints help', (line) => {
    const parsed = parseArguments(words(line), '1.2.3');
    expect(parsed).toMatchObject({ kind: 'text', text: expect.stringContaining('Usage: tooltray') });
  });

  test('help names every command', () => {
    const parsed = parseArguments(['--help'], '1.2.3');
    const text = parsed.kind === 'text' ? parsed.text : '';
    for (const name of [
      'sync',
      'status',
      'tools',
      'prompts',
      'resources',
      'sources',
      'approve',
      'reject',
      'add',
      'remove',
      'enable',
      'disable',
      'flags',
      'doctor',
      'watch',
    ]) {
      expect(text).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
    }
  });
});

describe('wrong usage', () => {
  test.each([
    '',
    'nonsense',
    'sync --nonsense',
    'sync --only cakes',
    'sync --only',
    'status extra',
    'sources nonsense',
    'sources add',
    'reject',
    'remove',
    'remove a b',
    'add',
    'add a b',
    'add x --',
    'status -- x',
    'remove x -- y',
    'approve a --all',
    '--home',
    'sync --auto=yes',
  ])('"%s"', (line) => {
    expect(parseArguments(words(line), '1.2.3')).toMatchObject({ kind: 'usage', json: false, text: expect.stringMatching(/\S/) });
  });

  test('an empty path or name is none', () => {
    expect(parseArguments(['remove', ' '], '1').kind).toBe('usage');
    expect(parseArguments(['--home', '', 'status'], '1').kind).toBe('usage');
  });

  test('remembers that JSON was asked for', () => {
    expect(parseArguments(['sync', '--nonsense', '--json'], '1')).toMatchObject({ kind: 'usage', json: true });
  });
});
