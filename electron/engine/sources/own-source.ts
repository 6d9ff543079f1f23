/** Tooltray's own config file and the list of all sources that the settings name. */
import { sourceId } from '../../contract/ids.ts';
import type { Settings } from '../../contract/settings.ts';
import type { SourceName } from '../../core/model/event.ts';
import type { Surroundings } from '../../core/ports.ts';

/** Client id of Tooltray's own `mcp.json`. */
export const ownClient = 'tooltray';

export function ownSourcePath(surroundings: Surroundings): string {
  return `${surroundings.tooltrayHome}${surroundings.platform === 'windows' ? '\\' : '/'}mcp.json`;
}

/** Sources in rank order: the own one first, then as the person listed them. */
export function namedSources(surroundings: Surroundings, settings: Settings): readonly SourceName[] {
  const own = ownSourcePath(surroundings);
  const others = settings.sources.filter((source) => source.path !== own);
  return [
    { id: sourceId(own), client: ownClient, rank: 0 },
    ...others.map(({ path, client }, index) => ({ id: sourceId(path), client, rank: index + 1 })),
  ];
}
