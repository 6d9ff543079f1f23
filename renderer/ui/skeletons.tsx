/** What stands where something is still being read, in the size that it will have. */
import { Skeleton } from '@mantine/core';

/** Rows of a table or list: a line of text each, on the height of a row. */
export function SkeletonRows({ rows, label = 'Loading' }: { readonly rows: number; readonly label?: string }) {
  return (
    <div className="table-box" aria-busy="true">
      <span className="screen-reader-only" role="status">
        {label}
      </span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of a skeleton are all the same
        <div key={row} className="skeleton-row">
          <Skeleton height={10} width={`${rowWidths[row % rowWidths.length]}%`} />
        </div>
      ))}
    </div>
  );
}

/** Uneven, as text is. */
const rowWidths = [62, 48, 71, 55] as const;

/** Lines of text before they are there. */
export function SkeletonLines({ lines, label = 'Loading' }: { readonly lines: number; readonly label?: string }) {
  return (
    <div className="skeleton-lines" aria-busy="true">
      <span className="screen-reader-only" role="status">
        {label}
      </span>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a skeleton are all the same
        <Skeleton key={line} height={10} width={`${rowWidths[line % rowWidths.length]}%`} />
      ))}
    </div>
  );
}
