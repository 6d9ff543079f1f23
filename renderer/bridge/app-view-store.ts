/** The newest view in the page: a snapshot, then changes in order; a missing number means a new snapshot. */
import type { AppView, ServerView } from '../../electron/contract/app-view.ts';
import type { FeedMessage, ViewChange } from '../../electron/contract/feed.ts';

/** The app answers within milliseconds; after this a person is told that it does not. */
const silenceMs = 5_000;

export type StoreState =
  | { readonly phase: 'loading' }
  /** Asked, and nothing came. */
  | { readonly phase: 'silent' }
  | { readonly phase: 'ready'; readonly view: AppView };

export interface AppViewStore {
  state(): StoreState;
  /** Calls back after every change; gives a function that ends it. */
  onChange(listener: () => void): () => void;
  /** Asks for a new snapshot. */
  refresh(): void;
  close(): void;
}

type Subscribe = (listener: (message: FeedMessage) => void) => () => void;

/** A store over a feed; it subscribes at once. */
export function createAppViewStore(subscribe: Subscribe): AppViewStore {
  let state: StoreState = { phase: 'loading' };
  let number: number | null = null;
  let end: (() => void) | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  /** Tells the messages of this subscription from late ones of an earlier. */
  let round = 0;
  const listeners = new Set<() => void>();

  function set(next: StoreState): void {
    state = next;
    for (const listener of listeners) listener();
  }

  function take(message: FeedMessage): void {
    if (message.kind === 'snapshot') {
      stopWaiting();
      number = message.number;
      set({ phase: 'ready', view: message.view });
      return;
    }
    // Between asking and the snapshot nothing fits; the snapshot holds it all.
    if (number === null || state.phase !== 'ready' || message.number <= number) return;
    if (message.number !== number + 1) {
      refresh();
      return;
    }
    number = message.number;
    set({ phase: 'ready', view: withChange(state.view, message.change) });
  }

  function stopWaiting(): void {
    if (timer) clearTimeout(timer);
    timer = null;
  }

  function refresh(): void {
    end?.();
    stopWaiting();
    number = null;
    round += 1;
    const mine = round;
    timer = setTimeout(() => state.phase === 'loading' && set({ phase: 'silent' }), silenceMs);
    if (state.phase === 'silent') set({ phase: 'loading' });
    end = subscribe((message) => {
      if (mine === round) take(message);
    });
  }

  refresh();
  return {
    state: () => state,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    refresh,
    close() {
      round += 1;
      stopWaiting();
      end?.();
      listeners.clear();
    },
  };
}

/** The view after a change; servers that did not change stay the same objects, and so does their list when none did. */
export function withChange(view: AppView, change: ViewChange): AppView {
  const rest = change.rest as Partial<AppView>;
  if (change.servers.length === 0 && change.removed.length === 0 && change.order === undefined) return { ...view, ...rest };
  const servers = new Map<string, ServerView>(view.servers.map((server) => [server.id, server]));
  for (const id of change.removed) servers.delete(id);
  for (const server of change.servers) servers.set(server.id, server);
  const order = change.order ?? [...servers.keys()];
  return { ...view, ...rest, servers: order.flatMap((id) => servers.get(id) ?? []) };
}
