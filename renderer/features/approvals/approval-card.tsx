/** One open question: what would run, what changed, and the two answers. Neither is the default. */
import './approvals.css';
import { Button } from '@mantine/core';
import type { Ref } from 'react';
import type { ApprovalView } from '../../../electron/contract/app-view.ts';
import { plural } from '../../lib/plural.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { Mark } from '../../ui/mark.tsx';
import { LaunchLines } from './launch-lines.tsx';
import { Visible } from './visible.tsx';

export interface ApprovalCardProps {
  readonly approval: ApprovalView;
  readonly busy: boolean;
  readonly onApprove: (approval: ApprovalView) => void;
  readonly onReject: (approval: ApprovalView) => void;
  /** Among many, a card is one line until it is opened; null: always whole. */
  readonly fold: { readonly open: boolean; readonly onToggle: () => void } | null;
  /** Gets the focus when the card before it has been answered. */
  readonly headingRef: Ref<HTMLElement>;
}

export function ApprovalCard({ approval, fold, headingRef, ...answers }: ApprovalCardProps) {
  const name = visibleText(approval.name);
  return (
    <article className={fold === null ? 'card approval' : 'card approval is-folded'} aria-label={name}>
      <header>
        {fold === null ? (
          <>
            <h2 tabIndex={-1} ref={headingRef as Ref<HTMLHeadingElement>}>
              <Visible text={approval.name} />
            </h2>
            <span className="dim small">{headline(approval)}</span>
          </>
        ) : (
          <h2>
            <button
              type="button"
              className="approval-line"
              aria-expanded={fold.open}
              onClick={fold.onToggle}
              ref={headingRef as Ref<HTMLButtonElement>}
            >
              <span className="approval-turn" aria-hidden="true">
                ›
              </span>
              <strong className="cut">{name}</strong>
              <span className="dim cut">{headline(approval)}</span>
              <Warned approval={approval} />
            </button>
          </h2>
        )}
      </header>
      {fold === null || fold.open ? <Body approval={approval} name={name} {...answers} /> : null}
    </article>
  );
}

function Warned({ approval: { warnings } }: { readonly approval: ApprovalView }) {
  if (warnings.length === 0) return null;
  return (
    <span className="approval-marks tone-amber">
      <Mark shape="triangle" />
      {plural(warnings.length, 'warning')}
    </span>
  );
}

interface BodyProps extends Pick<ApprovalCardProps, 'approval' | 'busy' | 'onApprove' | 'onReject'> {
  readonly name: string;
}

function Body({ approval, name, busy, onApprove, onReject }: BodyProps) {
  const { next, previous, changes, warnings, rejected } = approval;
  return (
    <div className="approval-body">
      <p className="approval-changed dim">
        From{' '}
        <code>
          <Visible text={approval.source} />
        </code>
      </p>
      {warnings.length > 0 ? <Warnings lines={warnings} /> : null}
      {changes.length > 0 ? (
        <p className="approval-changed">
          <strong>What changed:</strong> <Visible text={changes.map(fieldOf).join(', ')} />
        </p>
      ) : null}
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
    </div>
  );
}

/** Which field; the values stand beside each other below, marked where they differ. */
const fieldOf = (change: string): string => change.split(': ')[0] ?? change;

function headline({ clientLabel, previous, running, rejected }: ApprovalView): string {
  if (rejected) return `You rejected this launch from ${clientLabel}`;
  if (previous === null) return `New in ${clientLabel}`;
  return running ? `Changed in ${clientLabel}; the old launch keeps running meanwhile` : `Changed in ${clientLabel}`;
}

function Warnings({ lines }: { readonly lines: readonly string[] }) {
  return (
    <>
      <strong className="tone-amber">
        <Mark shape="triangle" /> Look twice
      </strong>
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
