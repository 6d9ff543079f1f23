/** Which clients' files are watched, and which others were found on this machine. */
import { useEffect } from 'react';
import { useAnswer } from '../bridge/use-answer.ts';
import { useAppView } from '../bridge/use-app-view.ts';
import { useOperation } from '../bridge/use-operation.ts';
import { DiscoveredList } from '../features/sources/discovered-list.tsx';
import { SourceTable } from '../features/sources/source-table.tsx';
import { plural } from '../lib/plural.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Note } from '../ui/note.tsx';
import { PageHead } from '../ui/page-head.tsx';

export function ClientsPage() {
  const { sources } = useAppView();
  const watched = sources.map((source) => source.path).join('\n');
  const found = useAnswer('sources.discover', {}, { version: watched });
  const add = useOperation('sources.add');
  const remove = useOperation('sources.remove');
  const problem = add.problem ?? remove.problem ?? found.problem;
  const others = (found.result ?? []).filter((one) => !sources.some((source) => source.path === one.path));
  const { reload } = found;
  // Files come and go while another program is set up; coming back to the window is the moment to look.
  useEffect(() => {
    window.addEventListener('focus', reload);
    return () => window.removeEventListener('focus', reload);
  }, [reload]);
  const broken = sources.filter((source) => source.problem !== null).length;
  const busy = add.busy || remove.busy;
  return (
    <>
      <PageHead
        title={`${plural(sources.length, 'file')} watched${broken > 0 ? `, ${broken} cannot be read` : ''}.`}
        below="A change in a watched file is picked up at once; only what changed is started anew."
      />
      {problem ? <Note alert tone="red" title={problem.message} hint={problem.hint} /> : null}
      <SourceTable sources={sources} busy={busy} onStop={(source) => void remove.run({ path: source.path })} />
      <h2 className="section-title">Found on this machine</h2>
      {found.result === null ? <p className="dim">Looking…</p> : null}
      {found.result !== null && others.length === 0 ? <EmptyState title="No other client files were found" /> : null}
      {others.length > 0 ? (
        <DiscoveredList found={others} busy={busy} onWatch={({ path, client }) => void add.run({ sources: [{ path, client }] })} />
      ) : null}
    </>
  );
}
