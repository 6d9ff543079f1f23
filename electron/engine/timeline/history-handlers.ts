/** Reading the timeline. */
import type { HistoryEntry } from '../../contract/history.ts';
import type { Problem } from '../../contract/problem.ts';
import { historyChart } from '../../core/timeline/chart.ts';
import type { EngineParts } from '../engine-parts.ts';
import type { Handlers } from '../requests/handlers.ts';

export function historyHandlers(parts: EngineParts): Pick<Handlers, 'history.get' | 'history.chart'> {
  const { timeline, ports } = parts;
  return {
    'history.get': async ({ limit, before, server }) => {
      await timeline.load();
      const ids = server === undefined ? null : await serverIds(parts, server);
      if (ids !== null && 'code' in ids) return ids;
      const fitting = timeline
        .entries()
        .filter((entry) => (before === undefined || entry.number < before) && (ids === null || isAbout(entry, ids)));
      return {
        entries: fitting.slice(-limit).reverse(),
        more: fitting.length > limit,
        problem: timeline.problem(),
      };
    },
    'history.chart': async ({ hours }) => {
      await timeline.load();
      return historyChart(timeline.entries(), hours, ports.clock.now().wall);
    },
  };
}

/** Ids that are meant: a server that is there now, or else whatever went by that name. */
async function serverIds(parts: EngineParts, server: string): Promise<ReadonlySet<string> | Problem> {
  await parts.load();
  await parts.readSources();
  const { servers } = parts.feed.view();
  const now = servers.find((one) => one.id === server) ?? servers.find((one) => one.name === server);
  const known = now ? [now.id] : servers.filter((one) => one.ownName === server).map((one) => one.id);
  if (known.length > 0) return new Set(known);
  const then = parts.timeline.entries().flatMap((entry) => serversIn(entry).filter(({ id, name }) => id === server || name === server));
  if (then.length > 0) return new Set(then.map(({ id }) => id));
  return { code: 'not-found', message: `the timeline knows no server "${server}"`, hint: 'tooltray history shows all entries.' };
}

const isAbout = (entry: HistoryEntry, ids: ReadonlySet<string>): boolean => serversIn(entry).some(({ id }) => ids.has(id));

function serversIn({ server, edit }: HistoryEntry): readonly { readonly id: string; readonly name: string }[] {
  if (server) return [server];
  return edit ? [...edit.added, ...edit.removed, ...edit.changed] : [];
}
