/** What commands ask of the engine, print, and give as exit code. */
import { describe, expect, test } from 'vitest';
import { sampleApproval, sampleLaunch, sampleServer, sampleView } from '../../helpers/sample-view.ts';
import { nowMs, type RunOptions, run, syncReport } from './stub-world.ts';

const refused = { code: 'not-found', message: 'there is no server "x"', hint: 'look' } as const;
const status = { servers: {}, flags: { smartSync: { value: true, source: 'default' } } };
const edited = { changed: true, path: '/h/mcp.json', servers: ['x'], diff: '--- a\n+++ b\n+\t"x"\n', problems: [] };
const row = {
  server: 'a',
  source: '/s',
  name: 't\u001b[31m1',
  description: 'long '.repeat(60),
  stale: true,
  as_of: new Date(nowMs - 120_000).toISOString(),
  enabled: true,
};

describe('JSON', () => {
  const cases: readonly (readonly [string, RunOptions, unknown])[] = [
    ['sync', { answers: { 'servers.sync': syncReport() } }, syncReport()],
    ['sync --auto', { answers: { 'servers.sync': syncReport() } }, syncReport()],
    ['status', { answers: { 'status.get': status } }, status],
    ['tools', { answers: { 'listings.get': [row] } }, [row]],
    ['sources', { answers: { 'sources.list': [] } }, []],
    ['sources discover', { answers: { 'sources.discover': [] } }, []],
    ['sources add f', { answers: { 'sources.add': { added: ['/desk/f'] } } }, { added: ['/desk/f'] }],
    ['sources remove f', { answers: { 'sources.remove': { removed: true } } }, { removed: true }],
    ['approve', { answers: { 'approvals.list': [] } }, []],
    ['approve --all', { answers: { 'approvals.approve': { approved: ['a'] } } }, { approved: ['a'] }],
    ['reject a', { answers: { 'approvals.reject': { rejected: ['a'] } } }, { rejected: ['a'] }],
    ['add x -- y', { answers: { 'servers.add': edited } }, edited],
    ['remove x --dry-run', { answers: { 'servers.remove': edited } }, edited],
    ['enable x', { answers: { 'servers.setEnabled': edited } }, edited],
    ['flags', { answers: { 'status.get': status } }, status.flags],
    ['history', { answers: { 'history.get': { entries: [], more: false, problem: null } } }, { entries: [], more: false, problem: null }],
    ['doctor', { answers: { 'doctor.run': { ok: true, checks: [] } } }, { ok: true, checks: [] }],
  ];
  test.each(cases)('%s prints one value and nothing else, on a terminal or not', async (line, options, value) => {
    for (const isTerminal of [false, true]) {
      const ran = await run(['--json', ...line.split(' ')], { ...options, isTerminal });
      expect(JSON.parse(ran.stdout)).toEqual(value);
      expect(ran.stderr).toBe('');
      expect(ran.code).toBe(0);
    }
  });

  test('a failure and a wrong usage are one value too', async () => {
    const failed = await run(['remove', 'x', '--json'], { problems: { 'servers.remove': refused } });
    expect([failed.code, JSON.parse(failed.stdout), failed.stderr]).toEqual([1, { error: refused }, '']);
    const usage = await run(['remove', '--json']);
    expect([usage.code, JSON.parse(usage.stdout)]).toEqual([
      2,
      { error: { code: 'wrong-input', message: expect.stringContaining('name') } },
    ]);
  });
});

