/** Which rows of a long table are in the document: those on screen, some around them, and the one that must not go. */
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useLayoutEffect, useState } from 'react';

/** Lists up to this long are drawn whole: no scrolling is ever late, and the page's own search finds everything. */
const wholeMax = 40;
/** Rows above and below the screen, so that a quick scroll meets rows that are already there. */
const overscan = 8;

export interface RowWindow {
  /** Rows to draw, ascending. */
  readonly indexes: readonly number[];
  /** Height of what is left out before each of them, and after the last, in pixels. */
  readonly gaps: readonly number[];
  readonly gapAfter: number;
  scrollTo(index: number): void;
}

interface Options {
  readonly count: number;
  readonly rowHeight: number;
  /** The part that holds the rows; it scrolls with the page around it. */
  readonly body: RefObject<HTMLElement | null>;
  /** A row that stays in the document wherever the page is scrolled to, since it has the focus; -1 for none. */
  readonly keep: number;
  /** Covered at the top of the scrolled area by a head that stays. */
  readonly headHeight: number;
}

const scroller = (body: HTMLElement | null): HTMLElement | null => body?.closest<HTMLElement>('.page') ?? null;

/** Rows in view for a table whose rows all have the same height. */
export function useRowWindow({ count, rowHeight, body, keep, headHeight }: Options): RowWindow {
  const above = useHeightAbove(body);
  const virtualizer = useVirtualizer({
    count,
    enabled: count > wholeMax,
    getScrollElement: () => scroller(body.current),
    estimateSize: () => rowHeight,
    overscan,
    scrollMargin: above,
    scrollPaddingStart: headHeight,
    rangeExtractor(range) {
      const indexes = defaultRangeExtractor(range);
      return keep < 0 || keep >= count || indexes.includes(keep) ? indexes : [...indexes, keep].sort((a, b) => a - b);
    },
  });
  if (count <= wholeMax) {
    const indexes = Array.from({ length: count }, (_, index) => index);
    return { indexes, gaps: indexes.map(() => 0), gapAfter: 0, scrollTo: () => {} };
  }
  const indexes = virtualizer.getVirtualItems().map((item) => item.index);
  const gaps = indexes.map((index, at) => (index - (indexes[at - 1] ?? -1) - 1) * rowHeight);
  const gapAfter = (count - 1 - (indexes.at(-1) ?? -1)) * rowHeight;
  return { indexes, gaps, gapAfter, scrollTo: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }) };
}

/** How far below the top of the scrolled page the rows begin; cards above them come and go. */
function useHeightAbove(body: RefObject<HTMLElement | null>): number {
  const [above, setAbove] = useState(0);
  useLayoutEffect(() => {
    const page = scroller(body.current);
    if (page === null) return;
    const measure = () => {
      if (body.current === null) return;
      const next = body.current.getBoundingClientRect().top - page.getBoundingClientRect().top + page.scrollTop;
      setAbove((last) => (Math.abs(last - next) < 1 ? last : next));
    };
    measure();
    const watch = new ResizeObserver(measure);
    for (const part of page.children) watch.observe(part);
    return () => watch.disconnect();
  });
  return above;
}
