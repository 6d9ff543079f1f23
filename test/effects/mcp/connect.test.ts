/** Connecting over stdio: what works, and what a person is told when it does not. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { passedOnNames } from '../../../electron/effects/mcp/process/child-env.ts';
import { livingByTag } from '../../helpers/processes.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { waitFor } from '../../helpers/wait-for.ts';
import { connect, definitionOf, fixture, fixtureServer, list, never, refusal, stdio, testMcp, tryConnect } from './fixture.ts';

/** Every server of these tests could be left behind; none may be. */
const nothingLeft = (digest: string): void => expect(livingByTag(digest)).toEqual([]);

interface Logged {
  readonly method: string | null;
  readonly id: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number };
}
const logged = (file: string): readonly Logged[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('a connection', () => {
  test('tells what the server says about itself', async () => {
    const { mcp } = testMcp();
    const { link } = await connect(mcp, fixture('--name', 'polite', '--prompts', '1', '--resources', '1'));
    expect(link.facts).toEqual({
      offers: ['tools', 'prompts', 'resources', 'resourceTemplates'],
      pid: expect.any(Number),
      protocolVersion: '2025-11-25',
      serverName: 'polite',
      serverVersion: '1.2.3',
      instructions: 'Use polite kindly.',
    });
    expect(link.era).toBe('legacy');
  });

  test('works with a server that only speaks 2024-11-05', async () => {
    const { mcp } = testMcp();
    const { link } = await connect(mcp, fixture('--only-version', '2024-11-05'));
    expect(link.facts.protocolVersion).toBe('2024-11-05');
    expect(await list(link)).toHaveLength(3);
  });

  test('requests and notices of the server are handled before and after initialize', async () => {
    const log = path.join(tempFolder(), 'log');
    const { mcp } = testMcp();
    const { link } = await connect(mcp, fixture('--chatty', '--log-file', log));
    expect(await list(link)).toHaveLength(3);
    await waitFor(() => logged(log).some((entry) => entry.id === 'late-roots'));
    expect(logged(log).find((entry) => entry.id === 'early-ping')).toMatchObject({ result: {} });
    expect(logged(log).find((entry) => entry.id === 'late-roots')).toMatchObject({ result: { roots: [] } });
  });

  test('passes any request on and gives the result as it came', async () => {
    const { mcp } = testMcp();
    const { link } = await connect(mcp, fixture());
    const result = await link.request('tools/call', { name: 'tool-2', arguments: { text: 'grüezi 😀' } }, never());
    expect(result).toEqual({ content: [{ type: 'text', text: 'tool-2 says grüezi 😀' }] });
    await expect(link.request('tools/call', { name: 'none' }, never())).rejects.toMatchObject({
      code: -32602,
      message: 'Unknown tool: none',
    });
  });

  test('an end that nobody asked for is told once, with the last lines of stderr', async () => {
    const { mcp, digest } = testMcp();
    const { seen } = await connect(mcp, fixture('--exit-after', '300', '--exit-code', '7', '--stderr', 'out of luck'));
    await waitFor(() => seen.ended.length > 0);
    expect(seen.ended).toEqual([
      { code: 'exited', message: 'The server exited with code 7.', hint: expect.any(String), evidence: ['out of luck'] },
    ]);
    nothingLeft(digest);
  });

  test('an end right after the opening is told second, whatever the race', async () => {
    const { mcp } = testMcp();
    const answer =
      '{"jsonrpc":"2.0","id":0,"result":{"protocolVersion":"2025-11-25","capabilities":{},"serverInfo":{"name":"brief","version":"1"}}}';
    for (let round = 0; round < 20; round += 1) {
      const order: string[] = [];
      const hooks = { onListChanged: () => {}, onStderr: () => {}, onNoise: () => {}, onEnded: () => void order.push('ended') };
      const definition = definitionOf(stdio('sh', ['-c', `read -r line; echo '${answer}'`]));
      const outcome = await mcp.connect({ definition, deadlineMs: 5_000, era: null, signal: never() }, hooks);
      order.push(outcome.kind);
      if (outcome.kind === 'failed') continue;
      await waitFor(() => order.includes('ended'));
      expect(order).toEqual(['open', 'ended']);
    }
  });

  test('an end that was asked for is not told', async () => {
    const { mcp, digest } = testMcp();
    const { link, seen } = await connect(mcp, fixture());
    await Promise.all([link.close(), link.close()]);
    nothingLeft(digest);
    expect(seen.ended).toEqual([]);
    expect(await link.list('tools', never())).toHaveProperty('code');
  });

  test('closing the port ends every server, and the ones that are just starting', async () => {
    const { mcp, digest } = testMcp();
    await Promise.all([connect(mcp, fixture()), connect(mcp, fixture('--ignore-eof'))]);
    const starting = tryConnect(mcp, fixture('--never-init'));
    await waitFor(() => livingByTag(digest).length >= 3);
    await mcp.close();
    expect((await starting).outcome).toMatchObject({ kind: 'failed' });
    nothingLeft(digest);
  }, 10_000);
});

describe('the era of a server', () => {
  test.each([
    ['nothing known', null],
    ['known to be modern', 'modern'],
  ] as const)('a server of the current era only is spoken to in its era with one start: %s', async (_name, era) => {
    const starts = path.join(tempFolder(), 'starts');
    const { mcp } = testMcp();
    const { link } = await connect(mcp, fixture('--modern', '--starts-file', starts, '--page-size', '2'), { era });
    expect(link.era).toBe('modern');
    expect(link.facts).toMatchObject({ protocolVersion: '2026-07-28', serverName: 'fixture', offers: ['tools'] });
    expect(await list(link)).toHaveLength(3);
    expect(readFileSync(starts, 'utf8').trim().split('\n')).toHaveLength(1);
  });

  test('a server of the current era tells of changes', async () => {
    const signalFile = path.join(tempFolder(), 'signal');
    const { mcp } = testMcp();
    const { link, seen } = await connect(mcp, fixture('--modern', '--signal-file', signalFile));
    await waitFor(async () => {
      writeFileSync(signalFile, String(Date.now()));
      return seen.changed.includes('tools');
    });
    expect((await list(link)).length).toBeGreaterThan(3);
  });

  test('a server that is no longer modern is spoken to in the older era', async () => {
    const { mcp } = testMcp();
    const { link } = await connect(mcp, fixture(), { era: 'modern' });
    expect(link.era).toBe('legacy');
    expect(await list(link)).toHaveLength(3);
  });
});

describe('a server that does not connect', () => {
  test('F41 never answers: the deadline ends it and says so', async () => {
    const { mcp, digest } = testMcp();
    expect(await refusal(mcp, fixture('--never-init', '--ignore-term'), { deadlineMs: 400 })).toMatchObject({
      code: 'deadline',
      message: 'The server did not answer initialize within 0.4 s.',
    });
    nothingLeft(digest);
  }, 10_000);

  test('F41 what it wrote before it kept silent or refused is told with it', async () => {
    const { mcp } = testMcp();
    const said = ['--stderr', 'downloading 40 MB'];
    const silent = stdio('sh', ['-c', 'echo downloading 40 MB >&2; exec sleep 1000']);
    expect(await refusal(mcp, silent, { deadlineMs: 1_500 })).toMatchObject({
      code: 'deadline',
      evidence: ['downloading 40 MB'],
    });
    expect(await refusal(mcp, fixture('--init-error', 'no', ...said))).toMatchObject({
      code: 'refused-initialize',
      evidence: ['downloading 40 MB'],
    });
  });

  test('a revision that nobody speaks is named beside the ones that are', async () => {
    const { mcp } = testMcp();
    expect(await refusal(mcp, fixture('--only-version', '1999-01-01'))).toMatchObject({
      code: 'unsupported-protocol',
      message: expect.stringContaining('1999-01-01'),
      evidence: [expect.stringMatching(/^Tooltray speaks 2026-07-28, .*2024-11-05/)],
    });
  });

  test('F41 answers too late: the deadline ends it', async () => {
    const { mcp, digest } = testMcp();
    expect(await refusal(mcp, fixture('--init-delay', '5000'), { deadlineMs: 400 })).toMatchObject({ code: 'deadline' });
    nothingLeft(digest);
  });

  test('F41 answers garbage: the deadline ends it, the garbage was counted', async () => {
    const { mcp, digest } = testMcp();
    const { outcome, seen } = await tryConnect(mcp, stdio('sh', ['-c', 'while read -r line; do echo "what? $line"; done']), {
      deadlineMs: 500,
    });
    expect(outcome).toMatchObject({ kind: 'failed', problem: { code: 'deadline' } });
    expect(seen.noise[0]).toContain('what?');
    nothingLeft(digest);
  });

  test('F41 one that hangs does not delay the others', async () => {
    const { mcp } = testMcp();
    const hanging = refusal(mcp, fixture('--never-init'), { deadlineMs: 2_500 });
    const before = performance.now();
    const { link } = await connect(mcp, fixture());
    expect(await list(link)).toHaveLength(3);
    expect(performance.now() - before).toBeLessThan(2_000);
    expect(await hanging).toMatchObject({ code: 'deadline' });
  });

  test('exits before it answers: its code and last lines are told', async () => {
    const { mcp, digest } = testMcp();
    expect(await refusal(mcp, fixture('--exit-after', '0', '--exit-code', '3', '--stderr', 'Error: no API key'))).toMatchObject({
      code: 'exited',
      message: 'The server exited with code 3 before it answered.',
      evidence: ['Error: no API key'],
    });
    nothingLeft(digest);
  });

  test('refuses initialize: its own words are told on one line', async () => {
    const { mcp, digest } = testMcp();
    expect(await refusal(mcp, fixture('--init-error', 'give me\na key'))).toMatchObject({
      code: 'refused-initialize',
      message: 'The server refused initialize: give me a key',
    });
    nothingLeft(digest);
  });

  test('is given up while it starts: nothing is left', async () => {
    const { mcp, digest } = testMcp();
    const giveUp = new AbortController();
    const outcome = refusal(mcp, fixture('--never-init'), { signal: giveUp.signal });
    await waitFor(() => livingByTag(digest).length > 0);
    giveUp.abort();
    expect(await outcome).toMatchObject({ code: 'connection-lost' });
    nothingLeft(digest);
  });

  test('F42 the command does not exist: it is named, and where was looked', async () => {
    const { mcp } = testMcp({ environment: { PATH: '/usr/bin:/opt/none', TERM: 'xterm' } });
    expect(await refusal(mcp, stdio('no-such-command-here'))).toMatchObject({
      code: 'command-not-found',
      message: 'The command "no-such-command-here" was not found.',
      evidence: ['looked in /usr/bin', 'looked in /opt/none'],
    });
  });

  test('F42 the command is a file that is not executable', async () => {
    const file = path.join(tempFolder(), 'server.sh');
    writeFileSync(file, '#!/bin/sh\n');
    const { mcp } = testMcp();
    expect(await refusal(mcp, stdio(file))).toMatchObject({ code: 'command-not-executable', where: { path: file } });
  });

  test('F42 the interpreter of the command does not exist', async () => {
    const file = path.join(tempFolder(), 'server');
    writeFileSync(file, '#!/no/such/interpreter\n');
    chmodSync(file, 0o755);
    const { mcp } = testMcp();
    expect(await refusal(mcp, stdio(file))).toMatchObject({
      code: 'command-not-found',
      message: `${file} names an interpreter that was not found.`,
    });
  });

  test('F42 the command is no program for this machine', async () => {
    const file = path.join(tempFolder(), 'server');
    writeFileSync(file, Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0xb7, 0]));
    chmodSync(file, 0o755);
    const { mcp } = testMcp();
    expect(['spawn-failed', 'exited']).toContain((await refusal(mcp, stdio(file))).code);
  });

  test('F42 the working folder does not exist', async () => {
    const { mcp } = testMcp();
    expect(await refusal(mcp, stdio('sh', [], { cwd: '/no/such/folder' }))).toMatchObject({
      code: 'cwd-missing',
      where: { path: '/no/such/folder' },
    });
  });

  test('F42 a start from a desktop finds what only the login shell knows', async () => {
    const folder = tempFolder();
    mkdirSync(path.join(folder, 'bin'));
    writeFileSync(path.join(folder, 'bin', 'only-in-login'), `#!/bin/sh\nexec "${process.execPath}" "${fixtureServer}" --echo-env\n`);
    writeFileSync(path.join(folder, 'shell'), `#!/bin/sh\necho welcome; PATH="${folder}/bin:/usr/bin:/bin"; export PATH\neval "$2"\n`);
    for (const file of ['bin/only-in-login', 'shell']) chmodSync(path.join(folder, file), 0o755);
    const { mcp } = testMcp({ environment: { PATH: '/usr/bin:/bin', SHELL: path.join(folder, 'shell') }, homeFolder: folder });
    const { link } = await connect(mcp, stdio('only-in-login'));
    const { content } = (await link.request('tools/call', { name: 'env' }, never())) as { content: { text: string }[] };
    expect(JSON.parse(content[0]?.text ?? '{}').PATH).toBe(`${folder}/bin:/usr/bin:/bin`);
  });

  test('F42 a login shell that hangs delays the start by 3 s at most', async () => {
    const folder = tempFolder();
    writeFileSync(path.join(folder, 'shell'), '#!/bin/sh\nsleep 1000\n');
    chmodSync(path.join(folder, 'shell'), 0o755);
    const { mcp } = testMcp({ environment: { PATH: '/usr/bin:/bin', SHELL: path.join(folder, 'shell') } });
    const before = performance.now();
    const { link } = await connect(mcp, fixture());
    expect(performance.now() - before).toBeLessThan(4_500);
    await link.close();
  }, 10_000);

  test('F44 200 servers that die before the first write are ordinary failures', async () => {
    const { mcp, digest } = testMcp();
    const uncaught: unknown[] = [];
    const note = (error: unknown): void => void uncaught.push(error);
    process.on('uncaughtException', note);
    for (let round = 0; round < 20; round += 1) {
      const problems = await Promise.all(Array.from({ length: 10 }, () => refusal(mcp, stdio('sh', ['-c', 'exec <&-; exit 5']))));
      for (const problem of problems)
        expect(problem).toMatchObject({ code: 'exited', message: 'The server exited with code 5 before it answered.' });
    }
    process.off('uncaughtException', note);
    expect(uncaught).toEqual([]);
    nothingLeft(digest);
  }, 30_000);
});