describe('exit codes', () => {
  const bad = syncReport({}, { failed: ['bad'], ok: 2 });
  const cases: readonly (readonly [string, RunOptions, number])[] = [
    ['sync', { answers: { 'servers.sync': syncReport() } }, 0],
    ['sync', { answers: { 'servers.sync': bad } }, 3],
    ['sync', { problems: { 'servers.sync': refused } }, 1],
    ['sync --auto', { answers: { 'servers.sync': bad } }, 0],
    ['sync --auto', { problems: { 'servers.sync': refused } }, 0],
    ['sync --auto', { openFails: new Error('module is missing') }, 0],
    ['sync --auto --nonsense', {}, 2],
    ['sync', { openFails: new Error('module is missing') }, 1],
    ['status', { view: sampleView({ servers: [sampleServer('a', { status: 'failed' })] }) }, 0],
    ['tools', { answers: { 'listings.get': [], 'servers.sync': bad } }, 0],
    ['tools', { problems: { 'servers.sync': refused }, answers: { 'listings.get': [] } }, 0],
    ['approve x', { problems: { 'approvals.approve': refused } }, 1],
    ['doctor', { answers: { 'doctor.run': { ok: false, checks: [{ name: 'a', ok: false, detail: 'b' }] } } }, 1],
    ['nonsense', {}, 2],
    ['', {}, 2],
    ['--help', {}, 0],
    ['--version', {}, 0],
    ['add missing.json', {}, 1],
    ['add x -- https://a.example/mcp extra', {}, 2],
  ];
  test.each(cases)('"%s" %#', async (line, options, code) => {
    expect((await run(line.split(' ').filter(Boolean), options)).code).toBe(code);
  });

  test('S0-38 S0-39 a broken module or an unforeseen failure leaves --auto at 0, with the failure in its one JSON value', async () => {
    const ran = await run(['sync', '--auto', '--json'], { openFails: new Error('Cannot find module') });
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      synced: false,
      problems: [{ code: 'internal', message: expect.stringContaining('Cannot find module') }],
    });
    expect(ran.stderr).toBe('');
  });

  test('help goes to stdout, wrong usage to stderr', async () => {
    const help = await run(['--help']);
    expect([help.stdout.includes('Usage: tooltray'), help.stderr]).toEqual([true, '']);
    const usage = await run(['nonsense']);
    expect([usage.stdout, usage.stderr.includes("unknown command 'nonsense'")]).toEqual(['', true]);
  });
});

describe('what is asked', () => {
  test.each([
    ['sync a --only tools --no-smart-sync', 'servers.sync', { names: ['a'], auto: false, only: 'tools', smartSync: false }],
    ['add x -- npx -y p', 'servers.add', { servers: { x: { command: 'npx', args: ['-y', 'p'] } }, dryRun: false }],
    ['add x -- cmd', 'servers.add', { servers: { x: { command: 'cmd' } }, dryRun: false }],
    ['add x -- https://a.example/mcp', 'servers.add', { servers: { x: { url: 'https://a.example/mcp' } }, dryRun: false }],
    ['add f.json --dry-run --source o.json', 'servers.add', { servers: { y: { command: 'z' } }, source: '/desk/o.json', dryRun: true }],
    ['add wrapped.json', 'servers.add', { servers: { y: { url: 'u' } }, dryRun: false }],
    ['remove x', 'servers.remove', { name: 'x', dryRun: false }],
    ['disable x', 'servers.setEnabled', { name: 'x', enabled: false, dryRun: false }],
    ['approve a b', 'approvals.approve', { names: ['a', 'b'] }],
    ['approve --all', 'approvals.approve', { all: true }],
    ['sources add ../f --client cursor', 'sources.add', { sources: [{ path: '/f', client: 'cursor' }] }],
  ] as const)('%s', async (line, name, input) => {
    const files = { '/desk/f.json': '\ufeff{"y":{"command":"z"}}', '/desk/wrapped.json': '{"mcpServers":{"y":{"url":"u"}}}' };
    const { engine } = await run(line.split(' '), { files, problems: { [name]: refused } });
    expect(engine.calls.at(-1)).toEqual({ name, input, caller: 'owner' });
  });

  test.each(['{"mcpServers":{}}', '[]', '{"a":1}', '{', 'null'])('a file with %s adds nothing', async (text) => {
    const ran = await run(['add', 'f.json'], { files: { '/desk/f.json': text } });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('f.json');
    expect(ran.engine.calls).toEqual([]);
  });

  test('S0-43 a reading command first does what sync --auto does, but not when a running engine does it anyway', async () => {
    const answers = { 'listings.get': [row] };
    const alone = await run(['tools', '--json'], { answers });
    expect(alone.engine.calls.map((one) => [one.name, one.input])).toEqual([
      ['servers.sync', { auto: true }],
      ['listings.get', { capability: 'tools' }],
    ]);
    const beside = await run(['tools', '--json'], { answers, isRunning: true });
    expect(beside.engine.calls.map((one) => one.name)).toEqual(['listings.get']);
  });

  test('status starts nothing', async () => {
    expect((await run(['status', '--json'], { answers: { 'status.get': status } })).engine.calls.map((one) => one.name)).toEqual([
      'status.get',
    ]);
  });

  test('--home reaches the engine', async () => {
    expect((await run(['status', '--home', '/h'], { view: sampleView() })).opened[0]?.home).toBe('/h');
  });
});

