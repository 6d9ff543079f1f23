/** The sentence at the top of a server's page: what a person would say about it. */
import type { ServerView } from '../../../electron/contract/app-view.ts';
import { ago } from '../../lib/format-time.ts';
import { visibleText } from '../../lib/visible-text.ts';

/** The cause goes on a sentence: a capital that only began a line becomes small, names and abbreviations stay. */
const asEnding = (cause: string): string => (/^[A-Z][a-z]+\b/.test(cause) ? `${cause.charAt(0).toLowerCase()}${cause.slice(1)}` : cause);

/** `cause` is the problem in a few words, null when there is none. */
export function statusSentence(server: ServerView, cause: string | null, now: number): string {
  const name = visibleText(server.name);
  const why = cause === null ? '' : `: ${asEnding(visibleText(cause))}`;
  switch (server.status) {
    case 'synced':
      return `${name} is in sync.`;
    case 'syncing':
      return `${name} is being synced.`;
    case 'idle':
      return `${name} is in sync and rests until it is needed.`;
    case 'stale':
      return why === '' ? `${name} shows its last known lists.` : `${name} is not fully in sync${why}.`;
    case 'failed':
      return server.failingSince === null ? `${name} failed${why}.` : `${name} failed ${ago(server.failingSince, now)}${why}.`;
    case 'approval':
      return server.problem?.code === 'rejected' ? `You rejected the launch of ${name}.` : `${name} needs your approval.`;
    case 'disabled':
      return cause === null ? `${name} is switched off.` : `${name} is not run${why}.`;
  }
}
