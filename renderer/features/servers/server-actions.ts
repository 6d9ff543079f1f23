/** What can be done to one server, the same from its row, its menu and its keys. */
import { useMemo } from 'react';
import type { ServerView } from '../../../electron/contract/app-view.ts';
import type { Problem } from '../../../electron/contract/problem.ts';
import { useOperation } from '../../bridge/use-operation.ts';
import { goTo } from '../../lib/hash-place.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { copyText } from '../../ui/copy-button.tsx';
import { showToast } from '../../ui/toast.tsx';

export interface ServerActions {
  readonly open: (server: ServerView) => void;
  readonly resync: (server: ServerView) => void;
  readonly cancel: (server: ServerView) => void;
  readonly enable: (server: ServerView, enabled: boolean) => void;
  readonly copyName: (server: ServerView) => void;
  readonly copyLaunch: (server: ServerView) => void;
  readonly showFile: (server: ServerView) => void;
}

/** Switched off or waiting for an approval, nothing can be synced. */
export const canSync = (server: ServerView): boolean => server.enabled && server.status !== 'approval';

/** Why its switch does what it does. */
export function enableReason(server: ServerView): string {
  if (!server.editable) return `This server is in a file of ${server.clientLabel}; switch it there, Tooltray picks it up at once.`;
  return server.enabled ? 'Switch off' : 'Switch on';
}

/** The actions, and the problem of the last one that did not work. The object stays the same. */
export function useServerActions(): { readonly actions: ServerActions; readonly problem: Problem | null } {
  const sync = useOperation('servers.sync');
  const cancel = useOperation('servers.cancel');
  const enable = useOperation('servers.setEnabled');
  const reveal = useOperation('files.reveal');
  const [runSync, runCancel, runEnable, runReveal] = [sync.run, cancel.run, enable.run, reveal.run];
  const actions = useMemo((): ServerActions => {
    const set = (server: ServerView, enabled: boolean) => runEnable({ name: server.ownName, source: server.source, enabled });
    return {
      open: (server) => goTo('servers', server.id),
      resync: (server) => void (canSync(server) && runSync({ names: [server.id] })),
      cancel: (server) => void runCancel({ names: [server.id] }),
      async enable(server, enabled) {
        if (!server.editable) {
          showToast({ message: enableReason(server) });
          return;
        }
        if ((await set(server, enabled)) === null || enabled) return;
        showToast({
          message: `${visibleText(server.name)} is switched off.`,
          action: { label: 'Undo', run: () => void set(server, true) },
        });
      },
      copyName: (server) => copied(server.ownName, 'Name'),
      copyLaunch: (server) => copied(server.launch, server.transport === 'stdio' ? 'Launch' : 'Address'),
      showFile: (server) => void runReveal({ what: 'source', path: server.source }),
    };
  }, [runSync, runCancel, runEnable, runReveal]);
  return { actions, problem: sync.problem ?? cancel.problem ?? enable.problem ?? reveal.problem };
}

function copied(text: string, what: string): void {
  copyText(text);
  showToast({ message: `${what} copied.` });
}
