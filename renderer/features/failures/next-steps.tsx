/** The next steps of a failure as buttons; each one does something now. */
import { Button } from '@mantine/core';
import type { ServerView } from '../../../electron/contract/app-view.ts';
import { useOperation } from '../../bridge/use-operation.ts';
import { linkTo } from '../../lib/hash-place.ts';
import { copyText } from '../../ui/copy-button.tsx';
import { showToast } from '../../ui/toast.tsx';
import type { NextStep } from './problem-words.ts';

export interface NextStepsProps {
  readonly server: ServerView;
  readonly steps: readonly NextStep[];
  readonly busy: boolean;
  readonly onResync: () => void;
}

export function NextSteps({ server, steps, busy, onResync }: NextStepsProps) {
  const reveal = useOperation('files.reveal');
  const possible = steps.filter((step) => isPossible(step, server));
  if (possible.length === 0) return null;
  const one = (step: NextStep) => {
    switch (step) {
      case 'resync':
        return (
          <Button key={step} size="xs" variant="default" loading={busy} onClick={onResync}>
            Resync
          </Button>
        );
      case 'show-file':
        return (
          <Button
            key={step}
            size="xs"
            variant="default"
            loading={reveal.busy}
            onClick={() => void reveal.run({ what: 'source', path: server.source })}
          >
            Show its file
          </Button>
        );
      case 'open-logs':
        return (
          <Button key={step} size="xs" variant="default" loading={reveal.busy} onClick={() => void reveal.run({ what: 'logs' })}>
            Open log folder
          </Button>
        );
      case 'show-log':
        return (
          <Button key={step} component="a" size="xs" variant="default" href={linkTo('servers', server.id, 'log')}>
            Show log
          </Button>
        );
      case 'review':
        return (
          <Button key={step} component="a" size="xs" variant="default" href={linkTo('approvals')}>
            Review
          </Button>
        );
      case 'copy-launch':
        return <CopyLaunch key={step} server={server} />;
    }
  };
  return (
    <div className="failure-steps">
      {possible.map(one)}
      {reveal.problem ? <span className="tone-red">{reveal.problem.message}</span> : null}
    </div>
  );
}

function CopyLaunch({ server }: { readonly server: ServerView }) {
  const what = server.transport === 'stdio' ? 'command' : 'address';
  const copy = () => {
    copyText(server.launch);
    showToast({ message: `The ${what} is copied` });
  };
  return (
    <Button size="xs" variant="default" onClick={copy}>
      Copy {what}
    </Button>
  );
}

function isPossible(step: NextStep, server: ServerView): boolean {
  if (step === 'resync') return server.enabled && server.status !== 'approval';
  if (step === 'copy-launch') return server.launch !== '';
  return step !== 'review' || server.status === 'approval';
}
