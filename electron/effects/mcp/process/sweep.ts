/** At start: ends what earlier runs of this home left behind. */
import { sweepContainers } from './container.ts';
import type { ProcessTable } from './process-table.ts';
import { homeDigest, managerLives, readRunTag } from './run-tag.ts';
import { endSurvivors, leftoverTermMs, type Supervision } from './supervise.ts';

/** Tag → group of one process that carries it, for all tags of dead runs of this home. */
async function leftovers(home: string, table: ProcessTable): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const digest = homeDigest(home);
  const found = new Map<string, Set<number>>();
  for (const { tag, group, pid } of await table.list()) {
    const parts = tag ? readRunTag(tag) : null;
    if (pid === process.pid || !tag || parts === null || parts.home !== digest || (await managerLives(parts, table))) continue;
    found.set(tag, (found.get(tag) ?? new Set()).add(group));
  }
  return found;
}

/** Ends them all, proven by their tag one by one; gives how many process groups that were. */
export async function sweepLeftovers(
  home: string,
  supervision: Supervision,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const found = await leftovers(home, supervision.table);
  // pid 0 is nobody: only the tag counts here, the group of the old record is not trusted.
  await Promise.all([...found.keys()].map((tag) => endSurvivors({ pid: 0, startTime: '', tag }, supervision, leftoverTermMs)));
  await sweepContainers(home, supervision.table, environment);
  return new Set([...found.values()].flatMap((groups) => [...groups])).size;
}
