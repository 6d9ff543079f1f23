/** What an import would do, as the preview says it. */
import type { OperationResult } from '../../../electron/contract/operations.ts';
import type { Settings } from '../../../electron/contract/settings.ts';
import { plural } from '../../lib/plural.ts';

export type Preview = OperationResult<'settings.import'>;

/** Larger texts are refused by the app; a settings file is a few kilobytes. */
export const importBytesMax = 1_048_576;

/** What would run without a question after the import and does not yet; `now`: the settings as they are. */
export function trustWarnings({ settings, changes }: Preview, now: Settings | null): readonly string[] {
  if (changes.length === 0) return [];
  const trustedNow = new Set((now?.sources ?? []).filter((source) => source.trust === 'always').map((source) => source.path));
  const files = settings.sources.filter(({ path, trust }) => trust === 'always' && !trustedNow.has(path)).map((source) => source.path);
  const all =
    settings.trust === 'always' && now?.trust !== 'always'
      ? ['New and changed servers of every file will run without being asked about.']
      : [];
  return [...all, ...files.map((path) => `Servers of ${path} will run without being asked about.`)];
}

/** "3 changes", or that there are none. */
export const changesWords = (changes: readonly string[]): string =>
  changes.length === 0 ? 'These settings are the same as yours: nothing would change.' : `${plural(changes.length, 'change')}:`;
