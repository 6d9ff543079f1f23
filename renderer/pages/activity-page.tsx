/** What happened when: how long syncs took, and which file edit caused what. */
import '../features/activity/activity.css';
import { useMemo } from 'react';
import { useAnswer } from '../bridge/use-answer.ts';
import { useAppView } from '../bridge/use-app-view.ts';
import { busyPieces } from '../features/activity/chart-words.ts';
import { SyncChart } from '../features/activity/sync-chart.tsx';
import { timelineSentence } from '../features/activity/timeline-sentence.ts';
import { TimelineView } from '../features/activity/timeline-view.tsx';
import { useTimeline } from '../features/activity/use-timeline.ts';
import { useNow } from '../lib/use-now.ts';
import { Note } from '../ui/note.tsx';
import { PageHead } from '../ui/page-head.tsx';

/** Syncs that brought nothing new are in the chart but not in the timeline, so it is also read by the clock. */
const chartEveryMs = 60_000;

/** `timeZone`: another one than the machine's. */
export function ActivityPage({ timeZone }: { readonly timeZone?: string }) {
  const { historyNumber, servers } = useAppView();
  const timeline = useTimeline(historyNumber);
  const chart = useAnswer('history.chart', {}, { version: historyNumber, everyMs: chartEveryMs });
  const now = useNow();
  const ids = useMemo(() => new Set<string>(servers.map((server) => server.id)), [servers]);
  const { known } = timeline;
  return (
    <>
      <PageHead title={known === null ? 'Activity' : timelineSentence(known.entries, known.more, now, timeZone)} />
      {chart.result !== null && busyPieces(chart.result).length > 0 ? <SyncChart chart={chart.result} timeZone={timeZone} /> : null}
      {chart.problem !== null && timeline.problem === null ? (
        <Note tone="red" title={chart.problem.message} hint={chart.problem.hint} />
      ) : null}
      <TimelineView timeline={timeline} servers={ids} now={now} timeZone={timeZone} />
    </>
  );
}