describe('the environment of a server', () => {
  const environmentOf = async (
    options: Parameters<typeof testMcp>[0],
    env: Record<string, string> = {},
    envFileVariables: Record<string, string> = {},
  ) => {
    const { mcp } = testMcp(options);
    const { link } = await connect(mcp, stdio(process.execPath, [fixtureServer, '--echo-env'], { env }), {
      definition: { facts: { files: [], envFileVariables } },
    });
    const { content } = (await link.request('tools/call', { name: 'env' }, never())) as { content: { text: string }[] };
    return JSON.parse(content[0]?.text ?? '{}') as Record<string, string>;
  };

  test('T24 of 30 secrets in our own environment none reaches a server', async () => {
    const names =
      'AWS_SECRET_ACCESS_KEY GITHUB_TOKEN OPENAI_API_KEY NPM_TOKEN SSH_AUTH_SOCK HTTP_PROXY HTTPS_PROXY ALL_PROXY NODE_OPTIONS LD_PRELOAD LC_SECRET'.split(
        ' ',
      );
    const canaries = Array.from({ length: 30 }, (_, index) => names[index] ?? `CANARY_${index}`);
    const environment = {
      ...Object.fromEntries(canaries.map((name) => [name, 'canary-value'])),
      PATH: process.env.PATH,
      HOME: '/tmp',
      TERM: 'xterm',
      LANG: 'C.UTF-8',
      USER: '() { :; }',
    };
    const given = await environmentOf({ environment });
    expect(Object.values(given).filter((value) => value.includes('canary'))).toEqual([]);
    expect(Object.keys(given).sort()).toEqual(['HOME', 'LANG', 'PATH', 'TERM', 'TOOLTRAY_RUN']);
    expect(passedOnNames('linux').filter((name) => canaries.includes(name))).toEqual([]);
  });

  test('T24 the env file and then the entry itself win over what is passed on', async () => {
    const given = await environmentOf(
      { environment: { PATH: process.env.PATH, HOME: '/tmp', TERM: 'xterm' } },
      { TERM: 'entry', BOTH: 'entry' },
      { BOTH: 'file', HOME: 'file' },
    );
    expect(given).toMatchObject({ TERM: 'entry', BOTH: 'entry', HOME: 'file' });
  });
});
