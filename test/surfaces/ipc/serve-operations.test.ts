/** The window's requests over a stub engine. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type OperationName, operations } from '../../../electron/contract/operations.ts';
import { callOperation } from '../../../electron/engine/requests/call-operation.ts';
import type { Handlers } from '../../../electron/engine/requests/handlers.ts';
import { invokeChannel, serveOperations } from '../../../electron/surfaces/ipc/serve-operations.ts';
import { createFakeIpc, type FakeFrame, ourFrame } from '../../helpers/fake-ipc.ts';
import { createStubEngine } from '../../helpers/stub-engine.ts';

const origins = ['tooltray://app'];
const names = Object.keys(operations) as OperationName[];

const anyInput = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withNullPrototype: true,
});
/** Members that operations ask for, with values that mostly are not what they ask. */
const nearInput = fc.dictionary(
  fc.constantFrom(
    'names',
    'server',
    'servers',
    'name',
    'enabled',
    'capability',
    'path',
    'sources',
    'paused',
    'port',
    'text',
    'only',
    '__proto__',
  ),
  fc.oneof(anyInput, fc.constantFrom('', '../../x', '\0', -1, Number.NaN, [], {}, [null], [{}])),
  { minKeys: 1 },
);
const strangerFrames: readonly (FakeFrame | null)[] = [
  null,
  { url: 'https://evil.example/', parent: null },
  { url: 'tooltray://app/', parent: {} },
  { url: 'tooltray://app.evil.example/', parent: null },
  { url: 'data:text/html,x', parent: null },
  { url: 'nonsense', parent: null },
];

/** A message that must be refused: from a stranger, of no operation, or with input that does not fit. */
const malformed: fc.Arbitrary<{ readonly args: readonly unknown[]; readonly frame: FakeFrame | null }> = fc.oneof(
  fc.record({ args: fc.tuple(fc.constantFrom(...names), fc.oneof(anyInput, nearInput)), frame: fc.constantFrom(...strangerFrames) }),
  fc.record({
    args: fc.tuple(anyInput, anyInput).filter(([name]) => !names.includes(name as OperationName)),
    frame: fc.constant(ourFrame),
  }),
  fc.record({
    args: fc
      .tuple(fc.constantFrom(...names), fc.oneof(anyInput, nearInput))
      .filter(([name, input]) => !operations[name].input.safeParse(input ?? {}).success),
    frame: fc.constant(ourFrame),
  }),
);

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

  test('T34 S15 10,000 malformed messages have no effect and throw nothing', async () => {
    const ipc = createFakeIpc();
    const effects: string[] = [];
    // The checks of the real engine over handlers that only note that they were reached.
    const handlers = Object.fromEntries(names.map((name) => [name, async () => void effects.push(name)])) as unknown as Handlers;
    const logger = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };
    serveOperations(ipc.main, { call: (name, input, caller) => callOperation(handlers, logger, name, input, caller) }, origins);
    let asked = 0;
    await fc.assert(
      fc.asyncProperty(malformed, async ({ args, frame }) => {
        asked += 1;
        expect(await ipc.invoke(invokeChannel, args, frame)).toMatchObject({ ok: false, problem: { code: expect.any(String) } });
      }),
      { numRuns: 10_000, seed: 34 },
    );
    expect(asked).toBe(10_000);
    expect(effects).toEqual([]);
    // The same handlers are reached by a message that is in order.
    expect(await ipc.invoke(invokeChannel, ['watching.set', { paused: true }])).toMatchObject({ ok: true });
    expect(effects).toEqual(['watching.set']);
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
