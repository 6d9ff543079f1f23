/** Who gets in over loopback, and where the keys are. */
import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type StartedApi, startApi } from '../../../electron/surfaces/api/start-api.ts';
import { readApiFile } from '../../../electron/surfaces/http/api-file.ts';
import { findRunningEngine } from '../../../electron/surfaces/http/running-engine.ts';
import { callerCheck, rotateTokens } from '../../../electron/surfaces/http/tokens.ts';
import { createStubEngine } from '../../helpers/stub-engine.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { rawRequest } from './raw-request.ts';

async function started(port = 0): Promise<{ api: StartedApi; home: string; key: string; owner: string }> {
  const home = tempFolder();
  const api = await startApi({ engine: createStubEngine(), home, port, version: '1.2.3' });
  onTestFinished(() => api.close());
  const read = (name: string) => readFileSync(path.join(home, name), 'utf8').trim();
  return { api, home, key: read('token'), owner: read('owner-token') };
}

describe('matrix', () => {
  test('T07 T09 no combination of foreign Host, foreign Origin, missing key, method and type gets in, and no CORS header is ever sent', {
    timeout: 60_000,
  }, async () => {
    const { api, key, owner } = await started();
    const { port } = api;
    const own = (host: string) => `${host}:${port}`;
    const hosts: readonly (readonly [string | null, boolean])[] = [
      [own('127.0.0.1'), true],
      [own('localhost'), true],
      [own('[::1]'), true],
      ['127.0.0.1', false],
      [own('0.0.0.0'), false],
      [own('evil.example'), false],
      [`localhost.evil.example:${port}`, false],
      [`127.0.0.1:${port + 1}`, false],
      [`evil.example@127.0.0.1:${port}`, false],
    ];
    const origins: readonly (readonly [string | null, boolean])[] = [
      [null, true],
      [`http://${own('127.0.0.1')}`, true],
      ['null', false],
      ['http://evil.example', false],
      [`https://${own('127.0.0.1')}`, false],
      [`http://${own('127.0.0.1')}.evil.example`, false],
      [`http://127.0.0.1:${port + 1}`, false],
    ];
    const keys: readonly (readonly [string | null, boolean])[] = [
      [null, false],
      [`X-API-Key: ${key.slice(0, -1)}`, false],
      [`Authorization: Basic ${key}`, false],
      [`X-API-Key: ${key}`, true],
      [`Authorization: Bearer ${owner}`, true],
    ];
    const calls: readonly (readonly [string, string | null, boolean])[] = [
      ['GET /api/v1/mcp/status', null, true],
      ['POST /api/v1/mcp/operations/status.get', 'application/json', true],
      ['POST /api/v1/mcp/operations/status.get', 'text/plain', false],
      ['OPTIONS /api/v1/mcp/status', null, false],
      ['DELETE /api/v1/mcp/status', null, false],
    ];
    const wrong: string[] = [];
    let passed = 0;
    let refused = 0;
    for (const [host, hostOk] of hosts) {
      for (const [origin, originOk] of origins) {
        for (const [credential, keyOk] of keys) {
          await Promise.all(
            calls.map(async ([call, type, callOk]) => {
              const head = [`${call} HTTP/1.1`, `Host: ${host}`];
              if (origin !== null) head.push(`Origin: ${origin}`);
              if (credential !== null) head.push(credential);
              if (type !== null) head.push(`Content-Type: ${type}`);
              const answer = await rawRequest(port, head, type === null ? '' : '{}');
              const isIn = answer.status >= 200 && answer.status < 300;
              if (isIn) passed += 1;
              else refused += 1;
              const expected = hostOk && originOk && keyOk && callOk;
              const status = !hostOk || !originOk ? 403 : !keyOk ? 401 : null;
              if (isIn !== expected || (status !== null && answer.status !== status) || /access-control/i.test(answer.head)) {
                wrong.push(`${head.join(' | ')} -> ${answer.status}`);
              }
            }),
          );
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(passed).toBe(3 * 2 * 2 * 2);
    expect(passed + refused).toBeGreaterThanOrEqual(500);
  });

  test.each([
    ['two Host headers', (port: number) => [`Host: 127.0.0.1:${port}`, 'Host: evil.example']],
    ['no Host header', () => []],
    [
      'two Origin headers',
      (port: number) => [`Host: 127.0.0.1:${port}`, `Origin: http://127.0.0.1:${port}`, 'Origin: http://evil.example'],
    ],
    ['two keys', (port: number) => [`Host: 127.0.0.1:${port}`, 'X-API-Key: a']],
  ])('T07 %s are refused', async (_name, headers) => {
    const { api, key } = await started();
    const answer = await rawRequest(api.port, ['GET /api/v1/mcp/status HTTP/1.1', ...headers(api.port), `X-API-Key: ${key}`]);
    expect(answer.status).toBeGreaterThanOrEqual(400);
  });

  test('T07 an absolute request line, an upgrade and Expect are refused', async () => {
    const { api, key } = await started();
    const common = [`Host: 127.0.0.1:${api.port}`, `X-API-Key: ${key}`];
    const absolute = await rawRequest(api.port, ['GET http://evil.example/healthz HTTP/1.1', ...common]);
    const upgrade = await rawRequest(api.port, ['GET /healthz HTTP/1.1', ...common, 'Connection: Upgrade', 'Upgrade: websocket']);
    const expecting = await rawRequest(
      api.port,
      ['POST /api/v1/mcp/operations/status.get HTTP/1.1', ...common, 'Content-Type: application/json', 'Expect: 100-continue'],
      '{}',
    );
    expect([absolute.status, upgrade.status, expecting.status]).toEqual([400, 403, 417]);
  });
});

describe('bodies', () => {
  const post = async (body: string, extra: readonly string[] = []) => {
    const { api, key } = await started();
    const head = [
      'POST /api/v1/mcp/operations/status.get HTTP/1.1',
      `Host: 127.0.0.1:${api.port}`,
      `X-API-Key: ${key}`,
      'Content-Type: application/json',
    ];
    return rawRequest(api.port, [...head, ...extra], body);
  };

  test('a body that is no JSON is 400 with the error shape', async () => {
    const answer = await post('{');
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body)).toEqual({ error: { code: 'wrong-input', message: expect.any(String) } });
  });

  test('a body over 4 MB is 413, announced or not', async () => {
    const announced = await post('', ['Content-Length: 4194305']);
    const half = 'x'.repeat(2_100_000);
    const chunk = `${half.length.toString(16)}\r\n${half}\r\n`;
    const { api, key } = await started();
    const head = ['POST /api/v1/mcp/operations/status.get HTTP/1.1', `Host: 127.0.0.1:${api.port}`, `X-API-Key: ${key}`];
    const chunked = await rawRequest(api.port, [
      ...head,
      'Content-Type: application/json',
      'Transfer-Encoding: chunked',
      `X-Rest: a\r\nConnection: close\r\n\r\n${chunk}${chunk}0\r\n`,
    ]);
    expect([announced.status, chunked.status]).toEqual([413, 413]);
  });
});

describe('place', () => {
  test('T10 listens on 127.0.0.1 and nowhere else, as the kernel sees it', async () => {
    const { api } = await started();
    const listening = ['/proc/self/net/tcp', '/proc/self/net/tcp6'].flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .slice(1)
        .map((line) => line.trim().split(/\s+/))
        .filter((fields) => fields[3] === '0A')
        .map((fields) => fields[1] ?? ''),
    );
    const ours = listening.filter((address) => Number.parseInt(address.split(':')[1] ?? '', 16) === api.port);
    expect(ours.map((address) => address.split(':')[0])).toEqual(['0100007F']);
  });

  test('F61 takes the next port when the wanted one is taken, and api.json says which', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void taken.close());
    const address = taken.address();
    const wanted = typeof address === 'object' && address !== null ? address.port : 0;
    const { api, home } = await started(wanted);
    expect(api.port).not.toBe(wanted);
    expect(api.problem).toBeNull();
    expect(readApiFile(home)).toEqual({ port: api.port, pid: process.pid, startedAt: expect.stringMatching(/^\d{4}-.*Z$/) });
  });

  test('F61 a stale api.json of a dead twin is not taken for an engine, and is replaced', async () => {
    const home = tempFolder();
    writeFileSync(path.join(home, 'api.json'), JSON.stringify({ port: 9, pid: 2 ** 22 - 3, startedAt: new Date().toISOString() }));
    rotateTokens(home);
    expect(await findRunningEngine(home)).toBeNull();
    // Living process, but nobody listens there.
    writeFileSync(path.join(home, 'api.json'), JSON.stringify({ port: 9, pid: process.pid, startedAt: new Date().toISOString() }));
    expect(await findRunningEngine(home)).toBeNull();
    const api = await startApi({ engine: createStubEngine(), home, port: 0, version: '1' });
    onTestFinished(() => api.close());
    expect((await findRunningEngine(home))?.port).toBe(api.port);
  });

  test('a home that cannot be written is a problem, not a crash', async () => {
    const home = path.join(tempFolder(), 'file');
    writeFileSync(home, '');
    const api = await startApi({ engine: createStubEngine(), home, port: 0, version: '1' });
    expect(api).toMatchObject({ port: 0, problem: { code: 'unreachable' } });
  });
});

