/** Open approvals: old beside new, in plain words what changed, and what a careful person would want pointed out. */
import { describe, expect, test } from 'vitest';
import type { Transport } from '../../../electron/contract/server.ts';
import type { LaunchFile, ServerDefinition } from '../../../electron/core/model/server.ts';
import { decision, definition, events, launchOf, ownSource, relaunched, stdio } from '../../helpers/builders.ts';
import { advance, approveAll, pretendWorld, send } from '../../helpers/pretend-world.ts';
import { viewOf } from './view-of.ts';

const db = definition('db');

/** The approvals after `before` was approved and synced and the file then asked for `after`. */
function approvals(before: ServerDefinition | null, ...after: readonly ServerDefinition[]) {
  const world = pretendWorld({ autoTrust: false });
  send(world, events.named(ownSource));
  if (before) {
    send(world, events.read(ownSource, before));
    approveAll(world);
    advance(world, 1_000);
  }
  send(world, events.read(ownSource, ...after));
  return { world, list: viewOf(world.state).approvals };
}

const launched = (written: Transport, parts: Partial<ServerDefinition> = {}): ServerDefinition =>
  definition('db', { transport: written, written, launchHash: launchOf(written) + JSON.stringify(parts.fingerprints ?? {}), ...parts });

const changesOf = (before: ServerDefinition, after: ServerDefinition) => approvals(before, after).list[0]?.changes;

describe('the list of approvals', () => {
  test('a new entry shows everything that would run and has no old side', () => {
    expect(approvals(null, db).list).toMatchObject([
      {
        server: db.id,
        name: 'db',
        launchHash: db.launchHash,
        next: { transport: 'stdio', command: 'serve', args: ['db'], url: null, cwd: null, envFile: null, values: [], files: [] },
        previous: null,
        changes: [],
        running: false,
        rejected: false,
        clientLabel: 'The tooltray',
      },
    ]);
  });

  test('a changed entry shows the approved launch beside the new one, and that the old one still runs', () => {
    const { list } = approvals(db, relaunched(db, '--write'));
    expect(list).toMatchObject([
      {
        previous: { args: ['db'] },
        next: { args: ['db', '--write'] },
        running: true,
        changes: ['arguments changed: ["db"] → ["db","--write"]'],
      },
    ]);
  });

  test('an approved entry is not in it; an answered one leaves at once', () => {
    const { world, list } = approvals(db, db);
    expect(list).toEqual([]);
    send(world, events.read(ownSource, relaunched(db, '2')));
    expect(viewOf(world.state).approvals).toHaveLength(1);
    send(world, events.trusted(relaunched(db, '2')));
    expect(viewOf(world.state).approvals).toEqual([]);
  });

  test('a disabled entry waits for nobody', () => {
    expect(approvals(null, { ...db, enabled: false }).list).toEqual([]);
  });

  test('rejected ones stay, last, so that the answer can be taken back', () => {
    const { world } = approvals(null, definition('a'), definition('b'));
    send(world, events.rejected(definition('a')));
    expect(viewOf(world.state).approvals.map(({ name, rejected }) => [name, rejected])).toEqual([
      ['b', false],
      ['a', true],
    ]);
  });

  test('a rejected launch is no old side for the next one', () => {
    const { world } = approvals(null, db);
    send(world, events.rejected(db));
    send(world, events.read(ownSource, relaunched(db, '2')));
    expect(viewOf(world.state).approvals).toMatchObject([{ previous: null, rejected: false }]);
  });
});

