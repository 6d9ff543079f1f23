/** What can be done with watched files, each with its notice and, where something is lost, a way back. */
import { useCallback } from 'react';
import type { SourceView } from '../../../electron/contract/app-view.ts';
import type { Problem } from '../../../electron/contract/problem.ts';
import { useClient } from '../../bridge/client.ts';
import { useOperation } from '../../bridge/use-operation.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { showToast } from '../../ui/toast.tsx';
import { positionOf } from './source-order.ts';

export interface SourceActions {
  readonly watch: (file: { readonly path: string; readonly client: string; readonly clientLabel: string }) => Promise<boolean>;
  readonly stop: (source: SourceView, all: readonly SourceView[]) => Promise<void>;
  readonly place: (source: SourceView, position: number) => Promise<boolean>;
  readonly trust: (source: SourceView, trust: SourceView['trust']) => Promise<boolean>;
  readonly reveal: (source: SourceView) => void;
  readonly busy: boolean;
  readonly problem: Problem | null;
}

export function useSourceActions(): SourceActions {
  const add = useOperation('sources.add');
  const remove = useOperation('sources.remove');
  const set = useOperation('sources.set');
  const show = useOperation('files.reveal');
  const bringBack = useBringBack();
  return {
    async watch({ path, client, clientLabel }) {
      const result = await add.run({ sources: [{ path, client }] });
      if (result !== null) showToast({ message: `Now watching ${clientLabel}`, tone: 'good' });
      return result !== null;
    },
    async stop(source, all) {
      const position = positionOf(source, all);
      const result = await remove.run({ path: source.path });
      if (result === null) return;
      const undo = { label: 'Undo', run: () => void bringBack(source, position) };
      showToast({ message: `No longer watching ${source.clientLabel}; the file itself is untouched`, action: undo });
    },
    place: async (source, position) => (await set.run({ path: source.path, position })) !== null,
    trust: async (source, trust) => (await set.run({ path: source.path, trust })) !== null,
    reveal: (source) => void show.run({ what: 'source', path: source.path }),
    busy: add.busy || remove.busy,
    problem: add.problem ?? remove.problem ?? set.problem ?? show.problem,
  };
}

/** Watches a file again as it was: same client, same place in the order, same trust. */
function useBringBack() {
  const client = useClient();
  return useCallback(
    async (source: SourceView, position: number | null) => {
      const { path, clientLabel, trust } = source;
      const added = await client.ask('sources.add', { sources: [{ path, client: source.client }] });
      const answer = added.ok && position !== null ? await client.ask('sources.set', { path, trust, position }) : added;
      showToast(
        answer.ok
          ? { message: `Watching ${clientLabel} again`, tone: 'good' }
          : { message: `Not undone: ${visibleText(answer.problem.message)}`, tone: 'bad' },
      );
    },
    [client],
  );
}
