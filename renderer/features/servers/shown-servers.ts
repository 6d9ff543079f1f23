/** Which servers a table shows, and in which order. */
import type { ServerView } from '../../../electron/contract/app-view.ts';

export type Filter = 'all' | 'attention' | 'disabled';
export type Column = 'name' | 'source' | 'status' | 'tools' | 'prompts' | 'resources' | 'tokens' | 'synced';

export interface Order {
  readonly column: Column;
  readonly down: boolean;
}

/** Needs a look: failing, waiting, or showing old lists for a reason. */
export const needsAttention = (server: ServerView): boolean =>
  server.enabled &&
  (server.status === 'failed' ||
    // A rejected launch was answered.
    (server.status === 'approval' && server.problem?.code !== 'rejected') ||
    (server.status === 'stale' && server.problem !== null));

const urgency: Readonly<Record<ServerView['status'], number>> = {
  failed: 0,
  approval: 1,
  stale: 2,
  syncing: 3,
  synced: 4,
  idle: 5,
  disabled: 6,
};

const values: Readonly<Record<Column, (server: ServerView) => string | number>> = {
  name: (server) => server.name.toLowerCase(),
  source: (server) => server.clientLabel.toLowerCase(),
  status: (server) => urgency[server.status],
  tools: (server) => server.tools ?? -1,
  prompts: (server) => server.prompts ?? -1,
  resources: (server) => server.resources ?? -1,
  tokens: (server) => server.tokens ?? -1,
  synced: (server) => server.lastSyncAt ?? 0,
};

const passes: Readonly<Record<Filter, (server: ServerView) => boolean>> = {
  all: () => true,
  attention: needsAttention,
  disabled: (server) => !server.enabled,
};

export interface Choice {
  readonly filter: Filter;
  readonly search: string;
  readonly order: Order | null;
  /** Shown names of servers that a tool of theirs brings in. */
  readonly byTool: ReadonlySet<string>;
}

/** Servers keep their objects while they do not change, so their text is made once. */
const texts = new WeakMap<ServerView, string>();

function textOf(server: ServerView): string {
  const known = texts.get(server);
  if (known !== undefined) return known;
  const text = `${server.name} ${server.clientLabel} ${server.launch} ${server.status} ${server.source}`.toLowerCase();
  texts.set(server, text);
  return text;
}

/** Servers that pass the filter and hold every word of the search, ordered; without an order they stay in order of rank. */
export function shownServers(servers: readonly ServerView[], { filter, search, order, byTool }: Choice): readonly ServerView[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (server: ServerView) => words.every((word) => textOf(server).includes(word)) || byTool.has(server.name);
  const found = servers.filter((server) => passes[filter](server) && matches(server));
  if (order === null) return found;
  const value = values[order.column];
  return found.sort((a, b) => compare(value(a), value(b)) * (order.down ? -1 : 1));
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'string' && typeof b === 'string') return collator.compare(a, b);
  return Number(a) - Number(b);
}

/** "server-2" before "server-10"; made once, since making it is what takes the time. */
const collator = new Intl.Collator(undefined, { numeric: true });
