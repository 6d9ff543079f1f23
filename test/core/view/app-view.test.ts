/** The whole view: names, sums, sentence, sources, remembered and broken entries. */
import { describe, expect, test } from 'vitest';
import type { EntryProblem } from '../../../electron/core/model/source.ts';
import type { State } from '../../../electron/core/model/state.ts';
import { cursorSource, definition, events, items, ownSource, problem, reading, relaunched } from '../../helpers/builders.ts';
import { advance, pretendWorld, restart, scriptOf, send, snapshot } from '../../helpers/pretend-world.ts';
import { viewOf, worldAfter } from './view-of.ts';

const [a, b, c] = [definition('a'), definition('b'), definition('c')];
const inCursor = (name: string) => definition(name, { source: cursorSource });
const both = events.named(ownSource, cursorSource);
const namesOf = (state: State) => viewOf(state).servers.map(({ name }) => name);

const broken = (name: string | null, pointer: string, code: 'entry-invalid' | 'entry-unsupported' = 'entry-invalid'): EntryProblem => ({
  name,
  problem: { ...problem(code), where: { path: ownSource, line: 3, column: 5, pointer } },
});

describe('names', () => {
  test('the first in rank has its plain name, the next is NAME@CLIENT', () => {
    const world = worldAfter([both, events.read(cursorSource, inCursor('a')), events.read(ownSource, a, b)]);
    expect(namesOf(world.state)).toEqual(['a', 'b', 'a@cursor']);
    expect(viewOf(world.state).servers.map(({ ownName }) => ownName)).toEqual(['a', 'b', 'a']);
  });

  test('a third one of the same client is NAME@PATH', () => {
    const project = '/desk/project/.cursor/mcp.json' as typeof ownSource;
    const third = definition('a', { source: project });
    const named = events.named(ownSource, cursorSource, project);
    const world = worldAfter([named, events.read(ownSource, a), events.read(cursorSource, inCursor('a')), events.read(project, third)]);
    expect(namesOf(world.state)).toEqual(['a', 'a@cursor', `a@${project}`]);
  });

  test('a name that looks like a made-up one never makes two the same', () => {
    const world = worldAfter([both, events.read(ownSource, a, definition('a@cursor')), events.read(cursorSource, inCursor('a'))]);
    expect(new Set(namesOf(world.state)).size).toBe(3);
    expect(namesOf(world.state).slice(0, 2)).toEqual(['a', 'a@cursor']);
  });

  test('changing the rank changes who has the plain name', () => {
    const world = worldAfter([both, events.read(ownSource, a), events.read(cursorSource, inCursor('a'))]);
    send(world, {
      kind: 'source.named',
      sources: [
        { id: cursorSource, client: 'cursor', rank: 0 },
        { id: ownSource, client: 'tooltray', rank: 1 },
      ],
    });
    expect(viewOf(world.state).servers.map(({ name, source }) => [name, source])).toEqual([
      ['a', cursorSource],
      ['a@tooltray', ownSource],
    ]);
  });
});

