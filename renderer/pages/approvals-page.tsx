/** What waits for the person: every launch in full, old beside new. */
import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { ApprovalView } from '../../electron/contract/app-view.ts';
import { useView } from '../bridge/use-app-view.ts';
import { ApprovalCard } from '../features/approvals/approval-card.tsx';
import { approvalKey, useAnswers } from '../features/approvals/use-answers.ts';
import { visibleText } from '../lib/visible-text.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Note } from '../ui/note.tsx';
import { PageHead } from '../ui/page-head.tsx';

/** More cards than this are lines at first, so that a person can see how many and which. */
const wholeMax = 4;

export function ApprovalsPage() {
  const approvals = useView((view) => view.approvals);
  const waiting = approvals.filter((approval) => !approval.rejected);
  const rejected = approvals.filter((approval) => approval.rejected);
  const answers = useAnswers(waiting);
  const { goOn, busy } = answers;
  const heading = useRef<HTMLSpanElement>(null);
  const cards = useRef(new Map<string, HTMLElement>());
  const folds = useFolds(waiting, goOn?.key ?? null);

  useEffect(() => {
    if (goOn === undefined) return;
    const card = goOn.key === null ? undefined : cards.current.get(goOn.key);
    (card ?? heading.current)?.focus();
  }, [goOn]);

  const card = (approval: ApprovalView) => {
    const key = approvalKey(approval);
    return (
      <ApprovalCard
        key={key}
        approval={approval}
        busy={busy}
        onApprove={(one) => answers.approve([one])}
        onReject={(one) => answers.reject([one])}
        fold={approval.rejected ? null : folds(key)}
        headingRef={(element) => {
          if (element === null) cards.current.delete(key);
          else cards.current.set(key, element);
        }}
      />
    );
  };
  return (
    <>
      <PageHead
        title={
          <span tabIndex={-1} ref={heading}>
            {sentence(waiting)}
          </span>
        }
        below={waiting.length > 0 ? 'Nothing runs before you approve it. Approve only what you recognise.' : null}
        actions={
          waiting.length > 1 ? (
            <Button size="xs" variant="default" loading={answers.approving} disabled={busy} onClick={() => answers.approve(waiting)}>
              Approve all
            </Button>
          ) : null
        }
      />
      {answers.problem ? <Note alert tone="red" title={answers.problem.message} hint={answers.problem.hint} /> : null}
      {approvals.length === 0 ? (
        <EmptyState title="All answered">New and changed servers appear here before they run for the first time.</EmptyState>
      ) : null}
      {waiting.map(card)}
      {rejected.length > 0 ? (
        <details className="approvals-rejected">
          <summary>Rejected ({rejected.length})</summary>
          {rejected.map(card)}
        </details>
      ) : null}
    </>
  );
}

/** Which cards are open when there are many: those that were opened, and the one to go on with. */
function useFolds(waiting: readonly ApprovalView[], current: string | null) {
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  // Lines stay lines while they become fewer, so that nothing changes its form under a person's eyes.
  const [many, setMany] = useState(waiting.length > wholeMax);
  if (!many && waiting.length > wholeMax) setMany(true);
  if (many && waiting.length === 0) setMany(false);
  return (key: string) => {
    if (!many) return null;
    const open = toggled.get(key) ?? key === current;
    return { open, onToggle: () => setToggled(new Map(toggled).set(key, !open)) };
  };
}

function sentence(waiting: readonly ApprovalView[]): string {
  if (waiting.length === 0) return 'Nothing waits for your approval.';
  return waiting.length === 1
    ? `${visibleText(waiting[0]?.name ?? '')} needs your approval.`
    : `${waiting.length} servers need your approval.`;
}
