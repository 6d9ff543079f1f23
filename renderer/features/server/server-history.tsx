/** What happened to one server, newest first: what changed, and which edit caused it. */
import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { ServerView } from '../../../electron/contract/app-view.ts';
import type { HistoryEntry } from '../../../electron/contract/history.ts';
import { useAnswer } from '../../bridge/use-answer.ts';
import { useView } from '../../bridge/use-app-view.ts';
import { duration } from '../../lib/format-time.ts';
import { visibleLine, visibleText } from '../../lib/visible-text.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Mark } from '../../ui/mark.tsx';
import { Note } from '../../ui/note.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SkeletonLines } from '../../ui/skeletons.tsx';
import { editWords, kindLooks, type ListChange, listChanges } from './history-words.ts';

const pageSize = 50;
/** What the operation gives at most. */
const limitMax = 1_000;

export function ServerHistory({ server }: { readonly server: ServerView }) {
  const historyNumber = useView((view) => view.historyNumber);
  const [limit, setLimit] = useState(pageSize);
  const { result, problem, reload } = useAnswer('history.get', { server: server.id, limit }, { version: historyNumber });
  const entries = result?.entries;
  const byNumber = useMemo(() => new Map((entries ?? []).map((entry) => [entry.number, entry])), [entries]);
  if (problem !== null) {
    const again = (
      <Button size="xs" variant="default" onClick={reload}>
        Try again
      </Button>
    );
    return <Note alert tone="red" title={problem.message} hint={problem.hint} actions={again} />;
  }
  if (entries === undefined) return <SkeletonLines lines={6} />;
  if (entries.length === 0)
    return <EmptyState title="Nothing has happened yet">Edits, syncs and failures of this server appear here.</EmptyState>;
  return (
    <>
      <ol className="server-history" aria-label={`History of ${visibleText(server.name)}`}>
        {entries.map((entry) => (
          <Entry key={entry.number} entry={entry} cause={causeOf(entry, byNumber)} server={server.id} />
        ))}
      </ol>
      {result?.more && limit < limitMax ? (
        <Button size="xs" variant="default" onClick={() => setLimit(Math.min(limitMax, limit + pageSize))}>
          Show older
        </Button>
      ) : null}
    </>
  );
}

type Cause = HistoryEntry | 'older' | null;

const causeOf = (entry: HistoryEntry, byNumber: ReadonlyMap<number, HistoryEntry>): Cause =>
  entry.cause === null ? null : (byNumber.get(entry.cause) ?? 'older');

interface EntryProps {
  readonly entry: HistoryEntry;
  readonly cause: Cause;
  readonly server: string;
}

function Entry({ entry, cause, server }: EntryProps) {
  const { words, shape, tone } = kindLooks[entry.kind];
  const edit = editWords(entry, server);
  return (
    <li className="server-history-entry">
      <RelativeTime time={entry.at} className="dim" />
      <span className={`tone-${tone}`}>
        <Mark shape={shape} />
      </span>
      <div className="server-history-body">
        <span>
          {words}
          {entry.durationMs === null ? null : <span className="dim"> in {duration(entry.durationMs)}</span>}
          {entry.problem === null ? null : `: ${visibleText(entry.problem.message)}`}
        </span>
        {edit === null ? null : <span className="server-history-edit">{edit.split('\n').map(visibleLine).join('\n')}</span>}
        {entry.lists.flatMap((list) =>
          listChanges(list).map((change) => <Changed key={`${list.capability} ${change.sign}`} change={change} />),
        )}
        <CauseLine cause={cause} server={server} />
      </div>
    </li>
  );
}

const signTones = { '+': 'tone-green', '−': 'tone-red', '~': 'tone-amber' } as const;

function Changed({ change: { sign, word, names, more } }: { readonly change: ListChange }) {
  return (
    <span className="server-history-list">
      <span className={signTones[sign]} aria-hidden="true">
        {sign}
      </span>{' '}
      {word}
      {names.length > 0 ? ': ' : ''}
      <code>{names.map(visibleText).join(', ')}</code>
      {names.length > 0 && more > 0 ? ` and ${more} more` : ''}
    </span>
  );
}

function CauseLine({ cause, server }: { readonly cause: Cause; readonly server: string }) {
  if (cause === null) return null;
  if (cause === 'older') return <span className="dim small">Caused by something before the oldest line shown.</span>;
  const what = editWords(cause, server);
  const { words } = kindLooks[cause.kind];
  return (
    <span className="dim small">
      Because: {words.charAt(0).toLowerCase() + words.slice(1)}
      {cause.source === null ? '' : ` (${visibleText(cause.source)})`}, <RelativeTime time={cause.at} />
      {what === null ? '' : ` – ${visibleText(what.charAt(0).toLowerCase() + what.slice(1))}`}
    </span>
  );
}
