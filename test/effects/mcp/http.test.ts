/** Servers over HTTP: both transports, and a name for each way they can fail. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Server } from 'node:net';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Transport } from '../../../electron/contract/server.ts';
import { readRetryAfter, shownAddress } from '../../../electron/effects/mcp/http-problem.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { waitFor } from '../../helpers/wait-for.ts';
import { connect, fixtureServer, list, never, refusal, testMcp, tryConnect } from './fixture.ts';

interface Remote {
  readonly child: ChildProcess;
  readonly port: number;
}

/** Starts the fixture server over HTTP. */
async function remote(flags: readonly string[] = [], port = 0): Promise<Remote> {
  const portFile = path.join(tempFolder(), 'port');
  const child = spawn(process.execPath, [fixtureServer, '--http', String(port), '--port-file', portFile, ...flags], {
    stdio: 'ignore',
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const text = await waitFor(() => (existsSync(portFile) ? readFileSync(portFile, 'utf8') : ''));
  return { child, port: Number(text) };
}

const http = (port: number, rest: { path?: string; headers?: Record<string, string>; fallback?: 'sse' } = {}): Transport => ({
  kind: 'http',
  url: `http://127.0.0.1:${port}${rest.path ?? '/mcp'}`,
  headers: rest.headers ?? {},
  ...(rest.fallback && { fallback: rest.fallback }),
});

async function listening(server: Server | ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A misbehaving HTTP server. */
const scripted = (script: RequestListener): Promise<number> => listening(createServer(script));

describe('a server over HTTP', () => {
  test.each([
    ['with sessions', [] as string[], 'legacy'],
    ['without sessions', ['--stateless'], 'legacy'],
    ['of the current era', ['--modern'], 'modern'],
  ])('lists all pages: %s', async (_name, flags, era) => {
    const { port } = await remote([...flags, '--tools', '23', '--page-size', '5']);
    const { mcp } = testMcp();
    const { link } = await connect(mcp, http(port));
    expect(link.era).toBe(era);
    expect(link.facts).toMatchObject({ pid: null, serverName: 'fixture', offers: ['tools'] });
    expect(await list(link)).toHaveLength(23);
    await link.close();
  });

  test('the older transport lists all pages', async () => {
    const { port } = await remote(['--sse', '--tools', '23', '--page-size', '5']);
    const { mcp } = testMcp();
    const { link } = await connect(mcp, { kind: 'sse', url: `http://127.0.0.1:${port}/sse`, headers: {} });
    expect(await list(link)).toHaveLength(23);
    await link.close();
  });

  test('the headers of the entry are sent with every request', async () => {
    const seen: (string | undefined)[] = [];
    const port = await scripted((request, response) => {
      seen.push(request.headers['x-key']?.toString());
      response.writeHead(401).end();
    });
    const { mcp } = testMcp();
    await refusal(mcp, http(port, { headers: { 'X-Key': 'abc' } }));
    expect(seen.length).toBeGreaterThan(0);
    expect(new Set(seen)).toEqual(new Set(['abc']));
  });

  test('F53 what a server says it wants is told with its refusal', async () => {
    const port = await scripted((_request, response) => {
      response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token", error_description="expired"' }).end();
    });
    const { mcp } = testMcp();
    expect(await refusal(mcp, http(port))).toMatchObject({
      code: 'unauthorized',
      evidence: ['WWW-Authenticate: Bearer error="invalid_token", error_description="expired"'],
    });
  });

  test('the older transport is tried only where the client does so', async () => {
    const { port } = await remote(['--sse']);
    const { mcp } = testMcp();
    expect(await refusal(mcp, http(port, { path: '/sse' }))).toMatchObject({ code: 'http-status' });
    const { link } = await connect(mcp, http(port, { path: '/sse', fallback: 'sse' }));
    expect(await list(link)).toHaveLength(3);
  });

  test('S0-48 a changed list is told', async () => {
    const signalFile = path.join(tempFolder(), 'signal');
    const { port } = await remote(['--signal-file', signalFile]);
    const { mcp } = testMcp();
    const { link, seen } = await connect(mcp, http(port));
    await waitFor(() => {
      writeFileSync(signalFile, String(Date.now()));
      return seen.changed.includes('tools');
    });
    expect((await list(link)).length).toBeGreaterThan(3);
  });

  test('F53 a server that was restarted is connected to anew: the lost session ends the link', async () => {
    const first = await remote();
    const { mcp } = testMcp();
    const { link, seen } = await connect(mcp, http(first.port));
    first.child.kill('SIGKILL');
    await waitFor(() => first.child.signalCode !== null);
    await remote([], first.port);
    expect(await link.list('tools', never())).toMatchObject({ code: 'expired' });
    expect(seen.ended).toMatchObject([{ code: 'expired' }]);
    expect(await list((await connect(mcp, http(first.port))).link)).toHaveLength(3);
  });

  test('F53 a server that is gone ends the link', async () => {
    const { child, port } = await remote(['--stateless']);
    const { mcp } = testMcp();
    const { link, seen } = await connect(mcp, http(port));
    child.kill('SIGKILL');
    await waitFor(() => child.signalCode !== null);
    expect(await link.list('tools', never())).toMatchObject({ code: 'unreachable' });
    expect(seen.ended).toHaveLength(1);
  });
});

describe('F53 a server over HTTP that does not connect', () => {
  test.each([
    [
      '401',
      ['--status', '401'],
      { code: 'unauthorized', message: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/mcp answered 401 Unauthorized\.$/) },
    ],
    ['403', ['--status', '403'], { code: 'unauthorized', message: expect.stringMatching(/answered 403 Forbidden\.$/) }],
    ['404', ['--status', '404'], { code: 'http-status', message: expect.stringMatching(/answered 404 Not Found\.$/) }],
    ['500', ['--status', '500'], { code: 'http-status', message: expect.stringMatching(/answered 500 Internal Server Error\.$/) }],
    ['503', ['--status', '503'], { code: 'http-status', message: expect.stringMatching(/answered 503 Service Unavailable\.$/) }],
  ])('F53 S0-50 answers %s: one line says so', async (_name, flags, expected) => {
    const { port } = await remote(flags);
    const { mcp } = testMcp();
    const problem = await refusal(mcp, http(port));
    expect(problem).toMatchObject(expected);
    expect(problem.message).not.toContain('\n');
  });

  test('F53 says when to come back: that is kept', async () => {
    const { port } = await remote(['--status', '429', '--retry-after', '7']);
    const { mcp } = testMcp();
    const { outcome } = await tryConnect(mcp, http(port));
    expect(outcome).toMatchObject({ kind: 'failed', problem: { code: 'http-status' }, retryAfterMs: 7_000 });
  });

  test('F53 401 over the older transport', async () => {
    const { port } = await remote(['--status', '401']);
    const { mcp } = testMcp();
    expect(await refusal(mcp, { kind: 'sse', url: `http://127.0.0.1:${port}/sse`, headers: {} })).toMatchObject({
      code: 'unauthorized',
      message: expect.stringMatching(/answered 401 Unauthorized\.$/),
    });
  });

  test('F53 nothing listens there', async () => {
    const port = await scripted(() => {});
    const { mcp } = testMcp();
    const closed = createServer();
    const free = await listening(closed);
    await new Promise((resolve) => closed.close(resolve));
    expect(free).not.toBe(port);
    for (const kind of ['http', 'sse'] as const) {
      expect(await refusal(mcp, { kind, url: `http://127.0.0.1:${free}/mcp?key=secret`, headers: {} })).toMatchObject({
        code: 'unreachable',
        message: `http://127.0.0.1:${free}/mcp cannot be reached: nothing listens there.`,
      });
    }
  });

  test('F53 its host name does not exist', async () => {
    const { mcp } = testMcp();
    expect(await refusal(mcp, { kind: 'http', url: 'http://no-such-host.invalid/mcp', headers: {} })).toMatchObject({
      code: 'unreachable',
    });
  });

  test('F53 cuts the connection', async () => {
    const port = await listening(createTcpServer((socket) => socket.destroy()));
    const { mcp } = testMcp();
    expect(await refusal(mcp, http(port))).toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('it cut the connection'),
    });
  });

  test('F53 speaks no TLS where TLS is asked for', async () => {
    const port = await scripted((_request, response) => void response.end('hello'));
    const { mcp } = testMcp();
    expect(await refusal(mcp, { kind: 'http', url: `https://127.0.0.1:${port}/mcp`, headers: {} })).toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('encryption'),
    });
  });

  test('F53 accepts and never answers: the deadline ends it', async () => {
    const port = await scripted(() => {});
    const { mcp } = testMcp();
    expect(await refusal(mcp, http(port), { deadlineMs: 500 })).toMatchObject({ code: 'deadline' });
  });

  test('F53 streams without end and without an answer: the deadline ends it', async () => {
    const port = await scripted((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const timer = setInterval(() => response.write(': still here\n\n'), 20);
      response.on('close', () => clearInterval(timer));
    });
    const { mcp } = testMcp();
    expect(await refusal(mcp, http(port), { deadlineMs: 500 })).toMatchObject({ code: 'deadline' });
    expect(await refusal(mcp, { kind: 'sse', url: `http://127.0.0.1:${port}/sse`, headers: {} }, { deadlineMs: 500 })).toMatchObject({
      code: 'deadline',
    });
  });

  test('F53 502 with a page: the page is not shown', async () => {
    const port = await scripted(
      (_request, response) => void response.writeHead(502, { 'content-type': 'text/html' }).end('<html>\n<body>bad</body></html>'),
    );
    const { mcp } = testMcp();
    const problem = await refusal(mcp, http(port));
    expect(problem).toMatchObject({ code: 'http-status', message: expect.stringMatching(/answered 502 Bad Gateway\.$/) });
  });

  test('F53 an ordinary web site', async () => {
    const port = await scripted((_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>'));
    const { mcp } = testMcp();
    const problem = await refusal(mcp, http(port, { path: '/?token=secret' }));
    expect(problem.code).toBe('unreachable');
    expect(problem.message).not.toContain('secret');
    expect(problem.message).not.toContain('\n');
  });

  test('F53 redirects elsewhere: the address and its credentials are not followed', async () => {
    let asked = 0;
    const target = await scripted((_request, response) => {
      asked += 1;
      response.writeHead(401).end();
    });
    const port = await scripted((_request, response) => void response.writeHead(307, { location: `http://localhost:${target}/mcp` }).end());
    const { mcp } = testMcp();
    expect(await refusal(mcp, http(port, { headers: { authorization: 'Bearer secret' } }))).toMatchObject({
      code: 'http-status',
      message: expect.stringContaining('307'),
    });
    expect(asked).toBe(0);
  });

  test.each([['not an address'], ['file:///etc/passwd']])('F53 the address is none: %s', async (url) => {
    const { mcp } = testMcp();
    expect(await refusal(mcp, { kind: 'http', url, headers: {} })).toMatchObject({ code: 'entry-invalid' });
  });
});

describe('words about HTTP', () => {
  test('T26 an address is shown without user, password and query', () => {
    expect(shownAddress('https://me:pw@example.org:8443/mcp?key=secret#part')).toBe('https://example.org:8443/mcp');
    expect(shownAddress('nonsense?key=secret')).toBe('nonsense');
  });

  test.each([
    ['7', 7_000],
    ['Sat, 21 Nov 2026 10:00:10 GMT', 10_000],
    ['Sat, 21 Nov 2026 09:00:00 GMT', 0],
    ['999999999', 86_400_000],
    ['soon', undefined],
    [null, undefined],
  ])('Retry-After %s is read as %s ms', (value, expected) => {
    expect(readRetryAfter(value, Date.parse('Sat, 21 Nov 2026 10:00:00 GMT'))).toBe(expected);
  });
});
