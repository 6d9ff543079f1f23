/** The timeline as the command line keeps and shows it: which edit caused what, over runs and without secrets. */
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { HistoryEntry, HistoryPage } from '../../electron/contract/history.ts';
import { builtCli, type CliHome, cliHome } from '../helpers/cli.ts';
import { liveEngine } from '../helpers/live-engine.ts';
import { waitFor } from '../helpers/wait-for.ts';

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

/** Twenty-four letters and digits, as real keys are. */
const canary = (place: string): string => `${place}9Kx2${place}7QmZ4vTbL8${place}`;

describe('secrets', () => {
  test('T26 S06 keys in arguments, variables, headers and addresses are in no place where the timeline goes', async () => {
    const live = await liveEngine({ trust: 'ask' });
    const canaries = ['arg', 'opt', 'env', 'head', 'url', 'user', 'path', 'err'].map(canary);
    const [arg = '', opt = '', env = '', head = '', url = '', user = '', inPath = '', err = ''] = canaries;
    const dead = await closedPort();
    const entries = (round: number) => {
      const mixed = (secret: string) => `${secret}${round}`;
      const local = live.entry(
        'local',
        '--exit-after',
        '1',
        '--exit-code',
        '1',
        '--stderr',
        `bad key ${mixed(err)}`,
        mixed(arg),
        `--opt=${mixed(opt)}`,
      );
      const address = `http://u:${mixed(user)}@127.0.0.1:${dead}/${mixed(inPath)}/mcp?key=${mixed(url)}`;
      return {
        local: { ...local, env: { SETTING: mixed(env), API_TOKEN: mixed(env) } },
        missing: { command: `/nowhere/${mixed(arg)}`, args: ['--password', mixed(opt)] },
        remote: { url: address, headers: { 'X-Any': mixed(head), Authorization: `Bearer ${mixed(head)}` } },
      };
    };
    for (const round of [1, 2]) {
      live.write(entries(round));
      await live.until('approval', 'local', 'missing', 'remote');
      await live.call('approvals.approve', { all: true });
      await live.until('failed', 'local', 'missing', 'remote');
    }
    live.writeText(`{"mcpServers": {"local": "${arg}" ${opt}`);
    await waitFor(async () => (await live.call('history.get')).entries[0]?.kind === 'source.failed', 8_000);
    const shown = await live.call('history.get');
    const kinds = shown.entries.map(({ kind }) => kind);
    for (const kind of ['source.changed', 'approval.asked', 'approval.approved', 'server.failed', 'source.failed'])
      expect(kinds).toContain(kind);
    await live.close();
    const printed = await cliOutput(live.home, 'history', '--limit', '1000');
    expect(printed).toContain('file changed');
    const kept = readFileSync(path.join(live.home, 'history.jsonl'), 'utf8');
    // What the next run compares with; failures as they are now stand beside it.
    const { servers } = JSON.parse(readFileSync(path.join(live.home, 'registry.json'), 'utf8')) as {
      servers: Record<string, { launch: unknown }>;
    };
    const launches = JSON.stringify(Object.values(servers).map(({ launch }) => launch));
    expect(launches).toContain('fingerprints');
    for (const place of [JSON.stringify(shown), printed, kept, launches]) for (const one of canaries) expect(place).not.toContain(one);
  });
});

/** A port on which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

async function cliOutput(home: string, ...args: string[]): Promise<string> {
  const { run } = await cliHome();
  const { stdout } = await run(args, { TOOLTRAY_HOME: home });
  return stdout;
}
