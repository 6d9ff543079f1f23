/** Lists of a server: all pages, word for word, and never a shorter list than the server has. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { waitFor } from '../../helpers/wait-for.ts';
import { connect, fixture, list, never, testMcp } from './fixture.ts';

const requestsIn = (file: string): readonly string[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).method as string);

describe('lists', () => {
  test('S0-46 a list of 230 tools in 5 pages is read whole', async () => {
    const { mcp } = testMcp();
    const { link } = await connect(mcp, fixture('--tools', '230', '--page-size', '46'));
    const tools = await list(link);
    expect(tools).toHaveLength(230);
    expect(new Set(tools.map((tool) => tool.name)).size).toBe(230);
  });

  test.each([['the same page mark again'], ['a fresh page mark for ever']])(
    'S2-36 an endless list ends with a problem: %s',
    async (kind) => {
      const { mcp } = testMcp();
      const { link } = await connect(mcp, fixture('--tools', '3', '--endless-cursor', ...(kind.startsWith('a fresh') ? ['fresh'] : [])));
      expect(await link.list('tools', never())).toMatchObject({ code: 'list-endless' });
    },
  );

  test('items are kept word for word, unknown fields included', async () => {
    const { mcp } = testMcp();
    const { link } = await connect(mcp, fixture('--tools', '1', '--name', 'exact'));
    expect(await list(link)).toEqual([
      {
        name: 'tool-1',
        description: 'Tool 1 of exact – für €uro 😀',
        inputSchema: { type: 'object', properties: { text: { type: 'string' } } },
        'x-unknown': { kept: true },
      },
    ]);
  });

  test('S2-30 a server that declares tools only is asked for tools only', async () => {
    const log = path.join(tempFolder(), 'log');
    const { mcp } = testMcp();
    const { link } = await connect(mcp, fixture('--log-file', log));
    expect(link.facts.offers).toEqual(['tools']);
    await list(link);
    await link.close();
    expect(requestsIn(log)).toEqual(['initialize', 'notifications/initialized', 'tools/list']);
  });

  test('S2-29 a method that the server does not know means an empty list', async () => {
    const { mcp } = testMcp();
    const { link } = await connect(mcp, fixture('--resources', '2', '--templates', '1', '--missing-list', 'resourceTemplates'));
    expect(link.facts.offers).toEqual(['tools', 'resources', 'resourceTemplates']);
    expect(await list(link, 'resources')).toHaveLength(2);
    expect(await list(link, 'resourceTemplates')).toEqual([]);
  });

  test('S2-29 a list that fails is a problem of one line, and the other lists still work', async () => {
    const { mcp } = testMcp();
    const { link } = await connect(mcp, fixture('--prompts', '2', '--fail-list', 'tools'));
    expect(await link.list('tools', never())).toMatchObject({
      code: 'list-failed',
      message: 'The server refused tools/list: tools cannot be listed now',
    });
    expect(await list(link, 'prompts')).toHaveLength(2);
  });

  test('a list that is given up is a problem and leaves the connection usable', async () => {
    const { mcp } = testMcp();
    const { link } = await connect(mcp, fixture('--list-delay', '300'));
    const giveUp = new AbortController();
    const outcome = link.list('tools', giveUp.signal);
    giveUp.abort();
    expect(await outcome).toMatchObject({ code: 'list-failed' });
    expect(await list(link)).toHaveLength(3);
  });

  test('S0-48 a tool that a running server adds is told by notification and listed', async () => {
    const signalFile = path.join(tempFolder(), 'signal');
    const { mcp } = testMcp();
    const { link, seen } = await connect(mcp, fixture('--signal-file', signalFile));
    expect(await list(link)).toHaveLength(3);
    const { writeFileSync } = await import('node:fs');
    writeFileSync(signalFile, 'now');
    await waitFor(() => seen.changed.includes('tools'), 2_000);
    expect((await list(link)).map((tool) => tool.name)).toContain('added-4');
  });

  test('F56 a storm of 10,000 list changes reaches the engine as a few', async () => {
    const { mcp } = testMcp();
    const { link, seen } = await connect(mcp, fixture('--list-changed', '10000'));
    expect(await list(link)).toHaveLength(3);
    await waitFor(() => seen.changed.length > 0);
    expect(seen.changed.length).toBeLessThan(1_000);
  });
});
