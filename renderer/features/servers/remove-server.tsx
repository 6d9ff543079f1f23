/** Takes a server out of Tooltray's own file, after showing exactly which lines go. */
import { useEffect } from 'react';
import type { ServerView } from '../../../electron/contract/app-view.ts';
import { useAnswer } from '../../bridge/use-answer.ts';
import { useView } from '../../bridge/use-app-view.ts';
import { useOperation } from '../../bridge/use-operation.ts';
import { personHome } from '../../lib/short-path.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { PathText } from '../../ui/path-text.tsx';
import { SkeletonLines } from '../../ui/skeletons.tsx';
import { showToast } from '../../ui/toast.tsx';

interface RemoveServerProps {
  readonly server: ServerView;
  readonly onClose: () => void;
}

export function RemoveServer({ server, onClose }: RemoveServerProps) {
  const name = visibleText(server.name);
  const home = useView((view) => personHome(view.home));
  const input = { name: server.ownName, source: server.source };
  const preview = useAnswer('servers.remove', { ...input, dryRun: true });
  const remove = useOperation('servers.remove');
  const gone = useView((view) => !view.servers.some((one) => one.id === server.id));
  // Somebody else was quicker: there is nothing left to ask.
  useEffect(() => {
    if (gone && !remove.busy) onClose();
  }, [gone, remove.busy, onClose]);

  async function confirm(): Promise<void> {
    if ((await remove.run(input)) === null) return;
    showToast({ message: `${name} was removed from its file.`, tone: 'good' });
    onClose();
  }
  return (
    <ConfirmDialog
      opened
      dangerous
      title={`Remove ${name} from its file?`}
      action={`Remove ${name}`}
      diff={preview.result?.diff}
      busy={remove.busy}
      problem={remove.problem ?? preview.problem}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>
        These lines go from <PathText path={server.source} home={home} />. Its process is stopped; nothing else in the file changes.
      </p>
      {preview.result === null && preview.problem === null ? <SkeletonLines lines={3} /> : null}
    </ConfirmDialog>
  );
}
