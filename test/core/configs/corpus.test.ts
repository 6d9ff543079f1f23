/** Real config files from public repositories read with exactly the server names that a person counted in them. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { profileOf } from '../../../electron/core/configs/clients/all-clients.ts';
import { read } from './read-text.ts';

interface CorpusFile {
  readonly file: string;
  readonly client: string;
  readonly path: string;
  readonly expectedServers: readonly string[];
  readonly parses: boolean;
}

const corpus = path.resolve(import.meta.dirname, '../../../../shared/corpus');
const clients = [
  'claude-desktop',
  'claude-code',
  'claude-code-user',
  'cursor',
  'vscode',
  'vscode-settings',
  'windsurf',
  'gemini-cli',
  'mcphub',
  'generic',
];
const isPresent = existsSync(path.join(corpus, 'index.json'));
const files: readonly CorpusFile[] = isPresent
  ? (JSON.parse(readFileSync(path.join(corpus, 'index.json'), 'utf8')) as { files: CorpusFile[] }).files.filter(({ client }) =>
      clients.includes(client),
    )
  : [];

const textOf = (file: CorpusFile): string => readFileSync(path.join(corpus, file.file), 'utf8');
/** Where the file would be in a project. */
const placeOf = (file: CorpusFile): string => `/desk/project/${file.path}`;

describe('corpus', () => {
  test('is here, or its tests say that they were skipped', (context) => {
    if (!isPresent) context.skip('../shared/corpus is not here');
    expect(new Set(files.map(({ client }) => client))).toEqual(new Set(clients));
  });

  test.each(files.filter(({ parses }) => parses))('$file reads with the names of the index', (file) => {
    const result = read(file.client, textOf(file), { source: placeOf(file) });
    // Whether a variable is set does not decide which servers a file asks for.
    const names = [
      ...result.entries.map(({ name }) => name),
      ...result.entryProblems.filter(({ problem }) => problem.code === 'variable-missing').map(({ name }) => name),
    ];
    expect(new Set(names)).toEqual(new Set(file.expectedServers));
    expect(names).toHaveLength(file.expectedServers.length);
    const inOrder = file.expectedServers.filter((name) => result.entries.some((entry) => entry.name === name));
    expect(result.entries.map(({ name }) => name)).toEqual(inOrder);
    expect(result.entryProblems.filter(({ problem }) => problem.code !== 'variable-missing')).toEqual([]);
  });

  test.each(files.filter(({ parses }) => !parses))('$file is unreadable, with line and column', (file) => {
    const context = { source: placeOf(file) };
    expect(() => read(file.client, textOf(file), context)).toThrow(/unreadable: .*line \d+, column \d+/);
    expect(profileOf(file.client).codec.edit(textOf(file), [{ kind: 'insert', keys: ['mcpServers', 'new'], value: {} }])).toBeNull();
  });
});
