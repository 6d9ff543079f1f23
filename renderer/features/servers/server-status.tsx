/** Status of a server: a shape, a colour and a word, always together. */
import type { ServerView } from '../../../electron/contract/app-view.ts';
import type { ServerStatus as Status } from '../../../electron/contract/server.ts';
import { Mark, type MarkShape } from '../../ui/mark.tsx';

interface Look {
  readonly shape: MarkShape;
  readonly tone: 'green' | 'blue' | 'amber' | 'red' | 'violet' | 'grey';
  readonly means: string;
}

export const looks: Readonly<Record<Status, Look>> = {
  synced: { shape: 'disc', tone: 'green', means: 'Running, and its lists are current.' },
  syncing: { shape: 'half', tone: 'blue', means: 'Connecting, or its lists are being read.' },
  stale: { shape: 'quarter', tone: 'amber', means: 'The last known lists are shown; they may be out of date.' },
  failed: { shape: 'triangle', tone: 'red', means: 'It could not be started or reached.' },
  approval: { shape: 'diamond', tone: 'violet', means: 'Nothing runs before you have approved its launch.' },
  idle: { shape: 'ring', tone: 'grey', means: 'Its lists are good; the process starts when it is needed.' },
  disabled: { shape: 'barred', tone: 'grey', means: 'Switched off.' },
};

export function ServerStatus({ status }: Pick<ServerView, 'status'>) {
  const { shape, tone, means } = looks[status];
  return (
    <span className={`status tone-${tone}`} title={means}>
      <Mark shape={shape} turning={status === 'syncing'} />
      {status}
    </span>
  );
}
