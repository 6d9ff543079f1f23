/** The status word, case by case. */
import { describe, expect, test } from 'vitest';
import type { ServerStatus } from '../../../electron/contract/server.ts';
import { serverStatus, serverView } from '../../../electron/core/view/server-view.ts';
import { at, decision, problem } from '../../helpers/builders.ts';
import { type Condition, connections, db, lists, nowMono, otherDb, stateOf } from '../reconcile/one-server.ts';
import { surround } from './view-of.ts';

const { closed, connecting, open, closing, failed } = connections;
const disabled = { ...db, enabled: false };

const rows: readonly (readonly [title: string, condition: Condition, status: ServerStatus, resting?: boolean])[] = [
  ['running, everything listed', { connection: open, wanted: db }, 'synced'],
  ['running, a list being read', { connection: open, wanted: db, server: { listings: lists({ readingBy: 7 }) } }, 'syncing'],
  ['running, a list not read yet', { connection: open, wanted: db, server: { listings: lists({ status: 'stale' }) } }, 'syncing'],
  [
    'running, a list that failed',
    { connection: open, wanted: db, server: { listings: lists({ status: 'stale', problem: problem('list-failed') }) } },
    'stale',
  ],
  ['running on an old launch, the new one approved', { connection: open, wanted: otherDb }, 'syncing'],
  ['running on an old launch, the new one not approved', { connection: open, wanted: otherDb, decisions: [decision(db)] }, 'approval'],
  ['starting', { connection: connecting, wanted: db }, 'syncing'],
  ['being stopped for another launch', { connection: closing, wanted: otherDb }, 'syncing'],
  ['being stopped because nobody uses it', { connection: closing, wanted: db, server: { idle: true } }, 'idle'],
  ['stopped because nobody used it', { connection: closed, wanted: db, server: { idle: true } }, 'idle'],
  ['stopped, lists good, not by idleness (another run synced it)', { connection: closed, wanted: db }, 'synced'],
  ['stopped, never listed, about to start', { connection: closed, wanted: db, server: { syncedLaunchHash: '' } }, 'syncing'],
  ['stopped, never listed, nothing will start it', { connection: closed, wanted: db, server: { syncedLaunchHash: '' } }, 'stale', true],
  ['stopped, never listed, paused', { connection: closed, wanted: db, server: { syncedLaunchHash: '' }, state: { paused: true } }, 'stale'],
  ['called off while it started', { connection: closing, wanted: db, server: { calledOff: db.launchHash } }, 'stale'],
  ['called off, nothing runs', { connection: closed, wanted: db, server: { calledOff: db.launchHash } }, 'stale'],
  ['called off while it was read', { connection: open, wanted: db, server: { calledOff: db.launchHash } }, 'stale'],
  [
    'called off, then another launch was wanted',
    { connection: connecting, wanted: db, server: { calledOff: otherDb.launchHash } },
    'syncing',
  ],
  ['failed', { connection: failed, wanted: db }, 'failed'],
  ['failed with another launch than the one that is wanted now', { connection: failed, wanted: otherDb }, 'syncing'],
  ['failed to list in an earlier run', { connection: { ...failed, problem: problem('list-failed') }, wanted: db }, 'stale'],
  ['new, not approved', { connection: closed, wanted: db, decisions: [] }, 'approval'],
  ['rejected', { connection: closed, wanted: db, decisions: [decision(db, 'rejected')] }, 'approval'],
  ['disabled', { connection: closed, wanted: disabled }, 'disabled'],
  ['disabled and not approved', { connection: closed, wanted: disabled, decisions: [] }, 'disabled'],
  ['disabled and still being stopped', { connection: closing, wanted: disabled }, 'disabled'],
];

function look(condition: Condition, resting = false) {
  const state = stateOf(condition);
  const server = state.servers.get(db.id);
  if (!server || !condition.wanted) throw new Error('nothing to look at');
  const view = serverView(state, condition.wanted, 'db', { ...surround, resting });
  return { view, status: serverStatus(state, condition.wanted, server, resting) };
}

describe('status word', () => {
  for (const [title, condition, status, resting] of rows) {
    test(`${title}: ${status}`, () => {
      const seen = look(condition, resting);
      expect(seen.status).toBe(status);
      expect(seen.view.status).toBe(status);
    });
  }
});

describe('one server in a row', () => {
  test('running: process, since when, counts, estimated tokens', () => {
    const { view } = look({
      connection: open,
      wanted: db,
      server: { starts: 3, lastSyncWall: 5, durationMs: 12.6, protocolVersion: '2025-06-18' },
    });
    expect(view).toMatchObject({
      pid: 4242,
      runningSince: open.sinceWall,
      launch: 'serve db',
      transport: 'stdio',
      tools: 1,
      prompts: 0,
      tokens: 4,
      stale: false,
      starts: 3,
      lastSyncAt: 5,
      durationMs: 13,
      retryAt: null,
      problem: null,
      clientLabel: 'The tooltray',
      editable: true,
    });
  });

  test('failed: cause and time of the next try', () => {
    const { view } = look({ connection: failed, wanted: db });
    expect(view).toMatchObject({ retryAt: at(nowMono + 500).wall, problem: { code: 'exited' }, pid: null, runningSince: null });
  });

  test('never listed: counts are unknown, not zero', () => {
    const missing = { ...lists(), tools: { ...lists().tools, status: 'missing' as const, items: [] } };
    expect(look({ connection: connecting, wanted: db, server: { listings: missing } }).view).toMatchObject({
      tools: null,
      tokens: null,
      prompts: 0,
    });
  });

  test('a list that failed names its problem', () => {
    const listings = lists({ status: 'stale', problem: problem('list-failed') });
    expect(look({ connection: open, wanted: db, server: { listings } }).view).toMatchObject({
      stale: true,
      problem: { code: 'list-failed' },
      tools: 1,
    });
  });

  test('rejected: says so and what to do', () => {
    const { view } = look({ connection: closed, wanted: db, decisions: [decision(db, 'rejected')] });
    expect(view.problem).toMatchObject({ code: 'rejected' });
    expect(view.problem?.hint).toContain('Approve');
  });

  test('disabled: no problem is shown', () => {
    expect(look({ connection: { ...failed }, wanted: disabled }).view.problem).toBeNull();
  });

  test('a remote server shows its address as written, with the reference instead of the secret', () => {
    const written = { kind: 'http', url: 'https://x.test/${KEY}', headers: {} } as const;
    const transport = { ...written, url: 'https://x.test/s3cret' };
    const { view } = look({ connection: closed, wanted: { ...db, written, transport } });
    expect(view).toMatchObject({ launch: 'https://x.test/${KEY}', transport: 'http' });
    expect(JSON.stringify(view)).not.toContain('s3cret');
  });
});
