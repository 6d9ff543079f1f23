/** What waits for the person: every launch in full, old beside new. */
import { Button } from '@mantine/core';
import type { ApprovalView } from '../../electron/contract/app-view.ts';
import { useAppView } from '../bridge/use-app-view.ts';
import { useOperation } from '../bridge/use-operation.ts';
import { ApprovalCard } from '../features/approvals/approval-card.tsx';
import { visibleText } from '../lib/visible-text.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Note } from '../ui/note.tsx';
import { PageHead } from '../ui/page-head.tsx';

/** Exactly what was shown is answered; a launch that has changed meanwhile is asked about again. */
const launches = (approvals: readonly ApprovalView[]) => ({
  launches: approvals.map(({ server, launchHash }) => ({ server, launchHash })),
});

export function ApprovalsPage() {
  const { approvals } = useAppView();
  const approve = useOperation('approvals.approve');
  const reject = useOperation('approvals.reject');
  const waiting = approvals.filter((approval) => !approval.rejected);
  const rejected = approvals.filter((approval) => approval.rejected);
  const busy = approve.busy || reject.busy;
  const problem = approve.problem ?? reject.problem;
  const card = (approval: ApprovalView) => (
    <ApprovalCard
      key={`${approval.server} ${approval.launchHash}`}
      approval={approval}
      busy={busy}
      onApprove={(one) => void approve.run(launches([one]))}
      onReject={(one) => void reject.run(launches([one]))}
    />
  );
  return (
    <>
      <PageHead
        title={sentence(waiting)}
        below={waiting.length > 0 ? 'Nothing runs before you approve it. Approve only what you recognise.' : null}
        actions={
          waiting.length > 1 ? (
            <Button size="xs" variant="default" loading={approve.busy} disabled={busy} onClick={() => void approve.run(launches(waiting))}>
              Approve all
            </Button>
          ) : null
        }
      />
      {problem ? <Note alert tone="red" title={problem.message} hint={problem.hint} /> : null}
      {approvals.length === 0 ? (
        <EmptyState title="All answered">New and changed servers appear here before they run for the first time.</EmptyState>
      ) : null}
      {waiting.map(card)}
      {rejected.length > 0 ? <h2 className="section-title">Rejected</h2> : null}
      {rejected.map(card)}
    </>
  );
}

function sentence(waiting: readonly ApprovalView[]): string {
  if (waiting.length === 0) return 'Nothing waits for your approval.';
  return waiting.length === 1
    ? `${visibleText(waiting[0]?.name ?? '')} needs your approval.`
    : `${waiting.length} servers need your approval.`;
}