describe('notices', () => {
  const began =
    (name: string): NonNullable<RunOptions['during']> =>
    (operation, engine) => {
      if (operation !== 'servers.sync') return;
      engine.show({
        servers: [sampleServer('a', { status: 'syncing', lastSyncAt: 1 }), sampleServer(name, { status: 'syncing', lastSyncAt: 1 })],
      });
      engine.show({
        servers: [sampleServer('a', { tools: 4, lastSyncAt: nowMs }), sampleServer(name, { status: 'failed', lastSyncAt: 1 })],
      });
    };
  const options: RunOptions = { answers: { 'servers.sync': syncReport({}, { failed: ['bad'] }) }, during: began('bad') };
  const view = sampleView({
    servers: [sampleServer('a', { tools: 4, lastSyncAt: nowMs }), sampleServer('bad', { status: 'failed', lastSyncAt: 1 })],
  });

  test('S0-16 S0-17 a person sees the notice and the summary on stderr, word for word', async () => {
    const ran = await run(['sync', '--auto'], { ...options, isTerminal: true });
    expect(ran.stderr).toBe('MCP config changed, syncing servers...\nSynced 12 MCP tool(s) from 2 server(s)\n');
    expect(ran.stdout).toBe('');
  });

  test('S0-17 no summary without tools, none when nothing was synced', async () => {
    const none = await run(['sync', '--auto'], { answers: { 'servers.sync': syncReport({ tools: 0 }) }, isTerminal: true });
    expect(none.stderr).toBe('MCP config changed, syncing servers...\n');
    const unchanged = await run(['sync', '--auto'], {
      answers: { 'servers.sync': syncReport({ synced: false, reason: 'unchanged' }) },
      isTerminal: true,
    });
    expect([unchanged.stderr, unchanged.stdout]).toEqual(['', '']);
  });

  test('S0-18 S0-19 verbose says every server and ends with those that failed, each once', async () => {
    const ran = await run(['sync', '--auto', '-v'], { ...options, view, isTerminal: true });
    expect(ran.stderr.split('\n')).toEqual([
      "Discovering tools from MCP server 'a'...",
      "Discovering tools from MCP server 'bad'...",
      'Discovered 4 tool(s) from a',
      'Failed to connect to bad',
      'Failed to connect to 1 server(s): bad',
      '',
    ]);
  });

  test('S0-18 verbose misses no server that was too quick to be seen syncing', async () => {
    const ran = await run(['sync', '--auto', '-v'], { ...options, during: () => {}, view, isTerminal: true });
    expect(ran.stderr).toContain("Discovering tools from MCP server 'a'...\nDiscovered 4 tool(s) from a\n");
  });

  test('S0-20 nothing on stderr when nobody watches, verbose or not', async () => {
    for (const extra of [[], ['-v'], ['--json']]) {
      expect((await run(['sync', '--auto', ...extra], { ...options, view })).stderr).toBe('');
    }
  });

  test('S0-21 what servers print on stderr is shown with -v only', async () => {
    const during: NonNullable<RunOptions['during']> = (_name, _engine, open) => open.onStderrLine?.('a', 'MARK');
    const answers = { 'servers.sync': syncReport() };
    expect((await run(['sync'], { answers, during })).stderr).toBe('');
    expect((await run(['sync', '-v'], { answers, during })).stderr).toBe('[a] MARK\n');
  });
});

