/** Real servers, with the number of items they really have. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Link } from '../../../electron/core/ports.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { waitFor } from '../../helpers/wait-for.ts';
import { connect, list, stdio, testMcp } from './fixture.ts';

const require = createRequire(import.meta.url);
const script = (name: string): string =>
  path.join(path.dirname(require.resolve(`@modelcontextprotocol/server-${name}/package.json`)), 'dist/index.js');

async function counts(link: Link): Promise<Record<string, number>> {
  const entries = link.facts.offers.map(async (kind) => [kind, (await list(link, kind)).length] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const everything = { tools: 16, prompts: 4, resources: 7, resourceTemplates: 2 };

describe('real servers over stdio', () => {
  test.each([
    ['everything', (): string[] => [], everything],
    ['filesystem', () => [tempFolder()], { tools: 14 }],
    ['memory', (): string[] => [], { tools: 9 }],
    ['sequential-thinking', (): string[] => [], { tools: 1 }],
  ] as const)('server-%s lists what it has', async (name, args, expected) => {
    const { mcp } = testMcp();
    const { link } = await connect(mcp, stdio(process.execPath, [script(name), ...args()]));
    expect(link.era).toBe('legacy');
    expect(await counts(link)).toMatchObject(expected);
    await link.close();
  });
});

describe('real servers over HTTP', () => {
  test.each([
    ['streamableHttp', 'http', '/mcp'],
    ['sse', 'sse', '/sse'],
  ] as const)(
    'server-everything over %s lists what it has',
    async (mode, kind, address) => {
      const port = await freePort();
      const server = spawn(process.execPath, [script('everything'), mode], {
        env: { ...process.env, PORT: String(port) },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      onTestFinished(() => void server.kill('SIGKILL'));
      let output = '';
      for (const pipe of [server.stdout, server.stderr]) pipe.setEncoding('utf8').on('data', (text: string) => (output += text));
      await waitFor(() => /listening|running on port/i.test(output), 10_000);
      const { mcp } = testMcp();
      const { link } = await connect(mcp, { kind, url: `http://127.0.0.1:${port}${address}`, headers: {} });
      expect(link.facts.pid).toBe(null);
      expect(await counts(link)).toEqual(everything);
      await link.close();
    },
    20_000,
  );
});
