/** The view as a numbered feed: a snapshot for whoever comes, then what changed. */
import type { AppView, ServerView } from '../contract/app-view.ts';
import type { FeedMessage, ViewChange } from '../contract/feed.ts';
import { stableJson } from '../core/lib/stable-json.ts';
import type { Clock } from '../core/ports.ts';

export interface Feed {
  /** Something may have changed; the view is rebuilt once for a burst of these. */
  touch(): void;
  /** The newest view, rebuilt if needed. */
  view(): AppView;
  subscribe(listener: (message: FeedMessage) => void): () => void;
  stop(): void;
}

/** Short enough to look immediate (tray within 100 ms), long enough to join a burst. */
const joinMs = 25;

/** Makes the feed over a function that builds the view. */
export function createFeed(clock: Clock, build: () => AppView): Feed {
  let number = 0;
  let current = build();
  let dirty = false;
  let cancel: (() => void) | null = null;
  const listeners = new Set<(message: FeedMessage) => void>();

  function refresh(): void {
    cancel?.();
    cancel = null;
    if (!dirty) return;
    dirty = false;
    const next = build();
    const change = viewChange(current, next);
    if (!change) return;
    current = next;
    number += 1;
    for (const listener of listeners) listener({ kind: 'change', number, change });
  }

  return {
    touch() {
      dirty = true;
      if (listeners.size > 0) cancel ??= clock.after(joinMs, refresh);
    },
    view() {
      refresh();
      return current;
    },
    subscribe(listener) {
      refresh();
      listeners.add(listener);
      listener({ kind: 'snapshot', number, view: current });
      return () => void listeners.delete(listener);
    },
    stop() {
      cancel?.();
      listeners.clear();
    },
  };
}

/** What differs between two views; null when nothing does. */
export function viewChange(before: AppView, after: AppView): ViewChange | null {
  const old = new Map(before.servers.map((server) => [server.id, server]));
  const servers = after.servers.filter((server) => !sameValue(old.get(server.id), server));
  const ids = new Set(after.servers.map((server) => server.id));
  const removed = before.servers.filter((server) => !ids.has(server.id)).map((server) => server.id);
  const order = after.servers.map((server) => server.id);
  const reordered = order.length !== before.servers.length || order.some((id, index) => before.servers[index]?.id !== id);
  const rest: Record<string, unknown> = {};
  for (const key of Object.keys(after) as (keyof AppView)[]) {
    if (key !== 'servers' && !sameValue(before[key], after[key])) rest[key] = after[key];
  }
  if (servers.length === 0 && removed.length === 0 && !reordered && Object.keys(rest).length === 0) return null;
  return { servers, removed, ...(reordered ? { order } : {}), rest: rest as ViewChange['rest'] };
}

const sameValue = (a: ServerView | unknown, b: unknown): boolean => a === b || (a !== undefined && stableJson(a) === stableJson(b));
