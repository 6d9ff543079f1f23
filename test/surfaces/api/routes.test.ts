/** Routes, access and error shapes over the operations of the contract. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type OperationName, operations } from '../../../electron/contract/operations.ts';
import { ProblemCode } from '../../../electron/contract/problem.ts';
import { problemReply } from '../../../electron/surfaces/api/problem-status.ts';
import { startApi } from '../../../electron/surfaces/api/start-api.ts';
import { findRunningEngine } from '../../../electron/surfaces/http/running-engine.ts';
import { createStubEngine, type StubEngine } from '../../helpers/stub-engine.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

interface Api {
  readonly engine: StubEngine;
  readonly home: string;
  readonly call: (method: string, route: string, key: string | null, body?: unknown) => Promise<{ status: number; body: unknown }>;
  readonly key: string;
  readonly owner: string;
}

async function started(): Promise<Api> {
  const engine = createStubEngine();
  const home = tempFolder();
  const api = await startApi({ engine, home, port: 0, version: '1.2.3' });
  onTestFinished(() => api.close());
  const read = (name: string) => readFileSync(path.join(home, name), 'utf8').trim();
  const call: Api['call'] = async (method, route, key, body) => {
    const headers = { ...(key === null ? {} : { 'x-api-key': key }), ...(method === 'POST' ? { 'content-type': 'application/json' } : {}) };
    const response = await fetch(`http://127.0.0.1:${api.port}${route}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };
  return { engine, home, call, key: read('token'), owner: read('owner-token') };
}

const names = Object.keys(operations) as OperationName[];

describe('access', () => {
  test('T13 a key may read, operate and edit; what is the owner’s needs the owner’s key, for every operation', async () => {
    const { call, key, owner, engine } = await started();
    for (const name of names) {
      const route = `/api/v1/mcp/operations/${name}`;
      const expected = operations[name].access === 'owner' ? 403 : 200;
      expect([name, (await call('POST', route, key, {})).status]).toEqual([name, expected]);
      expect([name, (await call('POST', route, owner, {})).status]).toEqual([name, 200]);
      expect([name, (await call('POST', route, null, {})).status]).toEqual([name, 401]);
    }
    const byKey = engine.calls.filter((one) => one.caller === 'key').map((one) => one.name);
    expect(byKey.length).toBeGreaterThan(5);
    expect(byKey.filter((name) => operations[name].access === 'owner')).toEqual([]);
    expect(engine.calls.filter((one) => one.caller === 'owner').map((one) => one.name)).toEqual(names);
  });
});

describe('routes', () => {
  test.each([
    ['status', 'status.get', {}],
    ['tools', 'listings.get', { capability: 'tools' }],
    ['prompts', 'listings.get', { capability: 'prompts' }],
    ['resources', 'listings.get', { capability: 'resources' }],
    ['approvals', 'approvals.list', {}],
  ] as const)('GET %s is the operation %s', async (route, name, input) => {
    const { call, key, engine } = await started();
    engine.answers.set(name, { ok: true, result: [{ name: 'ä' }] });
    expect(await call('GET', `/api/v1/mcp/${route}`, key)).toEqual({ status: 200, body: [{ name: 'ä' }] });
    expect(engine.calls).toEqual([{ name, input, caller: 'key' }]);
  });

  test('GET history hands on limit, before and server of its query, and nothing else', async () => {
    const { call, key, engine } = await started();
    await call('GET', '/api/v1/mcp/history?limit=5&before=12&server=a%20b&other=1', key);
    await call('GET', '/api/v1/mcp/history', key);
    await call('GET', '/api/v1/mcp/history?limit=many', key);
    expect(engine.calls.map(({ name, input }) => [name, input])).toEqual([
      ['history.get', { limit: 5, before: 12, server: 'a b' }],
      ['history.get', {}],
      ['history.get', { limit: 'many' }],
    ]);
  });

  test('healthz says that it lives and nothing else, without a key', async () => {
    const { call, engine } = await started();
    expect(await call('GET', '/healthz', null)).toEqual({ status: 200, body: { ok: true } });
    expect(engine.calls).toEqual([]);
  });

  test.each([
    ['GET', '/', 404],
    ['GET', '/api/v1/mcp/', 404],
    ['GET', '/api/v1/mcp/constructor', 404],
    ['POST', '/api/v1/mcp/operations/toString', 404],
    ['POST', '/api/v1/mcp/operations/', 404],
    ['GET', '/api/v1/mcp/operations/status.get', 405],
    ['POST', '/api/v1/mcp/status', 405],
    ['POST', '/healthz', 405],
  ])('%s %s is %i in the error shape', async (method, route, status) => {
    const { call, key, engine } = await started();
    const answer = await call(method, route, key, method === 'POST' ? {} : undefined);
    expect(answer).toEqual({ status, body: { error: { code: expect.any(String), message: expect.any(String) } } });
    expect(engine.calls).toEqual([]);
  });

  test('a problem keeps its code, words, hint and path', async () => {
    const { call, key, engine } = await started();
    const problem = { code: 'source-changed', message: 'changed', hint: 'again', where: { path: '/a', line: 3 } };
    engine.answers.set('servers.remove', { ok: false, problem });
    const answer = await call('POST', '/api/v1/mcp/operations/servers.remove', key, { name: 'x' });
    expect(answer).toEqual({ status: 409, body: { error: { code: 'source-changed', message: 'changed', hint: 'again', path: '/a' } } });
  });

  test('every problem is an HTTP error', () => {
    for (const code of ProblemCode.options) expect(problemReply({ code, message: 'x' }).status).toBeGreaterThanOrEqual(400);
  });
});

describe('from the command line', () => {
  test('another process finds the engine, is its owner, and sees results and problems', async () => {
    const { home, engine } = await started();
    const running = await findRunningEngine(home);
    expect(running?.pid).toBe(process.pid);
    engine.answers.set('approvals.approve', { ok: true, result: { approved: ['a'] } });
    engine.answers.set('servers.remove', { ok: false, problem: { code: 'not-found', message: 'no', hint: 'look', where: { path: '/f' } } });
    expect(await running?.call('approvals.approve', { all: true })).toEqual({ ok: true, result: { approved: ['a'] } });
    expect(await running?.call('servers.remove', { name: 'x' })).toEqual({
      ok: false,
      problem: { code: 'not-found', message: 'no', hint: 'look', where: { path: '/f' } },
    });
    expect(engine.calls.map((one) => one.caller)).toEqual(['owner', 'owner']);
  });
});
