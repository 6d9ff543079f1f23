/** An engine whose view a test sets by hand and which writes down what it was asked. */
import type { AppView } from '../../electron/contract/app-view.ts';
import type { FeedMessage } from '../../electron/contract/feed.ts';
import type { OperationName } from '../../electron/contract/operations.ts';
import type { Answer, Caller, Engine } from '../../electron/engine/engine.ts';
import { sampleView } from './sample-view.ts';

export interface Call {
  readonly name: OperationName;
  readonly input: unknown;
  readonly caller: Caller;
}

export interface StubEngine extends Engine {
  readonly calls: readonly Call[];
  /** Answers of later calls, by operation; others get `{ done: true }`. */
  readonly answers: Map<OperationName, unknown>;
  /** Sends what differs as the next numbered change. */
  show(next: Partial<AppView>): void;
  readonly listeners: number;
}

export function createStubEngine(first: AppView = sampleView()): StubEngine {
  const calls: Call[] = [];
  const answers = new Map<OperationName, unknown>();
  const listeners = new Set<(message: FeedMessage) => void>();
  let view = first;
  let number = 0;
  return {
    calls,
    answers,
    get listeners() {
      return listeners.size;
    },
    start: async () => null,
    startOnce: async () => {},
    stop: async () => listeners.clear(),
    async call<Name extends OperationName>(name: Name, input: unknown, caller: Caller): Promise<Answer<Name>> {
      calls.push({ name, input, caller });
      return (answers.get(name) ?? { ok: true, result: { done: true } }) as Answer<Name>;
    },
    view: () => view,
    subscribe(listener) {
      listeners.add(listener);
      listener({ kind: 'snapshot', number, view });
      return () => void listeners.delete(listener);
    },
    show(next) {
      view = { ...view, ...next };
      number += 1;
      const { servers, ...rest } = next;
      const change = { servers: servers ?? [], removed: [], ...(servers ? { order: servers.map((server) => server.id) } : {}), rest };
      for (const listener of [...listeners]) listener({ kind: 'change', number, change });
    },
  };
}
