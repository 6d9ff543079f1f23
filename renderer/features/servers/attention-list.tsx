/** The few things that need a person, above the table; never so many that the table is pushed away. */
import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ApprovalView, ServerView, SourceView } from '../../../electron/contract/app-view.ts';
import type { Problem } from '../../../electron/contract/problem.ts';
import { sameMembers, useView } from '../../bridge/use-app-view.ts';
import { useOperation } from '../../bridge/use-operation.ts';
import { ago } from '../../lib/format-time.ts';
import { goTo } from '../../lib/hash-place.ts';
import { useNowIn } from '../../lib/use-now.ts';
import { visibleLine, visibleText } from '../../lib/visible-text.ts';
import { Note } from '../../ui/note.tsx';
import { canSync, type ServerActions } from './server-actions.ts';

/** More cards than this would push the table off the screen. */
const cardsMax = 2;
const namesMax = 5;

interface AttentionListProps {
  readonly servers: readonly ServerView[];
  readonly actions: ServerActions;
  /** A problem in a few plain words. */
  readonly titleOf: (problem: Problem) => string;
  readonly onShowAll: () => void;
}

export function AttentionList({ servers, actions, titleOf, onShowAll }: AttentionListProps) {
  const waiting = useView((view) => view.approvals.filter((approval) => !approval.rejected), sameMembers);
  const broken = useView((view) => view.sources.filter((source) => source.problem !== null), sameMembers);
  const failing = useFailing(servers);
  if (waiting.length + broken.length + failing.length === 0) return null;
  return (
    <section className="attention" aria-label="Needs attention">
      <Waiting waiting={waiting} />
      {failing.length > cardsMax ? (
        <ManyFailed failing={failing} onShowAll={onShowAll} />
      ) : (
        failing.map((server) => <Failed key={server.id} server={server} actions={actions} titleOf={titleOf} />)
      )}
      {broken.slice(0, cardsMax).map((source) => (
        <Broken key={source.id} source={source} />
      ))}
      {broken.length > cardsMax ? (
        <Note tone="red" title={`${broken.length - cardsMax} more files cannot be read`} actions={<Go to={['clients']}>Show clients</Go>} />
      ) : null}
    </section>
  );
}

function Go({ to, children }: { readonly to: readonly string[]; readonly children: React.ReactNode }) {
  return (
    <Button size="xs" variant="default" onClick={() => goTo(...to)}>
      {children}
    </Button>
  );
}

function Waiting({ waiting }: { readonly waiting: readonly ApprovalView[] }) {
  const [first] = waiting;
  if (first === undefined) return null;
  const one = waiting.length === 1;
  return (
    <Note
      tone="violet"
      title={one ? `${visibleText(first.name)} needs your approval` : `${waiting.length} servers need your approval`}
      hint="Nothing runs before you have seen the exact command."
      actions={<Go to={['approvals']}>Review</Go>}
    />
  );
}

type FailedProps = Pick<AttentionListProps, 'actions' | 'titleOf'> & { readonly server: ServerView };

function Failed({ server, actions, titleOf }: FailedProps) {
  const since = useNowIn(undefined, (now) => (server.failingSince === null ? '' : ` ${ago(server.failingSince, now)}`));
  return (
    <Note
      tone="red"
      title={`${visibleText(server.name)} failed${since}: ${server.problem === null ? 'no cause is known' : titleOf(server.problem)}`}
      hint={server.problem?.hint === undefined ? undefined : visibleText(server.problem.hint)}
      actions={
        <>
          {canSync(server) ? (
            <Button size="xs" variant="default" disabled={server.status === 'syncing'} onClick={() => actions.resync(server)}>
              Resync
            </Button>
          ) : null}
          <Go to={['servers', server.id]}>Details</Go>
        </>
      }
    />
  );
}

function ManyFailed({ failing, onShowAll }: { readonly failing: readonly ServerView[]; readonly onShowAll: () => void }) {
  const named = failing.slice(0, namesMax).map((server) => visibleText(server.name));
  const more = failing.length - named.length;
  return (
    <Note
      tone="red"
      title={`${failing.length} servers failed`}
      hint={`${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}. The table says why.`}
      actions={
        <Button size="xs" variant="default" onClick={onShowAll}>
          Show them
        </Button>
      }
    />
  );
}

function Broken({ source }: { readonly source: SourceView }) {
  const reveal = useOperation('files.reveal');
  const { line, column } = source.problem?.where ?? {};
  const message = visibleText(source.problem?.message ?? '');
  const place =
    line === undefined || message.includes(`line ${line}`) ? '' : ` (line ${line}${column === undefined ? '' : `, column ${column}`})`;
  return (
    <Note
      tone="red"
      title={`${source.clientLabel}: ${message}${place}`}
      hint={`${visibleLine(source.path)} keeps its last good servers until it can be read again.`}
      actions={
        <Button size="xs" variant="default" loading={reveal.busy} onClick={() => void reveal.run({ what: 'source', path: source.path })}>
          Show file
        </Button>
      }
    />
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
