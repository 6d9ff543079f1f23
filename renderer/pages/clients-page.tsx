/** Which clients' files are watched and in what order, and which others were found on this machine. */
import '../features/sources/sources.css';
import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { AppView, SourceView } from '../../electron/contract/app-view.ts';
import { useAnswer } from '../bridge/use-answer.ts';
import { useAppView } from '../bridge/use-app-view.ts';
import { AddFileDialog } from '../features/sources/add-file-dialog.tsx';
import { DiscoveredList } from '../features/sources/discovered-list.tsx';
import { SourceTable } from '../features/sources/source-table.tsx';
import { type SourceActions, useSourceActions } from '../features/sources/use-source-actions.ts';
import { plural } from '../lib/plural.ts';
import { personHome } from '../lib/short-path.ts';
import { visibleText } from '../lib/visible-text.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Note } from '../ui/note.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { SkeletonRows } from '../ui/skeletons.tsx';

export function ClientsPage() {
  const view = useAppView();
  const { sources, home } = view;
  const actions = useSourceActions();
  const [adding, setAdding] = useState(false);
  const { problem } = actions;
  const person = personHome(home);
  return (
    <>
      <PageHead
        title={sentence(sources)}
        below="A change in a watched file is picked up at once; only what changed is started anew."
        actions={
          <Button size="xs" variant="default" onClick={() => setAdding(true)}>
            Add file
          </Button>
        }
      />
      {problem ? <Note alert tone="red" title={visibleText(problem.message)} hint={problem.hint} /> : null}
      {trustsAll(view) ? (
        <Note
          tone="amber"
          title="Every file is trusted"
          hint="Trust is set to Always for all files, so what is chosen below does not count."
        />
      ) : null}
      <SourceTable sources={sources} home={person} actions={actions} />
      <p className="dim small rank-note">
        Rank decides about names: when two files have a server of the same name, the file of the better rank keeps the plain name, and the
        other server is called NAME@CLIENT.
      </p>
      <Found sources={sources} home={person} actions={actions} />
      <AddFileDialog opened={adding} onClose={() => setAdding(false)} />
    </>
  );
}

function sentence(sources: readonly SourceView[]): string {
  const broken = sources.filter((source) => source.problem !== null).length;
  return `${plural(sources.length, 'file')} watched${broken > 0 ? `, ${broken} cannot be read` : ''}.`;
}

const trustsAll = ({ flags }: AppView): boolean => flags.TOOLTRAY_TRUST?.value === 'always';

interface FoundProps {
  readonly sources: readonly SourceView[];
  readonly home: string | null;
  readonly actions: SourceActions;
}

function Found({ sources, home, actions }: FoundProps) {
  const watched = sources.map((source) => source.path).join('\n');
  const { result, problem, reload } = useAnswer('sources.discover', {}, { version: watched });
  // Files come and go while another program is set up; coming back to the window is the moment to look.
  useEffect(() => {
    window.addEventListener('focus', reload);
    return () => window.removeEventListener('focus', reload);
  }, [reload]);
  const others = (result ?? []).filter((one) => !sources.some((source) => source.path === one.path));
  return (
    <section aria-label="Not watched yet">
      <h2 className="section-title">Found on this machine</h2>
      {problem ? (
        <Note
          alert
          tone="red"
          title={problem.message}
          hint={problem.hint}
          actions={
            <Button size="compact-sm" variant="default" onClick={reload}>
              Look again
            </Button>
          }
        />
      ) : null}
      {result === null && problem === null ? <SkeletonRows rows={2} label="Looking for files of other clients" /> : null}
      {result !== null && others.length === 0 ? (
        <EmptyState small title="No other client files were found">
          A client that keeps its servers elsewhere can be watched with “Add file”.
        </EmptyState>
      ) : null}
      {others.length > 0 ? (
        <DiscoveredList found={others} home={home} busy={actions.busy} onWatch={(one) => void actions.watch(one)} />
      ) : null}
    </section>
  );
}
