/** Each client's way of writing servers, over files as people have them: good, partly bad, broken, empty, of the wrong shape. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Transport } from '../../../electron/contract/server.ts';
import { allClients, guessClient, isClientId, profileOf } from '../../../electron/core/configs/clients/all-clients.ts';
import { type Around, read, readAny } from './read-text.ts';

const folder = path.resolve(import.meta.dirname, '../../fixtures/configs');
const fixture = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
const files = readdirSync(folder).flatMap((client) =>
  readdirSync(path.join(folder, client)).map((file) => ({ client, file, name: `${client}/${file}` })),
);

const environment = { HOME: '/home/ada', API_KEY: 'k-1', REPO_TOKEN: 't-1', REMOTE_TOKEN: 't-2' };
const stdio = (command: string, args: string[] = [], rest: object = {}): Transport => ({ kind: 'stdio', command, args, env: {}, ...rest });
const http = (url: string, headers = {}): Transport => ({ kind: 'http', url, headers });
const either = (url: string, headers = {}): Transport => ({ kind: 'http', url, headers, fallback: 'sse' });
const sse = (url: string, headers = {}): Transport => ({ kind: 'sse', url, headers });

interface Case {
  readonly file: string;
  readonly source?: string;
  /** What would run, in file order; null = switched off, whatever it is. */
  readonly servers: Readonly<Record<string, Transport | null>>;
  /** Code and place of the entries that cannot be used. */
  readonly problems?: readonly (readonly [name: string | null, code: string, line: number, pointer: string])[];
  readonly warnings?: readonly (readonly [name: string | null, code: string, line: number])[];
}

const cases: readonly Case[] = [
  {
    file: 'tooltray/good.json',
    servers: {
      notes: stdio('npx', ['-y', '@acme/notes-server@2.1.0'], { env: { NOTES_HOME: '/home/ada/notes' } }),
      search: http('https://search.example.com/mcp', { Authorization: 'Bearer none' }),
      'old-crm': null,
    },
  },
  { file: 'tooltray/commented.json', servers: { db: stdio('uvx', ['db-server==2.4']) } },
  {
    file: 'claude-desktop/good.json',
    servers: {
      files: stdio('npx', ['-y', '@modelcontextprotocol/server-filesystem', '/Users/ada/Documents']),
      weather: stdio('/opt/weather/bin/serve'),
    },
  },
  {
    file: 'claude-desktop/partly-bad.json',
    servers: { files: stdio('npx', ['-y', '@modelcontextprotocol/server-filesystem']) },
    problems: [
      ['null', 'entry-invalid', 8, '/mcpServers/null'],
      ['remote', 'entry-unsupported', 4, '/mcpServers/remote/url'],
      ['numbers', 'entry-invalid', 5, '/mcpServers/numbers/command'],
      ['nothing', 'entry-invalid', 6, '/mcpServers/nothing'],
      ['list', 'entry-invalid', 7, '/mcpServers/list/args'],
    ],
  },
  {
    file: 'claude-code/good.json',
    source: '/desk/shop/.mcp.json',
    servers: {
      tracker: http('https://tracker.example.com/mcp', { 'X-Team': 'core' }),
      linter: stdio('/desk/shop/tools/lint-server', ['--fix'], { cwd: '/desk/shop' }),
      events: sse('https://events.example.com/sse'),
    },
  },
  {
    file: 'claude-code/flat.json',
    source: '/plugins/fmt/.mcp.json',
    servers: { formatter: stdio('/plugins/fmt/bin/format', ['serve'], { cwd: '/plugins/fmt' }) },
  },
  {
    file: 'claude-code/partly-bad.json',
    servers: { fine: stdio('serve') },
    problems: [
      ['untyped', 'entry-invalid', 3, '/mcpServers/untyped/url'],
      ['socket', 'entry-unsupported', 4, '/mcpServers/socket/type'],
      ['secret', 'variable-missing', 5, '/mcpServers/secret/env/TOKEN'],
    ],
  },
  {
    file: 'cursor/good.json',
    source: '/desk/shop/.cursor/mcp.json',
    servers: {
      figma: either('http://127.0.0.1:3845/sse'),
      repo: stdio('node', ['/desk/shop/tools/repo.mjs', '--name', 'shop'], {
        env: { TOKEN: 't-1', DEPTH: '3', VERBOSE: 'true' },
        envFile: '/desk/shop/.env',
        cwd: '/desk/shop',
      }),
    },
  },
  {
    file: 'cursor/partly-bad.json',
    servers: { line: stdio('uv run serve.py'), fine: sse('https://fine.example.com/sse') },
    problems: [
      ['asks', 'variable-missing', 3, '/mcpServers/asks/args/0'],
      ['empty', 'variable-missing', 4, '/mcpServers/empty/url'],
    ],
    warnings: [
      ['fine', 'duplicate-key', 6],
      ['line', 'entry-invalid', 5],
    ],
  },
  {
    file: 'vscode/good.json',
    servers: {
      browser: stdio('npx', ['-y', '@playwright/mcp@1.2.3'], { env: { PORT: '9000' } }),
      api: either('https://api.example.com/mcp'),
      plain: either('https://plain.example.com/mcp'),
    },
  },
  {
    file: 'vscode/partly-bad.json',
    source: '/desk/shop/.vscode/mcp.json',
    servers: { fine: stdio('serve', [], { cwd: '/desk/shop/sub/folder' }) },
    problems: [
      ['asks', 'variable-missing', 3, '/servers/asks/headers/X-Key'],
      ['socket', 'entry-unsupported', 4, '/servers/socket/url'],
      ['pipe', 'entry-unsupported', 5, '/servers/pipe/url'],
    ],
  },
  { file: 'vscode-settings/good.json', servers: { tool: stdio('python', ['-m', 'tool']) } },
  { file: 'vscode-settings/no-servers.json', servers: {} },
  {
    file: 'windsurf/good.json',
    servers: {
      remote: either('https://remote.example.com/mcp', { Authorization: 'Bearer t-2' }),
      'both-names': null,
      local: stdio('uvx', ['local-server']),
    },
  },
  {
    file: 'gemini-cli/good.json',
    source: '/desk/shop/.gemini/settings.json',
    servers: {
      streams: http('https://streams.example.com/mcp', { Authorization: 'k-1' }),
      older: sse('https://older.example.com/sse'),
      either: either('https://either.example.com/mcp'),
      local: stdio('python3', ['-m', 'local'], { cwd: '/desk/shop/./tools', env: { KEY: 'k-1', RAW: '$NOT_SET_ANYWHERE' } }),
    },
    warnings: [['local', 'variable-missing', 8]],
  },
  {
    file: 'mcphub/good.json',
    servers: {
      time: null,
      keys: stdio('serve', [], { env: { API_KEY: 'k-1', OTHER: 'k-1' } }),
      web: either('https://web.example.com/mcp'),
    },
  },
  {
    file: 'mcphub/partly-bad.json',
    servers: { fine: stdio('serve') },
    problems: [
      ['both', 'entry-invalid', 3, '/mcpServers/both/url'],
      ['runs', 'variable-missing', 4, '/mcpServers/runs/args/0'],
    ],
  },
  { file: 'mcphub/empty-list.json', servers: {} },
  {
    file: 'generic/good.json',
    servers: { one: stdio('serve'), two: http('https://two.example.com/mcp'), three: null },
    problems: [[null, 'entry-invalid', 6, '/servers/3']],
  },
];

