/** The few things that need a person, above the table. */
import { useEffect, useRef } from 'react';
import type { AppView, ServerView } from '../../../electron/contract/app-view.ts';
import { linkTo } from '../../lib/hash-place.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { Note } from '../../ui/note.tsx';

/** More cards than this would push the table off the screen. */
const failuresMax = 2;
const namesMax = 5;

export function AttentionList({ view }: { readonly view: AppView }) {
  const failing = useFailing(view.servers);
  const waiting = view.approvals.filter((approval) => !approval.rejected);
  const broken = view.sources.filter((source) => source.problem !== null);
  return (
    <>
      {waiting.length > 0 ? (
        <Note
          tone="violet"
          title={
            waiting.length === 1
              ? `${visibleText(waiting[0]?.name ?? '')} needs your approval`
              : `${waiting.length} servers need your approval`
          }
          hint="Nothing runs before you have seen the exact command."
          actions={<a href={linkTo('approvals')}>Review</a>}
        />
      ) : null}
      {failing.length > failuresMax ? (
        <Note
          tone="red"
          title={`${failing.length} servers failed`}
          hint={`${names(failing)}. The table says why; choose a server for details.`}
        />
      ) : (
        failing.map((server) => (
          <Note
            key={server.id}
            tone="red"
            title={`${visibleText(server.name)} failed: ${visibleText(server.problem?.message ?? 'no cause is known')}`}
            hint={server.problem?.hint}
            actions={<a href={linkTo('servers', server.id)}>Details</a>}
          />
        ))
      )}
      {broken.map((source) => (
        <Note
          key={source.id}
          tone="red"
          title={`${source.clientLabel}: ${visibleText(source.problem?.message ?? '')}`}
          hint={`${source.path} keeps its last good servers until it can be read again.`}
          actions={<a href={linkTo('clients')}>Show file</a>}
        />
      ))}
    </>
  );
}

/** Failing servers; one that is being tried again stays until that has an outcome, so that nothing jumps at every retry. */
function useFailing(servers: readonly ServerView[]): readonly ServerView[] {
  const last = useRef<ReadonlyMap<string, ServerView>>(new Map());
  const failing = servers.flatMap((server) => {
    if (!server.enabled) return [];
    if (server.status === 'failed') return [server];
    const before = server.status === 'syncing' ? last.current.get(server.id) : undefined;
    return before ? [before] : [];
  });
  useEffect(() => {
    last.current = new Map(failing.map((server) => [server.id, server]));
  });
  return failing;
}

function names(failing: readonly ServerView[]): string {
  const named = failing.slice(0, namesMax).map((server) => visibleText(server.name));
  const more = failing.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
