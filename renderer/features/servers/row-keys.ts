/** Keys of the table of servers: arrows walk, Enter opens, R syncs, Space switches. */
import type { ServerView } from '../../../electron/contract/app-view.ts';
import type { ServerActions } from './server-actions.ts';

export interface RowKey {
  readonly key: string;
  /** The row itself has the focus, not something in it. */
  readonly onRow: boolean;
  /** Rows that fit on the screen. */
  readonly page: number;
}

/** Where a key leads among `count` rows; null when it does not walk. */
export function rowAfter({ key, onRow, page }: RowKey, at: number, count: number): number | null {
  if (!onRow || count === 0) return null;
  const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -count, End: count };
  const step = steps[key];
  return step === undefined ? null : Math.min(count - 1, Math.max(0, at + step));
}

/** Does what the key means for this server; false when it means nothing. */
export function actOnKey({ key, onRow }: RowKey, server: ServerView, actions: ServerActions): boolean {
  if (key === 'r' || key === 'R') actions.resync(server);
  else if (key === 'Enter' && onRow) actions.open(server);
  else if (key === ' ' && onRow) actions.enable(server, !server.enabled);
  else return false;
  return true;
}