describe('servers of each client', () => {
  test.each(cases)('$file', ({ file, source, servers, problems = [], warnings = [] }) => {
    const around: Around = { environment, ...(source === undefined ? {} : { source }) };
    const result = read(path.dirname(file), fixture(file), around);
    expect(result.entries.map(({ name, enabled, transport }) => [name, enabled ? transport : null])).toEqual(Object.entries(servers));
    const about = (list: typeof result.warnings) => list.map(({ name, problem }) => [name, problem.code, problem.where?.line] as const);
    expect(result.entryProblems.map(({ name, problem }) => [name, problem.code, problem.where?.line, problem.where?.pointer])).toEqual(
      problems,
    );
    expect(about(result.warnings)).toEqual(warnings);
    for (const { problem } of [...result.entryProblems, ...result.warnings]) {
      expect(problem.message).toMatch(/\.$/);
      expect(problem.hint ?? '').not.toBe('');
      expect(problem.where).toMatchObject({ path: source ?? '/home/ada/anywhere/config.json', column: expect.any(Number) });
    }
  });

  test('no fixture is without a test', () => {
    const tested = new Set(cases.map(({ file }) => file));
    const other = files.filter(({ name, file }) => !tested.has(name) && !/^(broken|empty|wrong-type)\.json$/.test(file));
    expect(other.map(({ name }) => name)).toEqual(['claude-code-user/good.json']);
    expect(new Set(files.map(({ client }) => client))).toEqual(
      new Set(allClients.map(({ id }) => id).filter((id) => id !== 'vscode-insiders')),
    );
  });

  test.each(files.filter(({ file }) => file === 'broken.json'))('$name is unreadable, with its place', ({ client, name }) => {
    const result = readAny(client, fixture(name));
    expect(result).toMatchObject({
      kind: 'unreadable',
      problem: { code: 'source-invalid', where: { path: expect.any(String), line: expect.any(Number), column: expect.any(Number) } },
    });
  });

  test.each(files.filter(({ file }) => file === 'empty.json'))('$name is unreadable, not a file without servers', ({ client, name }) => {
    expect(readAny(client, fixture(name))).toMatchObject({ kind: 'unreadable', problem: { code: 'source-empty' } });
  });

  test.each(files.filter(({ file }) => file === 'wrong-type.json'))(
    '$name is unreadable, not a file without servers',
    ({ client, name }) => {
      const result = readAny(client, fixture(name));
      expect(result).toMatchObject({
        kind: 'unreadable',
        problem: { code: 'source-wrong-shape', hint: expect.any(String), where: { line: 1 } },
      });
    },
  );
});

