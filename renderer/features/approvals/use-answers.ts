/** Answers to open questions: asked for, told about, and the focus moved on. */
import { useCallback, useState } from 'react';
import type { ApprovalView } from '../../../electron/contract/app-view.ts';
import type { Problem } from '../../../electron/contract/problem.ts';
import { useOperation } from '../../bridge/use-operation.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { showToast } from '../../ui/toast.tsx';

export const approvalKey = ({ server, launchHash }: ApprovalView): string => `${server} ${launchHash}`;

/** Exactly what was shown is answered; a launch that has changed meanwhile is asked about again. */
const launches = (approvals: readonly ApprovalView[]) => ({
  launches: approvals.map(({ server, launchHash }) => ({ server, launchHash })),
});

const who = (approvals: readonly ApprovalView[]): string =>
  approvals.length === 1 ? visibleText(approvals[0]?.name ?? '') : `${approvals.length} servers`;

/** The question that a person goes on with: the next one, else the one before; null when none is left. */
export function nextAfter(approvals: readonly ApprovalView[], answered: readonly ApprovalView[]): ApprovalView | null {
  const gone = new Set(answered.map(approvalKey));
  const last = Math.max(...approvals.map((approval, index) => (gone.has(approvalKey(approval)) ? index : -1)));
  const left = approvals.filter((approval) => !gone.has(approvalKey(approval)));
  return left.find((approval) => approvals.indexOf(approval) > last) ?? left.at(-1) ?? null;
}

export interface Answers {
  readonly busy: boolean;
  readonly approving: boolean;
  readonly problem: Problem | null;
  readonly approve: (chosen: readonly ApprovalView[]) => void;
  readonly reject: (chosen: readonly ApprovalView[]) => void;
  /** Where the focus belongs since the last answer: a question, or null for the heading; undefined before any answer. */
  readonly goOn: { readonly key: string | null } | undefined;
}

export function useAnswers(waiting: readonly ApprovalView[]): Answers {
  const approving = useOperation('approvals.approve');
  const rejecting = useOperation('approvals.reject');
  const [goOn, setGoOn] = useState<{ readonly key: string | null }>();
  const { run: runApprove, clear: clearApprove } = approving;
  const { run: runReject, clear: clearReject } = rejecting;

  const done = useCallback(
    (chosen: readonly ApprovalView[], message: string) => {
      const next = nextAfter(waiting, chosen);
      setGoOn({ key: next === null ? null : approvalKey(next) });
      showToast({ message, tone: 'good' });
    },
    [waiting],
  );
  const approve = async (chosen: readonly ApprovalView[]) => {
    clearReject();
    if ((await runApprove(launches(chosen))) !== null) done(chosen, `${who(chosen)} approved and starting`);
  };
  const reject = async (chosen: readonly ApprovalView[]) => {
    clearApprove();
    if ((await runReject(launches(chosen))) !== null) done(chosen, `${who(chosen)} rejected; it does not run`);
  };
  return {
    busy: approving.busy || rejecting.busy,
    approving: approving.busy,
    problem: approving.problem ?? rejecting.problem,
    approve: (chosen) => void approve(chosen),
    reject: (chosen) => void reject(chosen),
    goOn,
  };
}
