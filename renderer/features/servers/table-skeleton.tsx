/** The page of servers before the first view is there, in its final size. */
import { Skeleton } from '@mantine/core';
import { SkeletonRows } from '../../ui/skeletons.tsx';

/** Head of the table and a few servers. */
const rows = 7;

export function TableSkeleton() {
  return (
    <>
      <div className="skeleton-head">
        <Skeleton height={18} width={280} />
        <Skeleton height={12} width={180} />
      </div>
      <div className="tools-line">
        <Skeleton height={28} width={280} />
      </div>
      <SkeletonRows rows={rows} />
    </>
  );
}