describe('Claude Code keeps its whole state in one file', () => {
  const { entries, variables } = read('claude-code-user', fixture('claude-code-user/good.json'), { source: '/home/ada/.claude.json' });

  test('servers of the person and of each project are told apart', () => {
    expect(entries.map(({ name, scope, pointer }) => [name, scope, pointer])).toEqual([
      ['db', '/home/ada/shop', '/projects/~1home~1ada~1shop/mcpServers/db'],
      ['db', undefined, '/mcpServers/db'],
      ['docs', undefined, '/mcpServers/docs'],
    ]);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(3);
    expect(entries[0]?.transport).toMatchObject({ cwd: '/home/ada/shop' });
    expect(entries[1]?.transport).not.toHaveProperty('cwd');
  });

  test('nothing else of it is read out', () => {
    const everything = JSON.stringify({ entries, variables });
    for (const text of ['ada@example.com', 'what does', 'tipsHistory', 'numStartups']) expect(everything).not.toContain(text);
  });
});

describe('entries', () => {
  const transports = (client: string, entry: object, around: Around = {}) => {
    const key = client.startsWith('vscode') ? 'servers' : 'mcpServers';
    return read(client, JSON.stringify({ [key]: { a: entry } }), around);
  };

  test.each<[string, object, Transport]>([
    ['tooltray', { type: 'streamable-http', url: 'https://a.example' }, http('https://a.example')],
    ['tooltray', { type: 'local', command: 'a' }, stdio('a')],
    ['tooltray', { command: 'a', args: [1, true, 'x'] }, stdio('a', ['1', 'true', 'x'])],
    ['tooltray', { command: 'a', args: null, env: null, cwd: null, type: null }, stdio('a')],
    ['tooltray', { command: '', url: 'https://a.example' }, either('https://a.example')],
    ['tooltray', { url: 'http://a.example:9/x?y=1' }, either('http://a.example:9/x?y=1')],
    ['cursor', { type: 'HTTP', url: 'https://a.example' }, http('https://a.example')],
    ['cursor', { type: 'sse', url: 'https://a.example' }, sse('https://a.example')],
    ['cursor', { type: 'stdio', command: 'a', url: 'https://a.example' }, stdio('a')],
    ['vscode-insiders', { type: 'http', url: 'https://a.example' }, either('https://a.example')],
    ['claude-code', { type: 'http', url: 'https://a.example' }, http('https://a.example')],
    ['gemini-cli', { httpUrl: 'https://a.example', url: 'https://b.example' }, http('https://a.example')],
    ['gemini-cli', { url: 'https://b.example', type: 'http' }, http('https://b.example')],
    ['windsurf', { serverUrl: 'https://a.example', url: 'https://b.example' }, either('https://a.example')],
    ['generic', { transport: 'sse', serverUrl: 'https://a.example' }, sse('https://a.example')],
  ])('of %s: %j', (client, entry, transport) => {
    expect(transports(client, entry).entries.map((one) => one.transport)).toEqual([transport]);
  });

  test.each<[string, object, string, string]>([
    ['tooltray', { command: 'a', url: 'https://a.example' }, 'entry-invalid', '/mcpServers/a/url'],
    ['tooltray', { type: 'http' }, 'entry-invalid', '/mcpServers/a/type'],
    ['tooltray', { type: 'stdio', url: 'https://a.example' }, 'entry-invalid', '/mcpServers/a'],
    ['tooltray', { type: 'carrier-pigeon', command: 'a' }, 'entry-unsupported', '/mcpServers/a/type'],
    ['tooltray', { type: 7, command: 'a' }, 'entry-invalid', '/mcpServers/a/type'],
    ['tooltray', { url: 'ftp://a.example' }, 'entry-invalid', '/mcpServers/a/url'],
    ['tooltray', { url: 'https://' }, 'entry-invalid', '/mcpServers/a/url'],
    ['tooltray', { command: ' ' }, 'entry-invalid', '/mcpServers/a/command'],
    ['tooltray', { command: 'a\u0000b' }, 'entry-invalid', '/mcpServers/a/command'],
    ['tooltray', { command: ['a', 'b'] }, 'entry-invalid', '/mcpServers/a/command'],
    ['tooltray', { command: 'x'.repeat(65_537) }, 'entry-invalid', '/mcpServers/a/command'],
    ['tooltray', { command: 'a', args: [['b']] }, 'entry-invalid', '/mcpServers/a/args/0'],
    ['tooltray', { command: 'a', args: [null] }, 'entry-invalid', '/mcpServers/a/args/0'],
    ['tooltray', { command: 'a', env: { B: {} } }, 'entry-invalid', '/mcpServers/a/env/B'],
    ['tooltray', { command: 'a', env: { 'B=C': 'd' } }, 'entry-invalid', '/mcpServers/a/env/B=C'],
    ['tooltray', { command: 'a', env: ['B=c'] }, 'entry-invalid', '/mcpServers/a/env'],
    ['tooltray', { command: 'a', disabled: 'yes' }, 'entry-invalid', '/mcpServers/a/disabled'],
    ['tooltray', { url: 'https://a.example', headers: { A: 'b\r\nC: d' } }, 'entry-invalid', '/mcpServers/a/headers/A'],
    ['tooltray', { url: 'https://a.example', headers: { 'A B': 'c' } }, 'entry-invalid', '/mcpServers/a/headers/A B'],
    ['claude-code', { type: 'local', command: 'a' }, 'entry-unsupported', '/mcpServers/a/type'],
    ['claude-desktop', { type: 'http', url: 'https://a.example' }, 'entry-unsupported', '/mcpServers/a/type'],
    ['gemini-cli', { tcp: 'a:1' }, 'entry-invalid', '/mcpServers/a'],
  ])('of %s cannot be used: %j', (client, entry, code, pointer) => {
    const result = transports(client, entry);
    expect(result.entries).toEqual([]);
    expect(result.entryProblems).toMatchObject([{ name: 'a', problem: { code, where: { pointer } } }]);
  });

  test('an address without a type names what Claude Code wants', () => {
    const [found] = transports('claude-code', { url: 'https://a.example' }).entryProblems;
    expect(found?.problem.hint).toContain('"type": "http"');
  });

  test.each(allClients.map(({ id }) => id))('of %s are off when they say so', (client) => {
    const key =
      client === 'vscode' || client === 'vscode-insiders'
        ? ['servers']
        : client === 'vscode-settings'
          ? ['mcp', 'servers']
          : ['mcpServers'];
    const servers = {
      a: { command: 'x', disabled: true },
      b: { command: 'x', enabled: false },
      c: { command: 'x', disabled: false, enabled: true },
    };
    const file = key.reduceRight<object>((inner, name) => ({ [name]: inner }), servers);
    expect(read(client, JSON.stringify(file)).entries.map(({ enabled }) => enabled)).toEqual([false, false, true]);
  });

  test('that are off may lack what they need', () => {
    const { entries, entryProblems, warnings } = transports('claude-code', { command: '${NOT_SET}', disabled: true });
    expect([entries.length, entryProblems, warnings]).toEqual([1, [], []]);
  });

  test.each<[string, number, number | undefined]>([
    ['claude-code', 30_000, 30_000],
    ['claude-code', 500, undefined],
    ['gemini-cli', 5_000, 5_000],
    ['cursor', 5_000, undefined],
    ['tooltray', 5_000, 5_000],
    ['tooltray', -5, undefined],
  ])('of %s with timeout %i wait %s ms', (client, timeout, expected) => {
    expect(transports(client, { command: 'a', timeout }).entries[0]?.timeoutMs).toBe(expected);
  });

  test('S0-45 names are kept as they are, whatever is in them', () => {
    const names = ['github', 'github-enterprise', 'a/b~c', 'Ä ö', '🦊', 'a.b', ' '];
    const { entries } = read('tooltray', JSON.stringify({ mcpServers: Object.fromEntries(names.map((name) => [name, { command: 'x' }])) }));
    expect(entries.map(({ name }) => name)).toEqual(names);
    expect(entries.map(({ pointer }) => pointer)).toContain('/mcpServers/a~1b~0c');
    expect(new Set(entries.map(({ id }) => id)).size).toBe(names.length);
  });

  test('of a list keep their id when others leave the list', () => {
    const ids = (names: readonly string[]) =>
      read('generic', JSON.stringify({ servers: names.map((name) => ({ name, command: 'x' })) })).entries.map(({ id }) => id);
    expect(ids(['a', 'b'])[1]).toBe(ids(['b'])[0]);
  });

  test('T31 a thousand are read, one more is too many', () => {
    const text = (count: number) =>
      JSON.stringify({ mcpServers: Object.fromEntries(Array.from({ length: count }, (_, at) => [`s${at}`, { command: 'x' }])) });
    expect(read('tooltray', text(1_000)).entries).toHaveLength(1_000);
    expect(readAny('tooltray', text(1_001))).toMatchObject({ kind: 'unreadable', problem: { code: 'source-too-large' } });
  });

  test('T31 the state file of Claude Code may be larger than others', () => {
    const text = JSON.stringify({ history: Array.from({ length: 80 }, () => 'x'.repeat(100_000)), mcpServers: { a: { command: 'x' } } });
    expect(read('claude-code-user', text).entries).toHaveLength(1);
    expect(readAny('cursor', text)).toMatchObject({ kind: 'unreadable', problem: { code: 'source-too-large' } });
  });
});