describe('what changed, in plain words', () => {
  const base = { kind: 'stdio', command: 'serve', args: ['db'], env: { TOKEN: '${TOKEN}' }, cwd: '/srv' } as const;
  const prints = { 'env:TOKEN': 'aaaa' };

  const rows: readonly (readonly [title: string, before: ServerDefinition, after: ServerDefinition, changes: readonly string[]])[] = [
    ['command', launched(stdio('serve')), launched(stdio('rm')), ['command changed: serve → rm']],
    [
      'one argument with a space instead of two',
      launched(stdio('x', 'a', 'b')),
      launched(stdio('x', 'a b')),
      ['arguments changed: ["a","b"] → ["a b"]'],
    ],
    [
      'working folder added',
      launched({ ...stdio('x'), kind: 'stdio', command: 'x', args: [], env: {} }),
      launched({ kind: 'stdio', command: 'x', args: [], env: {}, cwd: '/tmp' }),
      ['working folder added: /tmp'],
    ],
    [
      'working folder removed',
      launched({ kind: 'stdio', command: 'x', args: [], env: {}, cwd: '/tmp' }),
      launched(stdio('x')),
      ['working folder removed: /tmp'],
    ],
    [
      'environment file',
      launched({ kind: 'stdio', command: 'x', args: [], env: {}, envFile: '.env' }),
      launched({ kind: 'stdio', command: 'x', args: [], env: {}, envFile: '.env2' }),
      ['environment file changed: .env → .env2'],
    ],
    [
      'variable added and removed',
      launched({ ...base, args: [], env: { OLD: '1' } }, { fingerprints: { 'env:OLD': 'a' } }),
      launched({ ...base, args: [], env: { NEW: '1' } }, { fingerprints: { 'env:NEW': 'a' } }),
      ['variable NEW added', 'variable OLD removed'],
    ],
    [
      'value behind a variable, without showing it',
      launched({ ...base, args: [] }, { fingerprints: prints }),
      launched({ ...base, args: [] }, { fingerprints: { 'env:TOKEN': 'bbbb' } }),
      ['content of variable TOKEN changed'],
    ],
    [
      'address',
      launched({ kind: 'http', url: 'https://a.test', headers: {} }),
      launched({ kind: 'http', url: 'https://b.test', headers: {} }),
      ['address changed: https://a.test → https://b.test'],
    ],
    [
      'header',
      launched({ kind: 'http', url: 'https://a.test', headers: { Auth: 'x' } }, { fingerprints: { 'header:Auth': 'a' } }),
      launched({ kind: 'http', url: 'https://a.test', headers: { Auth: 'y' } }, { fingerprints: { 'header:Auth': 'b' } }),
      ['content of header Auth changed'],
    ],
    [
      'local to remote: its variables go, headers come, even of the same name',
      launched({ kind: 'stdio', command: 'x', args: [], env: { AUTH: '1' } }, { fingerprints: { 'env:AUTH': 'a' } }),
      launched({ kind: 'http', url: 'https://a.test', headers: { AUTH: '1' } }, { fingerprints: { 'header:AUTH': 'b' } }),
      [
        'transport changed: stdio → http',
        'command removed: x',
        'address added: https://a.test',
        'variable AUTH removed',
        'header AUTH added',
      ],
    ],
    [
      'content of the script behind the same command',
      launched(stdio('node', 'x.mjs'), { fingerprints: { 'file:script': 'aa' } }),
      launched(stdio('node', 'x.mjs'), { fingerprints: { 'file:script': 'bb' } }),
      ['content of file script changed'],
    ],
    [
      'a value that the entry names only by reference',
      launched(stdio('x', '${A}'), { fingerprints: { 'arg:0': 'aa' } }),
      launched(stdio('x', '${A}'), { fingerprints: { 'arg:0': 'bb' } }),
      ['a value behind a variable changed'],
    ],
  ];
  test.each(rows)('%s', (_title, before, after, changes) => {
    expect(changesOf(before, after)).toEqual(changes);
  });
});

describe('what is shown of a launch', () => {
  const file = (role: LaunchFile['role'], path: string): LaunchFile => ({
    role,
    path,
    identity: path,
    stat: { size: 1, inode: '1', mtimeNs: '1', ctimeNs: '1' },
  });

  test('values only as fingerprints, never as text', () => {
    const written: Transport = { kind: 'stdio', command: 'x', args: [], env: { TOKEN: 'plain-s3cret' } };
    const { list } = approvals(null, launched(written, { fingerprints: { 'env:TOKEN': 'f00d' } }));
    expect(list[0]?.next.values).toEqual([{ name: 'TOKEN', fingerprint: 'f00d', dangerous: false }]);
    expect(JSON.stringify(list.map(({ next }) => next))).not.toContain('s3cret');
  });

  test('variables that change what runs are marked and warned about', () => {
    const { list } = approvals(null, launched({ kind: 'stdio', command: 'x', args: [], env: { LD_PRELOAD: '/tmp/x.so', NAME: 'n' } }));
    expect(list[0]?.next.values.map(({ name, dangerous }) => [name, dangerous])).toEqual([
      ['LD_PRELOAD', true],
      ['NAME', false],
    ]);
    expect(list[0]?.warnings.join()).toContain('LD_PRELOAD');
  });

  test('the files behind it with their real paths, two scripts apart', () => {
    const files = [file('executable', '/usr/bin/node'), file('script', '/srv/a.mjs'), file('script', '/srv/b.mjs')];
    const fingerprints = { 'file:executable': 'e', 'file:script': 's', 'file:script:2': 't' };
    const { list } = approvals(null, launched(stdio('node', 'a.mjs'), { fingerprints, facts: { files, envFileVariables: {} } }));
    expect(list[0]?.next.files).toEqual([
      { role: 'executable', path: '/usr/bin/node', fingerprint: 'e' },
      { role: 'script', path: '/srv/a.mjs', fingerprint: 's' },
      { role: 'script:2', path: '/srv/b.mjs', fingerprint: 't' },
    ]);
  });

  test('the answer it asks for is about exactly the launch that is shown', () => {
    const { world, list } = approvals(db, relaunched(db, '2'));
    send(world, { kind: 'trust.decided', decision: { ...decision(db), launchHash: list[0]?.launchHash ?? '' } });
    expect(viewOf(world.state).approvals).toEqual([]);
  });
});
