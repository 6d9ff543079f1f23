/** Each client's own forms, and nobody else's; values come from what is given, never from the process. */
import { describe, expect, test } from 'vitest';
import { profileOf } from '../../../electron/core/configs/clients/all-clients.ts';
import { type ExpansionValues, expandText } from '../../../electron/core/configs/expand-variables.ts';
import { read } from './read-text.ts';

const values: ExpansionValues = {
  environment: { A: 'one', EMPTY: '', NESTED: '${A}', Path: 'p' },
  homeFolder: '/home/ada',
  platform: 'linux',
  projectFolder: '/desk/shop',
};

const expand = (client: string, text: string, other: Partial<ExpansionValues> = {}) =>
  expandText(text, profileOf(client).expansion, { ...values, ...other });

describe('forms', () => {
  test.each<[string, string, string]>([
    ['tooltray', '${A}-${env:A}-${B:-two}-${A:-x}', 'one-one-two-one'],
    ['tooltray', '$A ${userHome}', '$A ${userHome}'],
    ['claude-code', '${A}${A}', 'oneone'],
    ['claude-code', '${B:-}|${B:-a:b}|${EMPTY:-x}', '|a:b|'],
    ['claude-code', '${env:A} $A', '${env:A} $A'],
    ['claude-code', '${CLAUDE_PROJECT_DIR}/x ${CLAUDE_PLUGIN_ROOT}', '/desk/shop/x /desk/shop'],
    [
      'cursor',
      '${env:A} ${userHome} ${workspaceFolder} ${workspaceFolderBasename} ${pathSeparator}${/}',
      'one /home/ada /desk/shop shop //',
    ],
    ['cursor', '${A} $A ${env:A:-x}', '${A} $A ${env:A:-x}'],
    ['vscode', '${env:A} ${env:B}', 'one '],
    ['windsurf', '${env:A}', 'one'],
    ['gemini-cli', '$A ${A} ${B:-two} $B ${B} $$', 'one one two $B ${B} $$'],
    ['mcphub', '${A} ${env:A} ${workspaceFolder}', 'one one /desk/shop'],
    ['claude-desktop', '${A} $A ${env:A} ${userHome}', '${A} $A ${env:A} ${userHome}'],
    ['generic', '${A} ${env:A} ${B:-two} ${userHome}', 'one one two /home/ada'],
    ['tooltray', '${NESTED} ${} ${a b} ${A', '${A} ${} ${a b} ${A'],
    ['tooltray', '${constructor:-x}', 'x'],
  ])('%s: %s', (client, text, expected) => {
    expect(expand(client, text).text).toBe(expected);
  });

  test('names looked up are told, found or not', () => {
    expect(expand('tooltray', '${A} ${B:-x} ${C}')).toMatchObject({ variables: ['A', 'B', 'C'], missing: ['C'] });
  });

  test('Windows does not tell small and big letters apart', () => {
    expect(expand('tooltray', '${PATH}', { platform: 'windows' }).text).toBe('p');
    expect(expand('tooltray', '${PATH}').missing).toEqual(['PATH']);
    expect(expand('cursor', '${/}', { platform: 'windows' }).text).toBe('\\');
  });

  test.each<[string, string]>([
    ['vscode', 'input:key'],
    ['vscode', 'config:a.b'],
    ['vscode', 'command:pick'],
    ['mcphub', 'cmd: whoami'],
    ['windsurf', 'file:/etc/passwd'],
    ['tooltray', 'keychain:NAME'],
    ['claude-code', 'user_config.key'],
  ])('%s: ${%s} is left to the client', (client, inner) => {
    expect(expand(client, `a \${${inner}} b`)).toMatchObject({ text: `a \${${inner}} b`, unresolved: [inner] });
  });
});

describe('a variable that is not set', () => {
  const entry = (client: string, key = 'mcpServers') =>
    read(client, JSON.stringify({ [key]: { a: { command: 'x', env: { T: client === 'cursor' ? '${env:NO}' : '${NO}' } } } }));

  test.each(['tooltray', 'claude-code', 'generic', 'mcphub'])('keeps a server of %s from starting, by name', (client) => {
    const { entries, entryProblems, variables } = entry(client);
    expect(entries).toEqual([]);
    expect(entryProblems[0]?.problem).toMatchObject({
      code: 'variable-missing',
      message: expect.stringContaining('NO'),
      hint: expect.stringContaining('NO'),
    });
    // So that setting it is noticed.
    expect(variables).toEqual(['NO']);
  });

  test('is empty for Cursor and stays as written for Gemini CLI, and is told', () => {
    expect(entry('cursor').entries[0]?.transport).toMatchObject({ env: { T: '' } });
    expect(entry('gemini-cli').entries[0]?.transport).toMatchObject({ env: { T: '${NO}' } });
    for (const client of ['cursor', 'gemini-cli'])
      expect(entry(client).warnings).toMatchObject([{ name: 'a', problem: { code: 'variable-missing' } }]);
  });
});

describe('S0-47 a changed variable is seen', () => {
  const text = JSON.stringify({ mcpServers: { a: { command: 'x', args: ['${TOKEN:-none}'], env: { B: '${TOKEN}' } } } });
  const withToken = (TOKEN: string) => read('tooltray', text, { environment: { TOKEN } }).entries[0];

  test('in what would run, while what is shown stays as written', () => {
    expect(withToken('1')?.transport).not.toEqual(withToken('2')?.transport);
    expect(withToken('1')?.written).toEqual(withToken('2')?.written);
    expect(JSON.stringify(withToken('secret-value-1')?.written)).not.toContain('secret-value-1');
    expect(withToken('1')?.variables).toEqual(['TOKEN']);
  });

  test('also when it is only taken over from the environment', () => {
    const inherits = JSON.stringify({ mcpServers: { a: { command: 'x', env: { TOKEN: null } } } });
    const taken = read('mcphub', inherits, { environment: { TOKEN: 't' } });
    expect(taken.entries[0]).toMatchObject({ transport: { env: { TOKEN: 't' } }, variables: ['TOKEN'] });
    expect(taken.variables).toEqual(['TOKEN']);
    expect(read('mcphub', inherits).entries[0]?.transport).toMatchObject({ env: {} });
  });
});
