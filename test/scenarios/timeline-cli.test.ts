/** The timeline as the command line keeps and shows it: which edit caused what, over runs and without secrets. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { HistoryEntry, HistoryPage } from '../../electron/contract/history.ts';
import { builtCli, type CliHome, cliHome } from '../helpers/cli.ts';

const history = async (h: CliHome, ...args: string[]): Promise<readonly HistoryEntry[]> =>
  [...((await h.json(['history', ...args])) as HistoryPage).entries].reverse();
const inWords = (entries: readonly HistoryEntry[]) =>
  entries.map(
    ({ number, kind, server, cause }) => `${number} ${kind}${server ? ` ${server.name}` : ''}${cause === null ? '' : ` by ${cause}`}`,
  );
beforeAll(builtCli, 120_000);

const file = (h: CliHome): string => readFileSync(path.join(h.home, 'history.jsonl'), 'utf8');

describe('history on the command line', () => {
  test('K-02 an edit, then a sync: the edit is told, and the sync with its new tools names the edit as its cause', async () => {
    const h = await cliHome();
    h.write({ a: h.server('a'), b: h.server('b') });
    await h.sync();
    const [first, ...syncs] = inWords(await history(h)).map((words) => words.slice(2));
    expect([first, ...syncs.sort()]).toEqual(['source.changed', 'server.synced a by 1', 'server.synced b by 1']);
    h.write({ a: h.server('a', { flags: ['--tools', '5'] }), c: h.server('c') });
    await h.sync();
    const [edit, ...synced] = (await history(h)).slice(3);
    expect(edit).toMatchObject({
      number: 4,
      kind: 'source.changed',
      source: h.config,
      edit: {
        added: [{ name: 'c' }],
        removed: [{ name: 'b' }],
        changed: [{ name: 'a', changes: ['arguments added: --tools 5'] }],
      },
    });
    expect([...inWords(synced)].map((words) => words.slice(2)).sort()).toEqual(['server.synced a by 4', 'server.synced c by 4']);
    expect(synced.find(({ server }) => server?.name === 'a')?.lists[0]).toMatchObject({ capability: 'tools', addedCount: 2, total: 5 });
    const before = file(h);
    await h.sync();
    await h.run(['status']);
    writeFileSync(h.config, `${readFileSync(h.config, 'utf8')}\n`);
    await h.sync();
    expect(file(h)).toBe(before);
    const text = (await h.run(['history', '--server', 'a', '--limit', '2'])).stdout;
    expect(text).toContain('by #4  ● synced a: 5 tools (new ');
    expect(text).not.toContain('synced c');
  });
});