describe('totals and sentence', () => {
  const catalog = {
    offers: () => ['tools', 'prompts'] as const,
    items: (_: unknown, kind: string) => (kind === 'tools' ? items('x', 'y') : items('p')),
  };

  test('count enabled servers only', () => {
    const world = worldAfter([both, events.read(ownSource, a, b, c)], { catalog });
    send(world, events.read(ownSource, a, b, { ...c, enabled: false }));
    advance(world, 1_000);
    const { totals, servers, sentence } = viewOf(world.state);
    expect(totals).toMatchObject({ servers: 2, ok: 2, failed: 0, pending: 0, tools: 4, prompts: 2, resources: 0 });
    expect(servers.find(({ name }) => name === 'c')).toMatchObject({ status: 'disabled', tools: 2 });
    expect(sentence).toBe('All 2 servers are in sync.');
  });

  test('idle servers are as good as synced ones', () => {
    const world = worldAfter([both, events.read(ownSource, a)]);
    advance(world, 3_600_000);
    expect(viewOf(world.state)).toMatchObject({
      totals: { ok: 1 },
      sentence: 'Your server is in sync.',
      mood: 'fine',
      servers: [{ status: 'idle' }],
    });
  });

  const failing = (...names: readonly string[]) => {
    const world = pretendWorld();
    for (const name of names) scriptOf(world, definition(name).id).always = { kind: 'fails', delayMs: 1, code: 'exited' };
    send(world, both);
    send(world, events.read(ownSource, a, b, c));
    advance(world, 500);
    return world;
  };

  test('S0-22 one failed server is named', () => {
    expect(viewOf(failing('b').state)).toMatchObject({
      sentence: '2 of 3 servers are in sync. b failed.',
      mood: 'attention',
      totals: { ok: 2, failed: 1 },
    });
  });

  test('several failed ones are counted', () => {
    expect(viewOf(failing('a', 'b').state).sentence).toBe('1 of 3 servers are in sync. 2 failed.');
  });

  test('a server with zero tools is healthy (S0-49)', () => {
    const world = worldAfter([both, events.read(ownSource, a)], { catalog: { offers: () => ['tools'], items: () => [] } });
    expect(viewOf(world.state)).toMatchObject({
      totals: { servers: 1, ok: 1, failed: 0, tools: 0, tokens: 0 },
      servers: [{ status: 'synced', tools: 0 }],
    });
  });

  test('what waits for approval is named or counted, and rejected ones no longer wait', () => {
    const world = worldAfter([both, events.read(ownSource, a)], { autoTrust: false });
    expect(viewOf(world.state)).toMatchObject({
      sentence: '0 of 1 servers is in sync. a needs your approval.',
      mood: 'attention',
      totals: { pending: 1 },
    });
    send(world, events.read(ownSource, a, b));
    expect(viewOf(world.state).sentence).toBe('0 of 2 servers are in sync. 2 need your approval.');
    send(world, events.rejected(a));
    expect(viewOf(world.state).sentence).toBe('0 of 2 servers are in sync. b needs your approval.');
  });

  test('work under way is counted', () => {
    const world = pretendWorld();
    send(world, both);
    send(world, events.read(ownSource, a, b));
    advance(world, 0);
    expect(viewOf(world.state)).toMatchObject({ sentence: '0 of 2 servers are in sync. Syncing 2.', mood: 'working' });
  });

  test('a source that cannot be read is mentioned', () => {
    const world = worldAfter([both, events.read(ownSource, a), events.unreadable(cursorSource)]);
    expect(viewOf(world.state)).toMatchObject({ sentence: 'Your server is in sync. A source cannot be read.', mood: 'attention' });
  });

  test('nothing watched, everything disabled, nothing readable', () => {
    expect(viewOf(worldAfter([both]).state)).toMatchObject({ sentence: 'Nothing watched yet.', mood: 'fine' });
    expect(viewOf(worldAfter([both, events.read(ownSource, { ...a, enabled: false })]).state).sentence).toBe('All servers are disabled.');
    expect(viewOf(worldAfter([both, events.unreadable(ownSource)]).state).sentence).toBe(
      'No server could be read. A source cannot be read.',
    );
  });

  test('paused goes before everything else', () => {
    const world = failing('b');
    send(world, events.paused(true));
    expect(viewOf(world.state)).toMatchObject({ mood: 'paused', watcher: { state: 'paused' } });
  });

  test('a list that failed asks for attention but is no failed server', () => {
    const world = pretendWorld();
    scriptOf(world, a.id).lists = [{ delayMs: 1, fails: true }];
    send(world, both);
    send(world, events.read(ownSource, a));
    advance(world, 500);
    expect(viewOf(world.state)).toMatchObject({
      mood: 'attention',
      totals: { ok: 0, failed: 0 },
      servers: [{ status: 'stale', problem: { code: 'list-failed' } }],
    });
  });
});

