/** Why a server does not work: cause, evidence, next step, and the button to try again. */
import { Button } from '@mantine/core';
import type { ServerView } from '../../../electron/contract/app-view.ts';
import { until } from '../../lib/format-time.ts';
import { useNow } from '../../lib/use-now.ts';
import { visibleLine, visibleText } from '../../lib/visible-text.ts';
import { Note } from '../../ui/note.tsx';

const countDownMs = 1_000;

export function FailureCard({
  server,
  busy,
  onResync,
}: {
  readonly server: ServerView;
  readonly busy: boolean;
  readonly onResync: () => void;
}) {
  const now = useNow(countDownMs);
  const { problem } = server;
  if (problem === null) return null;
  const place = [problem.where?.path, problem.where?.line, problem.where?.column].filter((part) => part !== undefined).join(':');
  const again = server.retryAt === null ? null : `Next try ${until(server.retryAt, now)}.`;
  return (
    <Note
      alert
      tone={server.status === 'failed' ? 'red' : 'amber'}
      title={visibleText(problem.message)}
      hint={[problem.hint, place === '' ? null : `Place: ${place}.`, again].filter(Boolean).join(' ')}
      evidence={problem.evidence?.map(visibleLine)}
      actions={
        server.enabled ? (
          <Button size="xs" loading={busy} onClick={onResync}>
            Resync
          </Button>
        ) : undefined
      }
    />
  );
}
