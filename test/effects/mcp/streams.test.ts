/** Streams of a server: whatever it writes or does not read, the others and we stay well. */
import { describe, expect, test } from 'vitest';
import { createLines } from '../../../electron/effects/mcp/process/lines.ts';
import { livingByTag } from '../../helpers/processes.ts';
import { waitFor } from '../../helpers/wait-for.ts';
import { connect, fixture, list, never, stdio, testMcp } from './fixture.ts';

const collect = (bytesMax: number, tooLong: 'refuse' | 'cut') => {
  const lines: string[] = [];
  return { lines, cutter: createLines({ bytesMax, tooLong }, (line) => void lines.push(line)) };
};

describe('cutting a stream into lines', () => {
  const text = 'grüezi 😀\r\n\r\nnext\nlast €\n';
  test.each(Array.from({ length: 5 }, (_, index) => [index + 1]))(
    'F49 gives the same lines in pieces of %i bytes, characters whole',
    (size) => {
      const { lines, cutter } = collect(100, 'refuse');
      const bytes = Buffer.from(text);
      for (let from = 0; from < bytes.length; from += size) expect(cutter.push(bytes.subarray(from, from + size))).toBe(true);
      expect(lines).toEqual(['grüezi 😀', '', 'next', 'last €']);
    },
  );

  test('F50 a line over the limit is refused, one of exactly the limit is not', () => {
    const { lines, cutter } = collect(4, 'refuse');
    expect(cutter.push(Buffer.from('abcd\n'))).toBe(true);
    expect(cutter.push(Buffer.from('abc'))).toBe(true);
    expect(cutter.push(Buffer.from('de\nx\n'))).toBe(false);
    expect(cutter.push(Buffer.from('y\n'))).toBe(false);
    expect(lines).toEqual(['abcd']);
  });

  test('F51 a line over the limit is cut where that is enough', () => {
    const { lines, cutter } = collect(4, 'cut');
    cutter.push(Buffer.from('abcdef'));
    cutter.push(Buffer.from('ghi\nnext\nrest'));
    cutter.end();
    expect(lines).toEqual(['abcd', 'next', 'rest']);
  });

  test('F50 a line of 10 MB in small pieces takes linear time', () => {
    const { lines, cutter } = collect(16 * 1024 * 1024, 'refuse');
    const piece = Buffer.alloc(4 * 1024, 'x');
    const before = performance.now();
    for (let sent = 0; sent < 10 * 1024 * 1024; sent += piece.length) cutter.push(piece);
    cutter.push(Buffer.from('\n'));
    expect(performance.now() - before).toBeLessThan(500);
    expect(lines[0]).toHaveLength(10 * 1024 * 1024);
  });
});

describe('a server with noisy streams', () => {
  test('F49 half of its lines are noise: the session lives, nothing is lost, the noise is told', async () => {
    const { mcp } = testMcp();
    const { link, seen } = await connect(mcp, fixture('--noise', '0.5', '--tools', '100', '--page-size', '2'));
    expect(await list(link)).toHaveLength(100);
    expect((await list(link))[1]).toMatchObject({ description: 'Tool 2 of fixture – für €uro 😀' });
    expect(seen.noise.length).toBeGreaterThan(10);
    expect(seen.noise).toContain('plain text on stdout');
    expect(seen.noise.every((line) => line.trim() !== '')).toBe(true);
    expect(seen.ended).toEqual([]);
  });

  test('F49 bytes that are no UTF-8 do no harm', async () => {
    const { mcp } = testMcp();
    const { link, seen } = await connect(mcp, fixture('--bad-utf8'));
    expect(await list(link)).toHaveLength(3);
    expect(seen.noise).toHaveLength(1);
  });

  test('F50 30 MB without a line end: the server is stopped with a reason, memory stays bounded', async () => {
    const { mcp, digest } = testMcp();
    const before = process.memoryUsage().rss;
    const { seen } = await connect(mcp, fixture('--flood-stdout', '30'));
    await waitFor(() => seen.ended.length > 0, 10_000);
    expect(seen.ended).toMatchObject([{ code: 'flooded' }]);
    expect(livingByTag(digest)).toEqual([]);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
  }, 15_000);

  test('F50 30 MB of valid lines: the server goes on working and others are not held up', async () => {
    const { mcp } = testMcp();
    const { link: other } = await connect(mcp, fixture());
    const { link, seen } = await connect(mcp, fixture('--flood-stdout', '30', '--flood-lines'));
    const before = performance.now();
    expect(await list(other)).toHaveLength(3);
    expect(performance.now() - before).toBeLessThan(1_000);
    expect(await list(link)).toHaveLength(3);
    expect(seen.ended).toEqual([]);
  }, 20_000);

  test('F51 100 MB on stderr do not hold up the server', async () => {
    const { mcp } = testMcp();
    const { link, seen } = await connect(mcp, fixture('--flood-stderr', '100'));
    expect(await list(link)).toHaveLength(3);
    await waitFor(() => seen.stderr.length >= 100 * 1024, 15_000);
    expect(seen.stderr.every((line) => line.length <= 8 * 1024)).toBe(true);
    expect(await list(link)).toHaveLength(3);
  }, 20_000);

  test('F52 a server that reads no input any more: what is to be sent is bounded and fails, the stop works', async () => {
    const { mcp, digest } = testMcp();
    const { link } = await connect(mcp, fixture('--no-read-stdin', '--ignore-eof'));
    const text = 'x'.repeat(8 * 1024 * 1024);
    const giveUp = new AbortController();
    const calls = Array.from({ length: 6 }, () => link.request('tools/call', { name: 'tool-1', arguments: { text } }, giveUp.signal));
    await expect(Promise.race(calls)).rejects.toThrow('does not read its input');
    giveUp.abort();
    await Promise.allSettled(calls);
    await link.close();
    expect(livingByTag(digest)).toEqual([]);
  }, 15_000);

  test('F52 a list that is never answered can be given up', async () => {
    const { mcp } = testMcp();
    const { link } = await connect(mcp, fixture('--hang-list'));
    const giveUp = new AbortController();
    const outcome = link.list('tools', giveUp.signal);
    giveUp.abort();
    expect(await outcome).toMatchObject({ code: 'list-failed' });
    expect(await link.request('ping', undefined, never())).toEqual({});
  });

  test('S0-21 each line on stderr is handed on', async () => {
    const { mcp } = testMcp();
    const { seen } = await connect(mcp, fixture('--stderr', 'MARK'));
    await waitFor(() => seen.stderr.includes('MARK'));
  });

  test('what a server writes just before it ends is still read', async () => {
    const { mcp } = testMcp();
    const answer =
      '{"jsonrpc":"2.0","id":0,"result":{"protocolVersion":"2025-11-25","capabilities":{},"serverInfo":{"name":"brief","version":"1"}}}';
    const { link, seen } = await connect(mcp, stdio('sh', ['-c', `read -r line; echo '${answer}'; exit 0`]));
    expect(link.facts.serverName).toBe('brief');
    await waitFor(() => seen.ended.length > 0);
  });
});