describe('entries that cannot be used', () => {
  const withBroken = (...entryProblems: readonly EntryProblem[]) =>
    worldAfter([both, { kind: 'source.read', source: ownSource, reading: reading([a], { entryProblems }) }]).state;

  test('have a row of their own that says why, and cost only themselves', () => {
    const view = viewOf(withBroken(broken('db', '/mcpServers/db')));
    expect(view.servers).toMatchObject([
      { name: 'a', status: 'synced' },
      { name: 'db', status: 'failed', editable: false, tools: null, problem: { code: 'entry-invalid', where: { line: 3, column: 5 } } },
    ]);
    expect(view.totals).toMatchObject({ servers: 2, ok: 1, failed: 1 });
    expect(view.sentence).toBe('1 of 2 servers are in sync. db failed.');
    expect(view.sources[0]?.entryProblems).toHaveLength(1);
  });

  test('of a kind that is not supported are disabled, not failed', () => {
    const view = viewOf(withBroken(broken('builtin', '/mcpServers/builtin', 'entry-unsupported')));
    expect(view.servers[1]).toMatchObject({ status: 'disabled', enabled: false });
    expect(view).toMatchObject({ mood: 'fine', totals: { servers: 1 } });
  });

  test('each have a name and an id of their own, whatever they are called', () => {
    const view = viewOf(
      withBroken(broken('a', '/mcpServers/x'), broken('a', '/mcpServers/y'), broken(null, '/mcpServers/z'), broken(null, '/mcpServers/0')),
    );
    expect(view.servers.map(({ name }) => name)).toEqual(['a', 'a@tooltray', 'a@tooltray-2', 'unnamed', 'unnamed@tooltray']);
    expect(new Set(view.servers.map(({ id }) => id)).size).toBe(5);
  });
});

describe('servers that only the registry knows', () => {
  const known = () => {
    const world = worldAfter([both, events.read(ownSource, a, b, { ...c, enabled: false }), events.read(cursorSource, inCursor('a'))]);
    restart(world, [ownSource, cursorSource]);
    return world;
  };

  test('are shown at once with their last lists, in order of rank', () => {
    const view = viewOf(known().state);
    expect(view.servers.map(({ name, status, tools }) => [name, status, tools])).toEqual([
      ['a', 'synced', 2],
      ['b', 'synced', 2],
      ['c', 'disabled', null],
      ['a@cursor', 'synced', 2],
    ]);
    expect(view.totals).toMatchObject({ servers: 3, ok: 3 });
    expect(view.servers.every(({ editable, pid }) => !editable && pid === null)).toBe(true);
  });

  test('keep their name and place while the sources are read one after the other', () => {
    const world = known();
    send(world, events.read(cursorSource, inCursor('a')));
    expect(namesOf(world.state)).toEqual(['a', 'b', 'c', 'a@cursor']);
    send(world, events.read(ownSource, a, b, { ...c, enabled: false }));
    expect(namesOf(world.state)).toEqual(['a', 'b', 'c', 'a@cursor']);
  });

  test('are stale, with the problem of their source, when it cannot be read', () => {
    const world = known();
    send(world, events.unreadable(ownSource));
    expect(viewOf(world.state).servers.slice(0, 2)).toMatchObject([
      { name: 'a', status: 'stale', stale: true, problem: { code: 'source-invalid' } },
      { name: 'b', status: 'stale', stale: true, problem: { code: 'source-invalid' } },
    ]);
    expect(snapshot(world).servers[a.id]).toBeDefined();
  });

  test('that failed last time are still failed', () => {
    const world = pretendWorld();
    scriptOf(world, a.id).always = { kind: 'fails', delayMs: 1, code: 'exited' };
    send(world, both);
    send(world, events.read(ownSource, a));
    advance(world, 500);
    restart(world, [ownSource, cursorSource]);
    expect(viewOf(world.state).servers).toMatchObject([{ status: 'failed', problem: { code: 'exited' } }]);
  });
});

test('a source shows where it is, whose, how many servers and what is wrong with it', () => {
  const world = worldAfter([both, events.read(ownSource, a, b), events.unreadable(cursorSource)]);
  expect(viewOf(world.state).sources).toEqual([
    {
      id: ownSource,
      path: ownSource,
      client: 'tooltray',
      clientLabel: 'The tooltray',
      rank: 0,
      presence: 'good',
      servers: 2,
      problem: null,
      trust: 'ask',
      entryProblems: [],
      editable: true,
    },
    {
      id: cursorSource,
      path: cursorSource,
      client: 'cursor',
      clientLabel: 'The cursor',
      rank: 1,
      presence: 'unread',
      servers: 0,
      problem: problem('source-invalid'),
      trust: 'ask',
      entryProblems: [],
      editable: false,
    },
  ]);
});

test('S0-25 a server that broke after an edit shows its last tools, stale', () => {
  const world = worldAfter([both, events.read(ownSource, a)]);
  scriptOf(world, a.id).always = { kind: 'fails', delayMs: 1, code: 'exited' };
  send(world, events.read(ownSource, relaunched(a, 'broken')));
  advance(world, 500);
  expect(viewOf(world.state).servers).toMatchObject([{ status: 'failed', tools: 2, stale: true }]);
});