describe('clients', () => {
  test.each([
    ['/home/ada/shop/.mcp.json', 'claude-code'],
    ['/home/ada/.claude.json', 'claude-code-user'],
    ['/home/ada/.cursor/mcp.json', 'cursor'],
    ['C:\\Users\\ada\\shop\\.vscode\\mcp.json', 'vscode'],
    ['/home/ada/.config/Code/User/mcp.json', 'vscode'],
    ['/home/ada/.config/Code - Insiders/User/mcp.json', 'vscode-insiders'],
    ['/home/ada/.config/Code/User/settings.json', 'vscode-settings'],
    ['/shop/.vscode/settings.json', 'vscode-settings'],
    ['C:\\Users\\ada\\AppData\\Roaming\\Claude\\claude_desktop_config.json', 'claude-desktop'],
    ['/home/ada/.codeium/windsurf/mcp_config.json', 'windsurf'],
    ['/shop/.gemini/settings.json', 'gemini-cli'],
    ['/home/ada/.config/mcphub/servers.json', 'mcphub'],
    ['/shop/servers.json', 'generic'],
    ['/shop/mcp.json', 'generic'],
    ['/shop/x.mcp.json', 'generic'],
  ])('%s belongs to %s', (file, client) => {
    expect(guessClient(file)).toBe(client);
  });

  test('ids that people write are known, and others have a profile all the same', () => {
    expect(['mcp-hub', 'mcphub', 'vscode-insiders', 'generic'].every(isClientId)).toBe(true);
    expect(['__proto__', 'constructor', 'zed', ''].some(isClientId)).toBe(false);
    expect(profileOf('mcp-hub').id).toBe('mcphub');
    expect(profileOf('someday').id).toBe('generic');
  });

  test.each(['linux', 'macos', 'windows'] as const)('on %s the files of the person are found where guessClient knows them', (platform) => {
    const isWindows = platform === 'windows';
    const environmentThere = isWindows
      ? { APPDATA: 'C:\\Users\\ada\\AppData\\Roaming', LOCALAPPDATA: 'C:\\Users\\ada\\AppData\\Local' }
      : {};
    const found = allClients.flatMap(({ id, locations }) =>
      locations(platform, isWindows ? 'C:\\Users\\ada' : '/home/ada', environmentThere).map((file) => [file, id] as const),
    );
    expect(found.length).toBeGreaterThan(8);
    expect(new Set(found.map(([file]) => file)).size).toBe(found.length);
    for (const [file, id] of found) {
      expect(file).toMatch(isWindows ? /^C:\\[^/]+$/ : /^\/[^\\]+$/);
      if (!/^(\/etc|\/Library)/.test(file)) expect([file, guessClient(file)]).toEqual([file, id]);
    }
  });

  test('a file of the person belongs to no project', () => {
    const text = '{"mcpServers": {"a": {"command": "x", "cwd": "${workspaceFolder}"}}}';
    expect(read('cursor', text, { source: '/home/ada/.cursor/mcp.json' }).entryProblems).toMatchObject([
      { problem: { code: 'variable-missing' } },
    ]);
    expect(read('cursor', text, { source: '/home/ada/shop/.cursor/mcp.json' }).entries[0]?.transport).toMatchObject({
      cwd: '/home/ada/shop',
    });
  });
});
