/** The timeline as a long list: only what is on screen is drawn, and new lines on top do not move what is being read. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { TimelineLine } from './timeline-line.tsx';
import type { TimelineRow } from './timeline-rows.ts';

const linePx = 32;
const dayPx = 44;
/** Enough that Tab finds the next lines drawn. */
const drawnBeyond = 12;
/** Older entries are asked for this many lines before the end is reached. */
const askAheadLines = 30;

interface TimelineListProps {
  readonly rows: readonly TimelineRow[];
  readonly known: ReadonlySet<string>;
  /** There are older entries than these rows. */
  readonly more: boolean;
  readonly onEnd: () => void;
  readonly timeZone?: string | undefined;
}

export function TimelineList({ rows, known, more, onEnd, timeZone }: TimelineListProps) {
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  const [opened, toggle] = useOpened();
  // The chart and the search above may change their height.
  useLayoutEffect(() => {
    const element = list.current;
    const page = element && pageOf(element);
    if (element && page) setTop(element.getBoundingClientRect().top - page.getBoundingClientRect().top + page.scrollTop);
  });
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => list.current && pageOf(list.current),
    estimateSize: (index) => (rows[index]?.kind === 'day' ? dayPx : linePx),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: drawnBeyond,
    scrollMargin: top,
  });
  useSteadyPlace(virtual, rows, top);
  const items = virtual.getVirtualItems();
  const lastDrawn = items.at(-1)?.index ?? 0;
  const nearEnd = more && lastDrawn >= rows.length - 1 - askAheadLines;
  // biome-ignore lint/correctness/useExhaustiveDependencies: more rows may still end within sight, so each growth asks again
  useEffect(() => {
    if (nearEnd) onEnd();
  }, [nearEnd, onEnd, rows.length]);
  return (
    <ul className="timeline" ref={list} aria-label="Timeline" style={{ height: virtual.getTotalSize() }}>
      {items.map((item) => {
        const row = rows[item.index];
        return row === undefined ? null : (
          <li
            key={item.key}
            ref={virtual.measureElement}
            data-index={item.index}
            className="timeline-row"
            aria-posinset={item.index + 1}
            aria-setsize={more ? -1 : rows.length}
            style={{ transform: `translateY(${item.start - top}px)` }}
          >
            {row.kind === 'day' ? (
              <h2 className="timeline-day">{row.title}</h2>
            ) : (
              <TimelineLine
                entry={row.entry}
                nested={row.nested}
                because={row.because}
                known={known}
                opened={opened.has(row.entry.number)}
                onToggle={toggle}
                timeZone={timeZone}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** The part of the window that scrolls. */
const pageOf = (element: HTMLElement): HTMLElement | null => element.closest('main');

/** Numbers of the unfolded entries. */
function useOpened(): readonly [ReadonlySet<number>, (number: number) => void] {
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const toggle = useCallback((number: number) => {
    setOpened((before) => {
      const next = new Set(before);
      if (!next.delete(number)) next.add(number);
      return next;
    });
  }, []);
  return [opened, toggle];
}

type Virtual = ReturnType<typeof useVirtualizer<HTMLElement, Element>>;

/** When lines are put in above, scrolls by as much as they take, so that the line at the top of the screen stays there. */
function useSteadyPlace(virtual: Virtual, rows: readonly TimelineRow[], top: number): void {
  const anchor = useRef<{ readonly key: string; readonly start: number } | null>(null);
  const seen = useRef(rows);
  useLayoutEffect(() => {
    const offset = virtual.scrollOffset ?? 0;
    if (seen.current !== rows) {
      seen.current = rows;
      const held = anchor.current;
      const index = held === null ? -1 : rows.findIndex((row) => row.key === held.key);
      const start = virtual.measurementsCache[index]?.start;
      // At the very top the newest line is what a person wants to see.
      if (held !== null && start !== undefined && offset > top && start !== held.start) virtual.scrollToOffset(offset + start - held.start);
    }
    const first = virtual.measurementsCache.find((item) => item.end > offset);
    const row = first === undefined ? undefined : rows[first.index];
    anchor.current = row === undefined || first === undefined ? null : { key: row.key, start: first.start };
  });
}
