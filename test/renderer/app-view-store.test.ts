/** The page's view over a given feed. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { FeedMessage, ViewChange } from '../../electron/contract/feed.ts';
import { createAppViewStore, withChange } from '../../renderer/bridge/app-view-store.ts';
import { sampleServer, sampleView } from '../helpers/sample-view.ts';

const change = (number: number, parts: Partial<ViewChange> = {}): FeedMessage => ({
  kind: 'change',
  number,
  change: { servers: [], removed: [], rest: {}, ...parts },
});
const snapshot = (number: number, sentence: string): FeedMessage => ({ kind: 'snapshot', number, view: sampleView({ sentence }) });

function feed() {
  const listeners: ((message: FeedMessage) => void)[] = [];
  let live = 0;
  const store = createAppViewStore((listener) => {
    listeners.push(listener);
    live += 1;
    return () => {
      live -= 1;
    };
  });
  const sentence = () => {
    const state = store.state();
    return state.phase === 'ready' ? state.view.sentence : state.phase;
  };
  return { store, sentence, listeners, live: () => live, send: (message: FeedMessage) => listeners.at(-1)?.(message) };
}

afterEach(() => void vi.useRealTimers());

describe('app view store', () => {
  test('it waits for the snapshot, then follows the changes in order', () => {
    const { sentence, send } = feed();
    expect(sentence()).toBe('loading');
    send(change(3, { rest: { sentence: 'too early' } }));
    expect(sentence()).toBe('loading');
    send(snapshot(3, 'three'));
    send(change(4, { rest: { sentence: 'four' } }));
    expect(sentence()).toBe('four');
  });

  test('a missing number asks for a new snapshot, and nothing is taken until it comes', () => {
    const { sentence, send, listeners, live } = feed();
    send(snapshot(1, 'one'));
    send(change(3, { rest: { sentence: 'three' } }));
    expect(listeners).toHaveLength(2);
    expect(live()).toBe(1);
    expect(sentence()).toBe('one');
    send(change(4, { rest: { sentence: 'four' } }));
    expect(sentence()).toBe('one');
    send(snapshot(4, 'all of it'));
    send(change(5, { rest: { sentence: 'five' } }));
    expect(sentence()).toBe('five');
  });

  test('an old number and a late message of an earlier subscription change nothing', () => {
    const { sentence, send, listeners } = feed();
    send(snapshot(5, 'five'));
    send(change(5, { rest: { sentence: 'again' } }));
    send(change(2, { rest: { sentence: 'old' } }));
    expect(listeners).toHaveLength(1);
    send(change(9));
    listeners[0]?.(snapshot(1, 'late'));
    expect(sentence()).toBe('five');
  });

  test('an app that does not answer is said to be silent, and is asked again on wish', () => {
    vi.useFakeTimers();
    const { store, sentence, send } = feed();
    vi.advanceTimersByTime(10_000);
    expect(sentence()).toBe('silent');
    store.refresh();
    expect(sentence()).toBe('loading');
    send(snapshot(1, 'back'));
    expect(sentence()).toBe('back');
  });
});

describe('a change', () => {
  const view = sampleView({ servers: [sampleServer('a'), sampleServer('b'), sampleServer('c')] });
  const names = (next: ReturnType<typeof withChange>) => next.servers.map((server) => server.name);

  test('keeps servers it does not name as the same objects, so that their rows are not drawn anew', () => {
    const next = withChange(view, { servers: [sampleServer('b', { status: 'failed' })], removed: [], rest: {} });
    expect(next.servers[0]).toBe(view.servers[0]);
    expect(next.servers[1]?.status).toBe('failed');
    expect(next.servers[2]).toBe(view.servers[2]);
  });

  test('removes, adds and reorders', () => {
    const [a, , c] = view.servers;
    const d = sampleServer('d');
    const next = withChange(view, { servers: [d], removed: [sampleServer('b').id], order: [d.id, c?.id ?? d.id, a?.id ?? d.id], rest: {} });
    expect(names(next)).toEqual(['d', 'c', 'a']);
  });
});
