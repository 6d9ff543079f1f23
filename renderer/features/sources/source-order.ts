/** The order of rank among watched files: Tooltray's own file is always first and cannot be moved. */
import type { SourceView } from '../../../electron/contract/app-view.ts';

/** Tooltray's own file is always watched. */
export const ownClient = 'tooltray';

export const inRankOrder = (sources: readonly SourceView[]): readonly SourceView[] => [...sources].sort((a, b) => a.rank - b.rank);

const movable = (sources: readonly SourceView[]): readonly SourceView[] =>
  inRankOrder(sources).filter(({ client }) => client !== ownClient);

/** Place among the files that can be moved, from 0; null for one that cannot. */
export function positionOf(source: SourceView, all: readonly SourceView[]): number | null {
  const at = movable(all).findIndex((one) => one.path === source.path);
  return at === -1 ? null : at;
}

/** The place one step up or down; null when there is none. */
export function stepFrom(source: SourceView, all: readonly SourceView[], step: 1 | -1): number | null {
  const at = positionOf(source, all);
  if (at === null || at + step < 0 || at + step >= movable(all).length) return null;
  return at + step;
}