describe('keys', () => {
  test('T11 keys hold 256 bits, are readable by this person alone, and are new at every start', async () => {
    const first = await started();
    for (const name of ['token', 'owner-token', 'api.json']) expect(statSync(path.join(first.home, name)).mode & 0o777).toBe(0o600);
    for (const token of [first.key, first.owner]) expect(Buffer.from(token, 'base64url').length).toBe(32);
    expect(first.key).not.toBe(first.owner);
    const again = rotateTokens(first.home);
    expect([again.key, again.owner]).not.toContain(first.key);
    expect(readdirSync(first.home).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('T11 a link that waits where a key belongs is replaced, not followed', () => {
    const home = tempFolder();
    const target = path.join(tempFolder(), 'elsewhere');
    writeFileSync(target, 'untouched');
    symlinkSync(target, path.join(home, 'token'));
    rotateTokens(home);
    expect(readFileSync(target, 'utf8')).toBe('untouched');
    expect(statSync(path.join(home, 'token')).mode & 0o777).toBe(0o600);
  });

  test('T11 only the whole key counts', () => {
    const check = callerCheck({ key: 'k'.repeat(43), owner: 'o'.repeat(43) });
    const given = ['k'.repeat(43), 'o'.repeat(43), '', 'k', 'k'.repeat(44), 'K'.repeat(43), 'x'.repeat(43)];
    expect(given.map(check)).toEqual(['key', 'owner', null, null, null, null, null]);
  });

  test('T11 neither key stands in the environment or the arguments of this process', async () => {
    const { key, owner } = await started();
    const seen = [
      readFileSync('/proc/self/environ', 'latin1'),
      readFileSync('/proc/self/cmdline', 'latin1'),
      JSON.stringify(process.env),
    ].join('\n');
    expect(seen).not.toContain(key);
    expect(seen).not.toContain(owner);
    expect(seen).toContain(process.env.PATH);
  });

  test('closing removes what told others about the engine', async () => {
    const { api, home } = await started();
    expect(readdirSync(home).sort()).toEqual(['api.json', 'owner-token', 'token']);
    await api.close();
    expect(readdirSync(home)).toEqual([]);
    expect(await findRunningEngine(home)).toBeNull();
  });

  test('closing leaves the files of a later engine alone', async () => {
    const { api, home } = await started();
    const later = await startApi({ engine: createStubEngine(), home, port: 0, version: '1' });
    onTestFinished(() => later.close());
    await api.close();
    expect((await findRunningEngine(home))?.port).toBe(later.port);
  });
});
