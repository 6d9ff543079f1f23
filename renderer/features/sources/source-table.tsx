/** The files that are watched, in order of rank: whose they are, what they hold, what is wrong with them, and how far they are trusted. */
import { useLayoutEffect, useRef, useState } from 'react';
import type { SourceView } from '../../../electron/contract/app-view.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { sourceName } from './source-name.ts';
import { inRankOrder, stepFrom } from './source-order.ts';
import { SourceRow } from './source-row.tsx';
import type { SourceActions } from './use-source-actions.ts';

interface SourceTableProps {
  readonly sources: readonly SourceView[];
  /** The person's home folder, shown as `~`. */
  readonly home: string | null;
  readonly actions: SourceActions;
}

export function SourceTable({ sources, home, actions }: SourceTableProps) {
  const ordered = inRankOrder(sources);
  const [trusting, setTrusting] = useState<SourceView | null>(null);
  const { move, words, table } = useMoves(ordered, actions);
  return (
    <>
      <div className="table-box">
        <table className="rows sources" aria-label="Watched files" ref={table}>
          <thead>
            <tr>
              <th className="number rank">Rank</th>
              <th>Client and file</th>
              <th>State</th>
              <th>Trust</th>
              <th>
                <span className="screen-reader-only">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {ordered.map((source, index) => (
              <SourceRow
                key={source.id}
                source={source}
                name={sourceName(source, ordered)}
                place={index + 1}
                home={home}
                canMove={{ up: stepFrom(source, ordered, -1) !== null, down: stepFrom(source, ordered, 1) !== null }}
                busy={actions.busy}
                onMove={(step) => move(source, step)}
                onTrust={(trust) => (trust === 'always' ? setTrusting(source) : void actions.trust(source, trust))}
                onReveal={() => actions.reveal(source)}
                onStop={() => void actions.stop(source, ordered)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <p className="screen-reader-only" role="status">
        {words}
      </p>
      <TrustDialog source={trusting} all={ordered} actions={actions} onClose={() => setTrusting(null)} />
    </>
  );
}

interface Moved {
  readonly path: string;
  readonly step: 1 | -1;
}

/** Moves files; the focus goes along with the button that was pressed, or to its neighbour at the end of the list. */
function useMoves(ordered: readonly SourceView[], actions: SourceActions) {
  const table = useRef<HTMLTableElement>(null);
  const moved = useRef<Moved | null>(null);
  const [words, setWords] = useState('');
  const order = ordered.map((source) => source.path).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: a row that moves in the page loses the focus, so it is set again after each new order
  useLayoutEffect(() => {
    if (moved.current === null) return;
    const { path, step } = moved.current;
    moved.current = null;
    const row = [...(table.current?.querySelectorAll<HTMLElement>('tr[data-path]') ?? [])].find((one) => one.dataset.path === path);
    const buttons = [step, -step].map((one) => row?.querySelector<HTMLButtonElement>(`button[data-step="${one}"]:not(:disabled)`));
    (buttons[0] ?? buttons[1])?.focus();
  }, [order]);
  const move = (source: SourceView, step: 1 | -1) => {
    const position = stepFrom(source, ordered, step);
    if (position === null) return;
    moved.current = { path: source.path, step };
    void actions.place(source, position).then((done) => {
      if (!done) moved.current = null;
      // Tooltray's own file has rank 1.
      setWords(done ? `${source.clientLabel} has rank ${position + 2} now` : '');
    });
  };
  return { move, words, table };
}

interface TrustDialogProps {
  readonly source: SourceView | null;
  readonly all: readonly SourceView[];
  readonly actions: SourceActions;
  readonly onClose: () => void;
}

function TrustDialog({ source, all, actions, onClose }: TrustDialogProps) {
  const name = source === null ? '' : sourceName(source, all);
  return (
    <ConfirmDialog
      opened={source !== null}
      title={`Run every server of ${name} without asking?`}
      action={`Always trust ${name}`}
      dangerous
      onClose={onClose}
      onConfirm={() => {
        if (source !== null) void actions.trust(source, 'always');
        onClose();
      }}
    >
      <p>
        Whatever is written into this file then runs as you, without a question, also by a program that is not {source?.clientLabel}.
        Servers of this file that wait for approval now start at once.
      </p>
    </ConfirmDialog>
  );
}
