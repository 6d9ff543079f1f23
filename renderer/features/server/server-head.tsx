/** Top of a server's page: the sentence, its switch, and what can be done now. */
import { Button, Switch } from '@mantine/core';
import { ArrowLeft, RotateCw, X } from 'lucide-react';
import type { ServerView } from '../../../electron/contract/app-view.ts';
import { useOperation } from '../../bridge/use-operation.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { Note } from '../../ui/note.tsx';
import { PageHead } from '../../ui/page-head.tsx';

export interface ServerHeadProps {
  readonly server: ServerView;
  readonly sentence: string;
  /** Shape, colour and word. */
  readonly status: React.ReactNode;
  /** A card below offers it already. */
  readonly resyncIsBelow: boolean;
  readonly onBack: () => void;
}

export function ServerHead({ server, sentence, status, resyncIsBelow, onBack }: ServerHeadProps) {
  const sync = useOperation('servers.sync');
  const cancel = useOperation('servers.cancel');
  const problem = sync.problem ?? cancel.problem;
  const may = server.enabled && server.status !== 'approval' && !resyncIsBelow;
  return (
    <>
      <PageHead
        title={sentence}
        below={
          <span className="server-below">
            {status} · {server.clientLabel}
          </span>
        }
        actions={
          <>
            <Button size="xs" variant="subtle" color="gray" leftSection={<ArrowLeft size={14} />} onClick={onBack}>
              Back
            </Button>
            {server.status === 'syncing' ? (
              <Button
                size="xs"
                variant="default"
                leftSection={<X size={14} />}
                loading={cancel.busy}
                onClick={() => void cancel.run({ names: [server.id] })}
              >
                Cancel
              </Button>
            ) : null}
            {may ? (
              <Button
                size="xs"
                variant="default"
                leftSection={<RotateCw size={14} />}
                loading={sync.busy}
                onClick={() => void sync.run({ names: [server.id] })}
              >
                Resync
              </Button>
            ) : null}
            {server.editable ? <EnableSwitch server={server} /> : null}
          </>
        }
      />
      {problem ? <Note alert tone="red" title={problem.message} hint={problem.hint} /> : null}
    </>
  );
}

/** Only for entries of Tooltray's own file; others are switched in the files of their clients. */
function EnableSwitch({ server }: { readonly server: ServerView }) {
  const enable = useOperation('servers.setEnabled');
  return (
    <>
      <Switch
        size="sm"
        className="server-switch"
        aria-label={`Enable ${visibleText(server.name)}`}
        label={server.enabled ? 'On' : 'Off'}
        checked={server.enabled}
        disabled={enable.busy}
        onChange={(event) => void enable.run({ name: server.ownName, source: server.source, enabled: event.currentTarget.checked })}
      />
      {enable.problem ? <span className="tone-red">{enable.problem.message}</span> : null}
    </>
  );
}
