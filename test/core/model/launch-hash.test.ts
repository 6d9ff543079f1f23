/** The launch hash changes with everything that decides what runs, and with nothing else. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { serverId, sourceId } from '../../../electron/contract/ids.ts';
import type { StdioTransport, Transport } from '../../../electron/contract/server.ts';
import { launchFingerprints, launchHash, serversHash } from '../../../electron/core/model/launch-hash.ts';
import type { LaunchFacts, LaunchFile } from '../../../electron/core/model/server.ts';

const digest = (text: string): string => createHmac('sha256', 'key of a test').update(text).digest('hex');

const stat = { size: 1, inode: '1', mtimeNs: '1', ctimeNs: '1' };
const file = (role: LaunchFile['role'], path: string, identity: string): LaunchFile => ({ role, path, identity, stat });

interface Launch {
  readonly transport: Transport;
  readonly facts: LaunchFacts;
}

const stdioTransport: StdioTransport = {
  kind: 'stdio',
  command: 'node',
  args: ['/srv/server.js', '--root', '/home/me', ''],
  env: { TOKEN: 'secret-1', REGION: 'eu', EMPTY: '' },
  envFile: '/srv/.env',
  cwd: '/srv',
};

const local: Launch = {
  transport: stdioTransport,
  facts: {
    files: [
      file('executable', '/usr/bin/node', 'inode:1'),
      file('script', '/srv/server.js', 'content:1'),
      file('envFile', '/srv/.env', 'content:2'),
    ],
    envFileVariables: { FROM_FILE: 'x' },
  },
};

const remote: Launch = {
  transport: { kind: 'http', url: 'https://example.org/mcp?a=1', headers: { Authorization: 'Bearer 1', 'X-Team': 'a' } },
  facts: { files: [], envFileVariables: {} },
};

const hashOf = ({ transport, facts }: Launch): string => launchHash(transport, facts, digest);

const withTransport = (launch: Launch, change: object): Launch => ({
  ...launch,
  transport: { ...launch.transport, ...change } as Transport,
});
const withoutMember = (launch: Launch, member: string): Launch => {
  const { [member]: _, ...rest } = launch.transport as unknown as Record<string, unknown>;
  return { ...launch, transport: rest as unknown as Transport };
};
const withFiles = (launch: Launch, files: readonly LaunchFile[]): Launch => ({ ...launch, facts: { ...launch.facts, files } });

/** One change of every kind that there is; `value` makes several cases of each. */
const changes: Readonly<Record<string, (value: string) => Launch>> = {
  command: (value) => withTransport(local, { command: `node${value}` }),
  'a first argument': (value) => withTransport(local, { args: [value, ...stdioTransport.args] }),
  'a last argument': (value) => withTransport(local, { args: [...stdioTransport.args, value] }),
  'an argument changed': (value) => withTransport(local, { args: ['/srv/server.js', '--root', `/home/me${value}`, ''] }),
  'arguments joined': (value) => withTransport(local, { args: [`/srv/server.js --root${value}`, '/home/me', ''] }),
  'arguments swapped': (value) => withTransport(local, { args: ['--root', '/srv/server.js', '/home/me', value] }),
  'an empty argument dropped': (value) => withTransport(local, { args: ['/srv/server.js', '--root', `/home/me${value}`] }),
  'a variable added': (value) => withTransport(local, { env: { ...stdioTransport.env, [`NEW${value}`]: '' } }),
  'a variable removed': (value) => withTransport(local, { env: { TOKEN: 'secret-1', EMPTY: value } }),
  'a variable renamed': (value) => withTransport(local, { env: { [`TOKEN${value}`]: 'secret-1', REGION: 'eu', EMPTY: '' } }),
  'a value changed': (value) => withTransport(local, { env: { ...stdioTransport.env, TOKEN: `secret-1${value}` } }),
  'a value moved': (value) => withTransport(local, { env: { TOKEN: 'eu', REGION: 'secret-1', EMPTY: value } }),
  'a dangerous variable': (value) => withTransport(local, { env: { ...stdioTransport.env, LD_PRELOAD: value } }),
  cwd: (value) => withTransport(local, { cwd: `/srv${value}` }),
  'no cwd': (value) => withTransport(withoutMember(local, 'cwd'), { command: `node${value}` }),
  'path of the env file': (value) => withTransport(local, { envFile: `/srv/.env${value}` }),
  'no env file': (value) => withTransport(withoutMember(local, 'envFile'), { command: `node${value}` }),
  'content of the env file': (value) =>
    withFiles(local, [...local.facts.files.slice(0, 2), file('envFile', '/srv/.env', `content:2${value}`)]),
  'the env file is missing': (value) =>
    withFiles(
      local,
      local.facts.files.slice(0, 2).map((one) => ({ ...one, identity: one.identity + value })),
    ),
  'content of the script': (value) =>
    withFiles(
      local,
      local.facts.files.map((one) => (one.role === 'script' ? { ...one, identity: `other${value}` } : one)),
    ),
  'the script is missing': (value) =>
    withFiles(
      local,
      local.facts.files.filter((one) => one.role !== 'script').map((one) => ({ ...one, path: one.path + value })),
    ),
  'the executable is another file': (value) =>
    withFiles(
      local,
      local.facts.files.map((one) => (one.role === 'executable' ? { ...one, path: `/tmp/node${value}` } : one)),
    ),
  'the executable was replaced': (value) =>
    withFiles(
      local,
      local.facts.files.map((one) => (one.role === 'executable' ? { ...one, identity: `inode:1${value}` } : one)),
    ),
  'a role swapped': (value) =>
    withFiles(
      local,
      local.facts.files.map((one) => ({ ...one, role: 'script' as const, path: one.path + value })),
    ),
  'a member nobody knows': (value) => withTransport(local, { runAs: value }),
  url: (value) => withTransport(remote, { url: `https://example.org/mcp?a=1${value}` }),
  'a header added': (value) => withTransport(remote, { headers: { Authorization: 'Bearer 1', 'X-Team': 'a', [`X-New${value}`]: '' } }),
  'a header value': (value) => withTransport(remote, { headers: { Authorization: `Bearer 1${value}`, 'X-Team': 'a' } }),
  'a header removed': (value) => withTransport(remote, { headers: { 'X-Team': `a${value}` } }),
  fallback: (value) => withTransport(remote, { fallback: 'sse', url: `https://example.org/mcp?a=1${value}` }),
  kind: (value) => withTransport(remote, { kind: 'sse', url: `https://example.org/mcp?a=1${value}` }),
};

