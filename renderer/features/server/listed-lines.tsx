/** The lines of a list; of thousands only those on screen are drawn. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import type { CapabilityKind, ListedItem } from '../../../electron/contract/capability.ts';
import { ListedLine } from './listed-line.tsx';

/** So many closed lines cost nothing; the window's own search and readers work best with all of them there. */
const drawnWholeMax = 100;
const lineHeightPixels = 33;
/** Lines beyond the edges, so that quick scrolling shows no gaps. */
const overscan = 12;

export interface Line {
  readonly key: string;
  readonly item: ListedItem;
}

export interface ListedLinesProps {
  readonly lines: readonly Line[];
  readonly capability: CapabilityKind;
  readonly label: string;
  readonly open: ReadonlySet<string>;
  readonly onToggle: (key: string) => void;
  /** Line to bring into view and give the focus; another object asks again. */
  readonly wanted: { readonly key: string } | null;
}

export function ListedLines(props: ListedLinesProps) {
  return props.lines.length > drawnWholeMax ? <Virtual {...props} /> : <Whole {...props} />;
}

const focusLine = (line: Element | null | undefined): void => line?.querySelector<HTMLElement>('button')?.focus({ preventScroll: true });

/** Arrow keys, Home and End walk from line to line. */
function onListKey(event: React.KeyboardEvent<HTMLElement>): void {
  const at = event.target instanceof Element ? event.target.closest('.listed-line')?.closest('li') : null;
  if (!at || event.altKey || event.ctrlKey || event.metaKey) return;
  const ends = { Home: at.parentElement?.firstElementChild, End: at.parentElement?.lastElementChild };
  const next = { ArrowDown: at.nextElementSibling, ArrowUp: at.previousElementSibling, ...ends }[event.key];
  if (!next) return;
  event.preventDefault();
  focusLine(next);
  next.scrollIntoView({ block: 'nearest' });
}

function Whole({ lines, capability, label, open, onToggle, wanted }: ListedLinesProps) {
  const list = useRef<HTMLUListElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a place that was asked for once is not jumped to again when the list is read anew
  useLayoutEffect(() => {
    const index = wanted === null ? -1 : lines.findIndex((line) => line.key === wanted.key);
    const line = list.current?.children[index];
    line?.scrollIntoView({ block: 'start' });
    focusLine(line);
  }, [wanted]);
  return (
    <ul className="listed-lines" aria-label={label} ref={list} onKeyDown={onListKey}>
      {lines.map(({ key, item }) => (
        <li key={key} className="listed-item">
          <ListedLine id={key} item={item} capability={capability} open={open.has(key)} onToggle={onToggle} />
        </li>
      ))}
    </ul>
  );
}

function Virtual({ lines, capability, label, open, onToggle, wanted }: ListedLinesProps) {
  const list = useRef<HTMLUListElement>(null);
  const [above, setAbove] = useState(0);
  const page = () => list.current?.closest<HTMLElement>('.page') ?? null;
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: page,
    estimateSize: () => lineHeightPixels,
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan,
    scrollMargin: above,
    // A line that has no height yet must not look as if endlessly many more fitted on the screen.
    measureElement: (line) => Math.max(lineHeightPixels, line.getBoundingClientRect().height),
  });
  // What is above the list may grow (a failure appears), so its place is measured after every drawing.
  useLayoutEffect(() => {
    const frame = page();
    if (list.current === null || frame === null) return;
    setAbove(Math.round(list.current.getBoundingClientRect().top - frame.getBoundingClientRect().top + frame.scrollTop));
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a place that was asked for once is not jumped to again when the list is read anew
  useLayoutEffect(() => {
    const index = wanted === null ? -1 : lines.findIndex((line) => line.key === wanted.key);
    if (index < 0) return;
    virtual.scrollToIndex(index, { align: 'start' });
    const timer = setTimeout(() => focusLine(list.current?.querySelector(`[data-index="${index}"]`)), 0);
    return () => clearTimeout(timer);
  }, [wanted]);
  return (
    <ul className="listed-lines is-virtual" aria-label={label} ref={list} style={{ height: virtual.getTotalSize() }} onKeyDown={onListKey}>
      {virtual.getVirtualItems().map(({ index, start, key }) => {
        const line = lines[index];
        return line === undefined ? null : (
          <li
            key={key}
            className="listed-item listed-floating"
            ref={virtual.measureElement}
            data-index={index}
            aria-setsize={lines.length}
            aria-posinset={index + 1}
            style={{ transform: `translateY(${start - above}px)` }}
          >
            <ListedLine id={line.key} item={line.item} capability={capability} open={open.has(line.key)} onToggle={onToggle} />
          </li>
        );
      })}
    </ul>
  );
}
