/** Top of the page of servers: the sentence, the numbers or how far a sync is, and what can be done for all of them. */
import { Button, Progress } from '@mantine/core';
import { Plus, RotateCw } from 'lucide-react';
import { useRef } from 'react';
import type { ServerView, Totals } from '../../../electron/contract/app-view.ts';
import type { SyncReport } from '../../../electron/contract/reports.ts';
import { useView } from '../../bridge/use-app-view.ts';
import type { Operation } from '../../bridge/use-operation.ts';
import { useOperation } from '../../bridge/use-operation.ts';
import { shortNumber } from '../../lib/format-number.ts';
import { goTo } from '../../lib/hash-place.ts';
import { plural } from '../../lib/plural.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { showToast } from '../../ui/toast.tsx';
import { nextRun, type SyncRun } from './sync-run.ts';

interface ServersHeadProps {
  readonly servers: readonly ServerView[];
  readonly syncAll: Operation<'servers.sync'>;
}

export function ServersHead({ servers, syncAll }: ServersHeadProps) {
  const sentence = useView((view) => view.sentence);
  const totals = useView((view) => view.totals);
  const run = useSyncRun(servers, syncAll.busy);
  const none = servers.length === 0;
  return (
    <PageHead
      title={visibleText(sentence)}
      below={none ? null : run === null ? <div className="numbers-line">{totalsWords(totals)}</div> : <SyncProgress run={run} />}
      actions={
        <>
          <Button
            size="xs"
            variant="default"
            leftSection={<RotateCw size={14} />}
            disabled={none || syncAll.busy}
            onClick={() => void syncAll.run({ names: [] }).then(sayDone)}
          >
            Resync all
          </Button>
          <Button size="xs" leftSection={<Plus size={14} />} onClick={() => goTo('add-server')}>
            Add server
          </Button>
        </>
      }
    />
  );
}

/** A single server says by itself that it syncs; the line is for several. */
const worthALine = 2;

function useSyncRun(servers: readonly ServerView[], all: boolean): SyncRun | null {
  const last = useRef<SyncRun | null>(null);
  last.current = nextRun(last.current, servers, all);
  const run = last.current;
  return run !== null && (all || run.members.size >= worthALine) ? run : null;
}

function SyncProgress({ run }: { readonly run: SyncRun }) {
  const cancel = useOperation('servers.cancel');
  const total = run.members.size;
  const words = `Syncing ${Math.min(run.done + 1, total)} of ${total}`;
  return (
    <div className="numbers-line">
      <span className="progress-words">{words}</span>
      <Progress.Root className="sync-bar" size={4} transitionDuration={0}>
        <Progress.Section value={total === 0 ? 0 : (100 * run.done) / total} aria-label="Sync" aria-valuetext={words} />
      </Progress.Root>
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        loading={cancel.busy}
        onClick={() => void cancel.run({ names: [] }).then(sayCancelled)}
      >
        Cancel
      </Button>
    </div>
  );
}

function sayCancelled(result: { readonly cancelled: readonly string[] } | null): void {
  if (result === null || result.cancelled.length === 0) return;
  showToast({ message: `Sync cancelled for ${plural(result.cancelled.length, 'server')}. What was listed before stays.` });
}

/** What a sync of all came to, in one sentence. */
export function doneWords({ servers }: Pick<SyncReport, 'servers'>): string {
  const { ok, failed, pending } = servers;
  const parts = [`${plural(ok, 'server')} synced`];
  if (failed.length > 0) parts.push(`${failed.length} failed`);
  if (pending.length > 0) parts.push(`${pending.length} waiting for approval`);
  return `${parts.join(', ')}.`;
}

function sayDone(report: SyncReport | null): void {
  if (report?.servers === undefined) return;
  showToast({ message: doneWords(report), tone: report.servers.failed.length > 0 ? 'bad' : 'good' });
}

function totalsWords(totals: Totals): string {
  const counts = [
    plural(totals.tools, 'tool'),
    totals.prompts > 0 ? plural(totals.prompts, 'prompt') : null,
    totals.resources > 0 ? plural(totals.resources, 'resource') : null,
    totals.tokens > 0 ? `${shortNumber(totals.tokens)} tokens` : null,
  ];
  return counts.filter(Boolean).join(' · ');
}