const values = ['x', ' ', '"', '\u0000', 'é', '漢', '\ud800'];

describe('T01 what counts', () => {
  const cases = Object.entries(changes).flatMap(([name, change]) => values.map((value) => ({ name, value, launch: change(value) })));

  test(`T01 each of ${cases.length} changes in ${Object.keys(changes).length} places gives a hash of its own`, () => {
    expect(Object.keys(changes).length).toBeGreaterThanOrEqual(25);
    expect(cases.length).toBeGreaterThanOrEqual(200);
    const seen = new Map([
      [hashOf(local), 'the local launch itself'],
      [hashOf(remote), 'the remote launch itself'],
    ]);
    for (const { name, value, launch } of cases) {
      const hash = hashOf(launch);
      expect(hash).toMatch(/^[0-9a-f]{64}$/u);
      expect(seen.get(hash), `${name} with ${JSON.stringify(value)}`).toBeUndefined();
      seen.set(hash, name);
    }
  });

  test('T01 another key gives other hashes', () => {
    const other = (text: string): string => createHmac('sha256', 'other').update(text).digest('hex');
    expect(launchHash(local.transport, local.facts, other)).not.toBe(hashOf(local));
  });
});

/** The same value with its keys in another order, all the way down. */
function shuffled(value: unknown, random: () => number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, random));
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).map(([key, member]) => ({ key, member: shuffled(member, random), at: random() }));
  return Object.fromEntries(members.sort((left, right) => left.at - right.at).map(({ key, member }) => [key, member]));
}

