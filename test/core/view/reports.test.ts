/** The shapes that the command line prints. */
import { describe, expect, test } from 'vitest';
import { ListedRow } from '../../../electron/contract/capability.ts';
import { StatusReport } from '../../../electron/contract/reports.ts';
import { listedRows } from '../../../electron/core/view/listed-rows.ts';
import { statusReport } from '../../../electron/core/view/status-report.ts';
import { at, cursorSource, definition, events, ownSource, relaunched } from '../../helpers/builders.ts';
import { advance, type Catalog, scriptOf, send, type World } from '../../helpers/pretend-world.ts';
import { viewOf, worldAfter } from './view-of.ts';

const [a, b] = [definition('a'), definition('b')];
const twin = definition('a', { source: cursorSource });
const catalog: Catalog = {
  offers: () => ['tools', 'resources', 'resourceTemplates'],
  items: ({ name }, kind) => [
    { name: `${name} ${kind}`, title: 'T', description: 'D', inputSchema: { type: 'object' } },
    { name: 'plain' },
  ],
};
const happy = () =>
  worldAfter(
    [events.named(ownSource, cursorSource), events.read(ownSource, a, { ...b, enabled: false }), events.read(cursorSource, twin)],
    { catalog },
  );
const rowsOf = (world: World, choice: 'tools' | 'prompts' | 'resources') =>
  listedRows(world.state, viewOf(world.state).servers, choice).map((row) => ListedRow.parse(row));

describe('status --json', () => {
  test('has the promised shape, servers under their shown names', () => {
    const report = StatusReport.parse(statusReport(viewOf(happy().state)));
    expect(Object.keys(report.servers)).toEqual(['a', 'b', 'a@cursor']);
    expect(report.servers.a).toEqual({
      status: 'synced',
      transport: 'stdio',
      source: ownSource,
      enabled: true,
      tools: 2,
      prompts: 0,
      resources: 2,
      resource_templates: 2,
      tokens: 25,
      last_sync: new Date(at(25).wall).toISOString(),
      duration_ms: 25,
      pid: 4242,
    });
    expect(report.servers.b).toMatchObject({ status: 'disabled', enabled: false, tools: null, last_sync: null });
    expect(report.totals).toMatchObject({ servers: 2, ok: 2, tools: 4 });
    expect(report).toMatchObject({ watcher: { state: 'watching' }, gateway: { enabled: false }, last_error: null });
    expect(report.sources).toHaveLength(2);
  });

  test('names the problem of a failed server', () => {
    const world = happy();
    scriptOf(world, a.id).always = { kind: 'fails', delayMs: 1, code: 'exited' };
    send(world, events.read(ownSource, relaunched(a, '2')));
    advance(world, 500);
    const report = StatusReport.parse(statusReport(viewOf(world.state)));
    expect(report.servers.a).toMatchObject({ status: 'failed', problem: { code: 'exited' }, tools: 2 });
    expect(report.servers.a).not.toHaveProperty('pid');
  });

  test('a server with a name out of the ordinary is a server like any other', () => {
    const odd = definition('__proto__');
    const world = worldAfter([events.named(ownSource), events.read(ownSource, odd)]);
    expect(JSON.stringify(statusReport(viewOf(world.state)).servers)).toContain('"__proto__":{"status":"synced"');
  });
});

describe('tools, prompts, resources --json', () => {
  test('rows in the order of the view and of each list, with source and time', () => {
    const rows = rowsOf(happy(), 'tools');
    expect(rows.map(({ server, name }) => [server, name])).toEqual([
      ['a', 'a tools'],
      ['a', 'plain'],
      ['a@cursor', 'a tools'],
      ['a@cursor', 'plain'],
    ]);
    expect(rows[0]).toEqual({
      server: 'a',
      source: ownSource,
      name: 'a tools',
      title: 'T',
      description: 'D',
      stale: false,
      as_of: new Date(at(25).wall).toISOString(),
      enabled: true,
    });
    expect(rows[1]).not.toHaveProperty('title');
  });

  test('S0-45 server and tool are fields of their own, whatever their names look like', () => {
    const github = definition('github');
    const enterprise = definition('github-enterprise');
    const world = worldAfter([events.named(ownSource), events.read(ownSource, github, enterprise)], { catalog });
    send(world, events.read(ownSource, enterprise));
    advance(world, 1_000);
    expect(rowsOf(world, 'tools').map(({ server }) => server)).toEqual(['github-enterprise', 'github-enterprise']);
  });

  test('S0-04 a renamed server has left no row', () => {
    const world = worldAfter([events.named(ownSource), events.read(ownSource, definition('slack-composio'))], { catalog });
    send(world, events.read(ownSource, definition('slack-renamed')));
    advance(world, 1_000);
    expect(new Set(rowsOf(world, 'tools').map(({ server }) => server))).toEqual(new Set(['slack-renamed']));
  });

  test('S0-25 rows of a failed server are stale, with the time of their reading', () => {
    const world = happy();
    scriptOf(world, a.id).always = { kind: 'fails', delayMs: 1, code: 'exited' };
    send(world, events.read(ownSource, relaunched(a, '2')));
    advance(world, 500);
    const rows = rowsOf(world, 'tools').filter(({ server }) => server === 'a');
    expect(rows.map(({ stale, as_of }) => [stale, as_of])).toEqual(Array(2).fill([true, new Date(at(25).wall).toISOString()]));
  });

  test('items of a disabled server are there, marked', () => {
    const world = happy();
    send(world, events.read(ownSource, { ...a, enabled: false }, { ...b, enabled: false }));
    advance(world, 1_000);
    expect(rowsOf(world, 'tools').find(({ server }) => server === 'a')).toMatchObject({ enabled: false, name: 'a tools' });
  });

  test('resources are resources, not templates; nothing offered gives no rows', () => {
    expect(rowsOf(happy(), 'resources').map(({ name }) => name)).toEqual(['a resources', 'plain', 'a resources', 'plain']);
    expect(rowsOf(happy(), 'prompts')).toEqual([]);
  });
});
