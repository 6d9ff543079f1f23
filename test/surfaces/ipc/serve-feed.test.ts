/** The feed of each window over a stub engine. */
import { describe, expect, test } from 'vitest';
import { serveFeed, subscribeChannel, unsubscribeChannel } from '../../../electron/surfaces/ipc/serve-feed.ts';
import { createFakeIpc, FakePage } from '../../helpers/fake-ipc.ts';
import { sampleServer } from '../../helpers/sample-view.ts';
import { createStubEngine } from '../../helpers/stub-engine.ts';

function served() {
  const ipc = createFakeIpc();
  const engine = createStubEngine();
  const end = serveFeed(ipc.main, engine, ['tooltray://app']);
  return { ipc, engine, end };
}

describe('feed over IPC', () => {
  test('a window gets a numbered snapshot, then numbered changes', () => {
    const { ipc, engine } = served();
    const page = new FakePage(1);
    ipc.send(subscribeChannel, page);
    engine.show({ servers: [sampleServer('github', { status: 'failed' })] });
    expect(page.received).toMatchObject([
      { kind: 'snapshot', number: 0 },
      { kind: 'change', number: 1 },
    ]);
  });

  test('a window that asks again gets a new snapshot and every change once', () => {
    const { ipc, engine } = served();
    const page = new FakePage(1);
    ipc.send(subscribeChannel, page);
    ipc.send(subscribeChannel, page);
    engine.show({ sentence: 'changed' });
    expect(page.received).toMatchObject([{ kind: 'snapshot' }, { kind: 'snapshot' }, { kind: 'change' }]);
    expect(engine.listeners).toBe(1);
  });

  test('two windows are served apart', () => {
    const { ipc, engine } = served();
    const [one, two] = [new FakePage(1), new FakePage(2)];
    ipc.send(subscribeChannel, one);
    ipc.send(subscribeChannel, two);
    ipc.send(unsubscribeChannel, one);
    engine.show({ sentence: 'changed' });
    expect([one.received.length, two.received.length]).toEqual([1, 2]);
  });

  test.each(['destroyed', 'render-process-gone'])('a window that is gone (%s) leaves no listener', (event) => {
    const { ipc, engine } = served();
    const page = new FakePage(1);
    ipc.send(subscribeChannel, page);
    page.emit(event);
    expect(engine.listeners).toBe(0);
    expect(page.eventNames()).toEqual([]);
  });

  test('T34 a foreign frame hears nothing', () => {
    const { ipc, engine } = served();
    const page = new FakePage(1);
    ipc.send(subscribeChannel, page, { url: 'https://evil.example/', parent: null });
    expect(page.received).toEqual([]);
    expect(engine.listeners).toBe(0);
  });

  test('ending it ends it for all windows', () => {
    const { ipc, engine, end } = served();
    ipc.send(subscribeChannel, new FakePage(1));
    ipc.send(subscribeChannel, new FakePage(2));
    end();
    expect(engine.listeners).toBe(0);
  });
});