describe('T01 what does not count', () => {
  test('T01 S0-12 a thousand edits of key order and spacing change no hash', () => {
    fc.assert(
      fc.property(
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        fc.integer({ min: 0, max: 8 }),
        fc.boolean(),
        (stream, indent, isLocal) => {
          const launch = isLocal ? local : remote;
          const random = (): number => stream.next().value as number;
          const text = JSON.stringify(shuffled(launch.transport, random), null, indent);
          const files = [...launch.facts.files].sort(() => random() - 0.5);
          expect(hashOf({ transport: JSON.parse(text) as Transport, facts: { ...launch.facts, files } })).toBe(hashOf(launch));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('T01 when a file was looked at, and how its stat was, does not count beside its identity', () => {
    const files = local.facts.files.map((one) => ({ ...one, stat: { ...stat, ctimeNs: '99' } }));
    expect(hashOf(withFiles(local, files))).toBe(hashOf(local));
    expect(hashOf(withTransport(remote, { fallback: undefined }))).toBe(hashOf(remote));
  });
});

describe('fingerprints', () => {
  const of = ({ transport, facts }: Launch): Readonly<Record<string, string>> => launchFingerprints(transport, facts, digest);

  test('S0-47 every value has a short keyed fingerprint and never shows itself', () => {
    const names = 'command arg:0 arg:1 arg:2 arg:3 cwd env:TOKEN env:REGION env:EMPTY file:executable file:script file:envFile'.split(' ');
    expect(Object.keys(of(local)).sort()).toEqual(names.sort());
    expect(Object.keys(of(remote)).sort()).toEqual(['header:Authorization', 'header:X-Team', 'url']);
    for (const fingerprint of Object.values(of(local))) expect(fingerprint).toMatch(/^[0-9a-f]{12}$/u);
    expect(JSON.stringify(of(local))).not.toContain('secret');
  });

  test('S0-47 a changed value changes its own fingerprint only', () => {
    const before = of(local);
    const after = of(withTransport(local, { env: { ...stdioTransport.env, TOKEN: 'secret-2' } }));
    expect(Object.keys(before).filter((name) => before[name] !== after[name])).toEqual(['env:TOKEN']);
  });

  test('equal values under two names cannot be told to be equal', () => {
    const { 'env:A': first, 'env:B': second } = of(withTransport(local, { env: { A: 'same', B: 'same' } }));
    expect(first).not.toBe(second);
  });

  test('a second script and odd names have fingerprints of their own', () => {
    const launch = withFiles(local, [file('script', '/a', '1'), file('script', '/b', '2')]);
    expect(Object.keys(of(launch))).toEqual(expect.arrayContaining(['file:script', 'file:script:2']));
    const odd = of(withTransport(local, { env: JSON.parse('{"__proto__":"x","constructor":"y"}') as Record<string, string> }));
    expect(Object.keys(odd)).toEqual(expect.arrayContaining(['env:__proto__', 'env:constructor']));
  });
});

describe('S0-12 hash of all servers', () => {
  const definitions = ['a', 'b', 'c'].map((name) => ({
    id: serverId(sourceId('/x/mcp.json'), ['mcpServers', name]),
    launchHash: `hash of ${name}`,
    enabled: true,
  }));

  test('S0-12 their order does not count; the digest has 64 hex characters', () => {
    const hash = serversHash(definitions, digest);
    expect(serversHash([...definitions].reverse(), digest)).toBe(hash);
    expect(hash).toMatch(/^[0-9a-f]{64}$/u);
  });

  test('S0-12 a launch, a switch, a name and a missing server count', () => {
    const [first, ...rest] = definitions;
    if (first === undefined) throw new Error('no definition');
    const others = [
      definitions,
      rest,
      [],
      [{ ...first, launchHash: 'other' }, ...rest],
      [{ ...first, enabled: false }, ...rest],
      [{ ...first, id: serverId(sourceId('/x/mcp.json'), ['mcpServers', 'd']) }, ...rest],
    ];
    expect(new Set(others.map((some) => serversHash(some, digest))).size).toBe(others.length);
  });
});
