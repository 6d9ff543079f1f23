/** Env files are read as the clients do. */
import { describe, expect, test } from 'vitest';
import { parseEnvFile } from '../../../electron/effects/launch/env-file.ts';

const cases: readonly { readonly name: string; readonly text: string; readonly variables: Readonly<Record<string, string>> }[] = [
  { name: 'plain assignments', text: 'A=1\nB = two \n', variables: { A: '1', B: 'two' } },
  { name: 'export, comments and empty lines', text: '# c\n\nexport A=1 # after\n  # more\nB=x#y\n', variables: { A: '1', B: 'x#y' } },
  { name: 'empty values', text: 'A=\nB=""\nC= # nothing\nD=1', variables: { A: '', B: '', C: '', D: '1' } },
  { name: 'double quotes with escapes', text: 'A="x\\ny \\"z\\" \\\\ # \\q"', variables: { A: 'x\ny "z" \\ # \\q' } },
  { name: 'single quotes and backticks as they are', text: "A='x\\n # y'\nB=`it's`", variables: { A: 'x\\n # y', B: "it's" } },
  {
    name: 'a quoted value over several lines',
    text: 'KEY="-----BEGIN\nabc\n-----END"\nB=2',
    variables: { KEY: '-----BEGIN\nabc\n-----END', B: '2' },
  },
  { name: 'a quote that is never closed', text: 'A="x\nB=2', variables: { A: '"x', B: '2' } },
  { name: 'Windows line ends and a byte order mark', text: '\ufeffA=1\r\nB=2\r\n', variables: { A: '1', B: '2' } },
  { name: 'values with equals signs', text: 'URL=https://x/?a=b&c=d', variables: { URL: 'https://x/?a=b&c=d' } },
  { name: 'the last of a name', text: 'A=1\nA=2', variables: { A: '2' } },
  { name: 'lines that are no assignment', text: 'hello\n1A=x\n=x\nA=1', variables: { A: '1' } },
  { name: 'names of the language itself', text: 'constructor=1\ntoString=2', variables: { constructor: '1', toString: '2' } as never },
];

describe('env file', () => {
  for (const { name, text, variables } of cases) test(name, () => expect({ ...parseEnvFile(text) }).toEqual(variables));

  test('a variable called __proto__ is a variable', () => {
    expect(Object.entries(parseEnvFile('__proto__=x'))).toEqual([['__proto__', 'x']]);
  });

  test('a megabyte of open quotes is read in no time', () => {
    const start = performance.now();
    parseEnvFile(`${'A=\'x\nB="y\nC=`z\n'.repeat(60_000)}`);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
