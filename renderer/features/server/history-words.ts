/** One entry of the timeline in plain words, as its server's page tells it. */
import type { HistoryEntry, HistoryKind, HistoryList } from '../../../electron/contract/history.ts';
import type { MarkShape } from '../../ui/mark.tsx';
import { capabilityWords } from './capability-words.ts';

interface KindLook {
  readonly words: string;
  readonly shape: MarkShape;
  readonly tone: 'green' | 'blue' | 'amber' | 'red' | 'violet' | 'grey';
}

/** Every kind has its words; a new one does not compile without them. */
export const kindLooks: Readonly<Record<HistoryKind, KindLook>> = {
  'engine.started': { words: 'Tooltray started', shape: 'ring', tone: 'grey' },
  'engine.stopped': { words: 'Tooltray stopped', shape: 'ring', tone: 'grey' },
  'source.changed': { words: 'Its file was edited', shape: 'half', tone: 'blue' },
  'source.failed': { words: 'Its file cannot be used', shape: 'triangle', tone: 'red' },
  'source.recovered': { words: 'Its file can be used again', shape: 'disc', tone: 'green' },
  'server.synced': { words: 'Synced', shape: 'disc', tone: 'green' },
  'server.failed': { words: 'Failed', shape: 'triangle', tone: 'red' },
  'server.recovered': { words: 'Works again', shape: 'disc', tone: 'green' },
  'server.stopped': { words: 'Stopped', shape: 'ring', tone: 'grey' },
  'approval.asked': { words: 'Asked for your approval', shape: 'diamond', tone: 'violet' },
  'approval.approved': { words: 'You approved its launch', shape: 'diamond', tone: 'violet' },
  'approval.rejected': { words: 'You rejected its launch', shape: 'diamond', tone: 'violet' },
  'watching.paused': { words: 'Watching paused', shape: 'barred', tone: 'grey' },
  'watching.resumed': { words: 'Watching resumed', shape: 'ring', tone: 'grey' },
};

/** What an edit did to this server, in a few words; null when it only touched others. */
export function editWords({ edit }: HistoryEntry, server: string): string | null {
  if (edit === null) return null;
  if (edit.added.some((one) => one.id === server)) return 'It was added';
  if (edit.removed.some((one) => one.id === server)) return 'It was removed';
  const changed = edit.changed.find((one) => one.id === server);
  return changed === undefined ? null : changed.changes.length > 0 ? changed.changes.join('; ') : 'Its entry was changed';
}

export interface ListChange {
  readonly sign: '+' | '−' | '~';
  readonly word: string;
  /** The names that were kept; `more` counts the rest. */
  readonly names: readonly string[];
  readonly more: number;
}

/** What came, went and changed in one list. */
export function listChanges(list: HistoryList): readonly ListChange[] {
  const { one, many } = capabilityWords[list.capability];
  const change = (
    sign: ListChange['sign'],
    say: (what: string) => string,
    names: readonly string[],
    count: number,
  ): readonly ListChange[] =>
    count === 0 ? [] : [{ sign, word: `${count} ${say(count === 1 ? one : many)}`, names, more: Math.max(0, count - names.length) }];
  return [
    ...change('+', (what) => `new ${what}`, list.added, list.addedCount),
    ...change('−', (what) => `${what} gone`, list.removed, list.removedCount),
    ...change('~', (what) => `${what} changed`, list.changed, list.changedCount),
  ];
}
