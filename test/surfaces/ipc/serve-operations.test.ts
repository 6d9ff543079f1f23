/** The window's requests over a stub engine. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { operations } from '../../../electron/contract/operations.ts';
import { invokeChannel, serveOperations } from '../../../electron/surfaces/ipc/serve-operations.ts';
import { createFakeIpc } from '../../helpers/fake-ipc.ts';
import { createStubEngine } from '../../helpers/stub-engine.ts';

const origins = ['tooltray://app'];

function served() {
  const ipc = createFakeIpc();
  const engine = createStubEngine();
  const end = serveOperations(ipc.main, engine, origins);
  return { ipc, engine, end };
}

describe('operations over IPC', () => {
  test('a request of our page reaches the engine as the owner’s, with its answer handed back', async () => {
    const { ipc, engine } = served();
    engine.answers.set('servers.sync', { ok: true, result: { synced: true } });
    expect(await ipc.invoke(invokeChannel, ['servers.sync', { names: ['github'] }])).toEqual({ ok: true, result: { synced: true } });
    expect(engine.calls).toEqual([{ name: 'servers.sync', input: { names: ['github'] }, caller: 'owner' }]);
  });

  test('T34 a request from any other frame is refused and reaches nothing', async () => {
    const { ipc, engine } = served();
    for (const frame of [null, { url: 'https://evil.example/', parent: null }, { url: 'tooltray://app/', parent: {} }]) {
      expect(await ipc.invoke(invokeChannel, ['approvals.approve', { all: true }], frame)).toMatchObject({
        ok: false,
        problem: { code: 'forbidden' },
      });
    }
    expect(engine.calls).toEqual([]);
  });

  test('T34 names that are no operation reach nothing, not even those every object has', async () => {
    const { ipc, engine } = served();
    for (const name of ['', 'toString', '__proto__', 'constructor', 'servers', 'SERVERS.SYNC', null, undefined, 7, {}, ['servers.sync']]) {
      expect(await ipc.invoke(invokeChannel, [name, {}])).toMatchObject({ ok: false, problem: { code: 'not-found' } });
    }
    expect(engine.calls).toEqual([]);
  });

  test('T34 10,000 random messages have no effect and no crash', async () => {
    const { ipc, engine } = served();
    const names = new Set<unknown>(Object.keys(operations));
    await fc.assert(
      fc.asyncProperty(fc.anything(), fc.anything(), async (name, input) => {
        fc.pre(!names.has(name));
        expect(await ipc.invoke(invokeChannel, [name, input])).toMatchObject({ ok: false });
      }),
      { numRuns: 10_000 },
    );
    expect(engine.calls).toEqual([]);
  });

  test('an engine that throws becomes a problem, not a rejected promise', async () => {
    const ipc = createFakeIpc();
    serveOperations(ipc.main, { call: () => Promise.reject(new Error('bug')) }, origins);
    expect(await ipc.invoke(invokeChannel, ['view.get', {}])).toMatchObject({ ok: false, problem: { code: 'internal' } });
  });

  test('nothing is served after it was ended', () => {
    const { ipc, end } = served();
    end();
    expect(ipc.handled()).toEqual([]);
  });
});
