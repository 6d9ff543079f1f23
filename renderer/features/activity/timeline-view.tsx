/** The timeline with its filter and search, in all its states: unread, failed, empty, few and thousands. */
import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useHotkey } from '../../ui/hotkeys.ts';
import { Note } from '../../ui/note.tsx';
import { dayOf } from './day-words.ts';
import { TimelineList } from './timeline-list.tsx';
import { type Filter, timelineRows } from './timeline-rows.ts';
import type { Timeline } from './use-timeline.ts';

const filters: readonly { readonly value: Filter; readonly label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'edits', label: 'Edits' },
  { value: 'failures', label: 'Failures' },
  { value: 'approvals', label: 'Approvals' },
];
const skeletonLines = 10;

interface TimelineViewProps {
  readonly timeline: Timeline;
  /** Ids of servers that have a page. */
  readonly servers: ReadonlySet<string>;
  readonly now: number;
  readonly timeZone?: string | undefined;
}

export function TimelineView({ timeline, servers, now, timeZone }: TimelineViewProps) {
  const [filter, setFilter] = useState<Filter>('all');
  const [search, setSearch] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useHotkey('/', () => field.current?.focus());
  const { known, problem } = timeline;
  return (
    <section aria-label="What happened">
      <div className="tools-line">
        <TextInput
          ref={field}
          size="xs"
          className="timeline-search"
          aria-label="Search activity"
          placeholder="Search servers, files and tools"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <SegmentedControl
          size="xs"
          aria-label="Show"
          transitionDuration={0}
          data={[...filters]}
          value={filter}
          onChange={(value) => setFilter(value as Filter)}
        />
      </div>
      {problem === null ? null : (
        <Note
          alert
          tone="red"
          title={problem.message}
          hint={problem.hint}
          actions={
            <Button size="compact-sm" variant="default" onClick={timeline.retry}>
              Try again
            </Button>
          }
        />
      )}
      {known?.problem ? <Note tone="amber" title={known.problem.message} hint={known.problem.hint} /> : null}
      {known === null && problem === null ? <TimelineSkeleton /> : null}
      {known === null ? null : (
        <Lines timeline={timeline} servers={servers} now={now} timeZone={timeZone} filter={filter} search={search} />
      )}
    </section>
  );
}

interface LinesProps extends TimelineViewProps {
  readonly filter: Filter;
  readonly search: string;
}

function Lines({ timeline, servers, now, timeZone, filter, search }: LinesProps) {
  const { known } = timeline;
  const wanted = useDeferredValue(search);
  const today = dayOf(now, timeZone);
  // biome-ignore lint/correctness/useExhaustiveDependencies: of `now` only the day decides about rows
  const rows = useMemo(
    () => timelineRows(known?.entries ?? [], { filter, search: wanted, now, timeZone }),
    [known, filter, wanted, today, timeZone],
  );
  const more = known?.more ?? false;
  if (rows.length > 0) return <TimelineList rows={rows} known={servers} more={more} onEnd={timeline.readOlder} timeZone={timeZone} />;
  if (known?.entries.length === 0) {
    return (
      <EmptyState title="Nothing has happened yet">
        Every change of a watched file is told here, with the servers and tools that came and went because of it.
      </EmptyState>
    );
  }
  if (more) return <Older timeline={timeline} />;
  return <EmptyState title="Nothing fits">No entry of the timeline fits this search and filter.</EmptyState>;
}

/** Nothing of what was read fits, but there is older. */
function Older({ timeline }: { readonly timeline: Timeline }) {
  return (
    <EmptyState
      title="Nothing recent fits"
      action={
        <Button size="xs" variant="default" onClick={timeline.readOlder}>
          Look further back
        </Button>
      }
    >
      Looked back to entry {timeline.known?.entries.at(-1)?.number}; older ones have not been read.
    </EmptyState>
  );
}

/** As high as the lines that are coming. */
function TimelineSkeleton() {
  return (
    <div className="timeline-skeleton" role="status" aria-label="Reading the timeline">
      {Array.from({ length: skeletonLines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders are all alike
        <div key={index} className="happened">
          <span className="ghost" style={{ width: 34 }} />
          <span className="ghost" style={{ width: 12 }} />
          <span className="ghost" style={{ width: `${40 + ((index * 17) % 35)}%` }} />
        </div>
      ))}
    </div>
  );
}
