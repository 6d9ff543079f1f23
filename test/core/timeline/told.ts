/** A pretend world whose timeline is written down in short words. */
import type { HistoryEntry } from '../../../electron/contract/history.ts';
import { emptyMemory, type TimelineMemory } from '../../../electron/core/timeline/memory.ts';
import { record } from '../../../electron/core/timeline/record.ts';
import { pretendWorld, type StepRecord, type World, type WorldOptions } from '../../helpers/pretend-world.ts';

export interface Telling {
  readonly world: World;
  readonly entries: HistoryEntry[];
  memory: TimelineMemory;
  /** Entries since the last call, in short words. */
  news(): readonly string[];
}

/** A world that records every step. */
export function tellingWorld(options: WorldOptions = {}, isAlwaysTrusted = (): boolean => false): Telling {
  let told = 0;
  const telling: Telling = {
    world: pretendWorld({ ...options, onStep: (step) => take(step) }),
    entries: [],
    memory: emptyMemory,
    news() {
      const news = telling.entries.slice(told);
      told = telling.entries.length;
      return news.map(inWords);
    },
  };
  function take(step: StepRecord): void {
    const recorded = record(telling.memory, { ...step, isAlwaysTrusted });
    telling.memory = recorded.memory;
    telling.entries.push(...recorded.entries);
  }
  return telling;
}

/** For example `3 server.failed db exited by 1`. */
export function inWords({ number, kind, server, edit, lists, problem, cause }: HistoryEntry): string {
  const names = (sign: string, list: readonly { readonly name: string }[]) => list.map(({ name }) => `${sign}${name}`);
  const changes = edit ? [...names('+', edit.added), ...names('-', edit.removed), ...names('~', edit.changed)] : [];
  const counts = lists.map((list) => `${list.capability} +${list.addedCount} -${list.removedCount} ~${list.changedCount} =${list.total}`);
  const parts = [kind, server?.name, problem?.code, ...changes, ...counts, cause === null ? undefined : `by ${cause}`];
  return `${number} ${parts.filter((part) => part !== undefined).join(' ')}`;
}