describe('for people', () => {
  const servers = (['synced', 'syncing', 'stale', 'failed', 'approval', 'idle', 'disabled'] as const).map((word) =>
    sampleServer(`${word}-one\u001b[2J`, {
      status: word,
      ...(word === 'failed' ? { problem: { code: 'exited', message: 'exit code 1', hint: 'Read its log.' } } : {}),
    }),
  );
  const view = sampleView({ servers, sentence: '3 of 6 servers are in sync.' });

  test('status shows shape and word, aligned, with causes and next steps', async () => {
    const { stdout } = await run(['status'], { view });
    for (const mark of ['● synced', '◐ syncing', '◔ stale', '▲ failed', '◆ approval', '○ idle', '⊘ disabled'])
      expect(stdout).toContain(mark);
    expect(stdout).toMatch(/^3 of 6 servers are in sync\.$/m);
    expect(stdout).toContain('▲ failed-one: exit code 1\n  Read its log.');
    const lines = stdout.split('\n').filter((line) => /-one +Cursor/.test(line));
    expect(new Set(lines.map((line) => line.indexOf('Cursor'))).size).toBe(1);
    expect(lines.length).toBe(7);
  });

  test('T17 no escape sequence of a server reaches the terminal; colours are there on a terminal only, and not with NO_COLOR', async () => {
    expect((await run(['status'], { view })).stdout).not.toContain('\u001b');
    expect((await run(['status'], { view, isTerminal: true, environment: { NO_COLOR: '1' } })).stdout).not.toContain('\u001b');
    const coloured = (await run(['status'], { view, isTerminal: true })).stdout;
    expect(coloured).toContain('\u001b[31m');
    expect(coloured).not.toContain('\u001b[2J');
  });

  test('tools are cut to the terminal and say that they are stale', async () => {
    const { stdout } = await run(['tools'], { answers: { 'listings.get': [row] } });
    expect(stdout).toContain('◔ 2 min ago');
    expect(stdout).not.toContain('\u001b');
    for (const line of stdout.split('\n')) expect([...line].length).toBeLessThanOrEqual(100);
  });

  test('T05 approve shows every argument on its own line, uncut, with invisible characters spelled out, old beside new', async () => {
    const launch = sampleLaunch({ envFile: null, values: [{ name: 'NODE_OPTIONS', fingerprint: 'ab12', dangerous: true }], files: [] });
    const approval = sampleApproval('gh', {
      previous: { ...launch, command: 'npx', args: ['old'], cwd: '/old' },
      next: { ...launch, command: 'npx', args: ['new', `x\u202e${'y'.repeat(300)}`, '\u001b[8mhidden'], cwd: '/new' },
      changes: ['the arguments changed'],
      warnings: ['unpinned'],
    });
    const { stdout } = await run(['approve'], { answers: { 'approvals.list': [approval] } });
    for (const part of [
      'command  npx',
      'args     new',
      `x\\u202e${'y'.repeat(300)}`,
      '\\u001b[8mhidden',
      'cwd      /new',
      'cwd      /old',
      'NODE_OPTIONS (value ab12, dangerous)',
      '~ the arguments changed',
      '! unpinned',
    ]) {
      expect(stdout).toContain(part);
    }
    const short = { ...approval, next: { ...approval.next, args: ['new'] } };
    expect((await run(['approve'], { answers: { 'approvals.list': [short] } })).stdout).toMatch(/args {5}old +│ args {5}new/);
  });

  test('--dry-run prints the exact diff', async () => {
    const { stdout } = await run(['remove', 'x', '--dry-run'], { answers: { 'servers.remove': edited } });
    expect(stdout).toBe('--- a\n+++ b\n+\t"x"\n');
  });

  test('a failure says what, where and what next', async () => {
    const ran = await run(['remove', 'x'], { problems: { 'servers.remove': refused } });
    expect([ran.stdout, ran.stderr]).toEqual(['', '▲ there is no server "x"\n  look\n']);
  });
});
