/** The table before the first view is there, in its final size. */
import { Skeleton } from '@mantine/core';

const rows = ['a', 'b', 'c', 'd'];

export function TableSkeleton() {
  return (
    <div className="table-box" aria-busy="true">
      <span className="screen-reader-only" role="status">
        Loading
      </span>
      {rows.map((row) => (
        <div key={row} style={{ height: 32, padding: '10px' }}>
          <Skeleton height={12} />
        </div>
      ))}
    </div>
  );
}
