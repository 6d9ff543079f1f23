/** One open question: what would run, what changed, and the two answers. Neither is the default. */
import { Button } from '@mantine/core';
import type { ApprovalView } from '../../../electron/contract/app-view.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { LaunchLines } from './launch-lines.tsx';
import { Visible } from './visible.tsx';

export interface ApprovalCardProps {
  readonly approval: ApprovalView;
  readonly busy: boolean;
  readonly onApprove: (approval: ApprovalView) => void;
  readonly onReject: (approval: ApprovalView) => void;
}

export function ApprovalCard({ approval, busy, onApprove, onReject }: ApprovalCardProps) {
  const { next, previous, changes, warnings, rejected } = approval;
  const name = visibleText(approval.name);
  return (
    <article className="card" aria-label={name}>
      <header>
        <h2>
          <Visible text={approval.name} />
        </h2>
        <span className="dim small">{headline(approval)}</span>
        <code className="dim">
          <Visible text={approval.source} />
        </code>
      </header>
      {warnings.length > 0 ? <Reasons tone="amber" title="Look twice" lines={warnings} /> : null}
      {changes.length > 0 ? <Reasons title="What changed" lines={changes} /> : null}
      <div className="sides">
        {previous ? <LaunchLines title="Approved before" launch={previous} other={next} side="old" /> : null}
        <LaunchLines title={next.transport === 'stdio' ? 'Would run' : 'Would reach'} launch={next} other={previous} side="new" />
      </div>
      <footer>
        <Button variant="default" size="xs" disabled={busy} onClick={() => onApprove(approval)}>
          Approve {name}
        </Button>
        {rejected ? null : (
          <Button variant="default" size="xs" disabled={busy} onClick={() => onReject(approval)}>
            Reject {name}
          </Button>
        )}
      </footer>
    </article>
  );
}

function headline({ clientLabel, previous, running, rejected }: ApprovalView): string {
  if (rejected) return `You rejected this launch from ${clientLabel}`;
  if (previous === null) return `New in ${clientLabel}`;
  return running ? `Changed in ${clientLabel}; the old launch keeps running meanwhile` : `Changed in ${clientLabel}`;
}

function Reasons({ title, lines, tone }: { readonly title: string; readonly lines: readonly string[]; readonly tone?: 'amber' }) {
  return (
    <>
      <strong className={tone ? `tone-${tone}` : undefined}>{title}</strong>
      <ul className="reasons">
        {lines.map((line) => (
          <li key={line}>
            <Visible text={line} />
          </li>
        ))}
      </ul>
    </>
  );
}
