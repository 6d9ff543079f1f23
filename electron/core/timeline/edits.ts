/** What a step changed about the files: which servers they ask for, and whether they can be used. */
import type { HistoryServer } from '../../contract/history.ts';
import type { ServerId, SourceId } from '../../contract/ids.ts';
import { diffByKey } from '../lib/diff-by-key.ts';
import { plainLaunch } from '../model/plain-launch.ts';
import type { StoredServer } from '../model/registry.ts';
import type { ServerDefinition } from '../model/server.ts';
import type { State } from '../model/state.ts';
import { boundedText, namesMax } from './bounds.ts';
import { type Draft, draft, keptProblem, namedServer, type TimelineStep } from './draft.ts';
import { launchWords } from './launch-words.ts';
import type { TimelineMemory } from './memory.ts';

/** One server as it was asked for: read in this run, or remembered from the run before. */
type Former = { readonly read: ServerDefinition } | { readonly remembered: StoredServer };

/** Entries about sources that this step calls for, in the order in which they are told. */
export function sourceDrafts(memory: TimelineMemory, step: TimelineStep): readonly Draft[] {
  const { event } = step;
  switch (event.kind) {
    case 'source.named':
      return unnamed(step).flatMap((source) => editOf(step, source));
    case 'source.unreadable': {
      const { source, problem } = event;
      if (step.after.sources.get(source)?.problem !== problem || memory.failedSources.get(source) === problem.code) return [];
      return [draft('source.failed', { source, problem: keptProblem(problem, (text) => text) })];
    }
    case 'source.read':
    case 'source.touched': {
      const usable = step.after.sources.get(event.source)?.problem === null;
      const recovered = usable && memory.failedSources.has(event.source) ? [draft('source.recovered', { source: event.source })] : [];
      return [...recovered, ...editOf(step, event.source)];
    }
    case 'source.gone':
      return editOf(step, event.source);
    default:
      return [];
  }
}

/** Sources that are not watched any more; at the start: that the run before still watched. */
function unnamed({ before, after }: TimelineStep): readonly SourceId[] {
  const known = new Set([...before.sources.keys(), ...[...before.remembered.values()].map((server) => server.source)]);
  return [...known].filter((source) => !after.sources.has(source));
}

function formerOf(state: State, source: SourceId): ReadonlyMap<ServerId, Former> {
  const reading = state.sources.get(source)?.reading;
  if (reading) return new Map(reading.servers.map((read) => [read.id, { read }]));
  const remembered = [...state.remembered.values()].filter((server) => server.source === source);
  return new Map(remembered.map((server) => [server.id, { remembered: server }]));
}

function editOf(step: TimelineStep, source: SourceId): readonly Draft[] {
  const reading = step.after.sources.get(source)?.reading;
  if (reading && reading.servers === step.before.sources.get(source)?.reading?.servers) return [];
  const wanted = new Map((reading?.servers ?? []).map((definition) => [definition.id, definition]));
  const { added, updated, removed } = diffByKey(formerOf(step.before, source), wanted, isSame);
  if (added.length + updated.length + removed.length === 0) return [];
  const named = ([id]: readonly [ServerId, ...unknown[]]): HistoryServer => namedServer(step, id);
  const edit = {
    added: added.slice(0, namesMax).map(named),
    removed: removed.slice(0, namesMax).map(([id]) => ({ id, name: boundedText(step.namesBefore().get(id) ?? id) })),
    changed: updated.slice(0, namesMax).map((one) => ({ ...named(one), changes: changesOf(one[1], one[2]) })),
    addedCount: added.length,
    removedCount: removed.length,
    changedCount: updated.length,
  };
  const touched = { wanted: [...added, ...updated].map(([id]) => id), gone: removed.map(([id]) => id) };
  return [draft('source.changed', { source, edit, touched })];
}

const isEnabled = (former: Former): boolean => ('read' in former ? former.read.enabled : former.remembered.enabled);

/** Launch that was asked for; '' when an earlier version did not note it and no sync did. */
function launchOf(former: Former): string {
  if ('read' in former) return former.read.launchHash;
  const { launch, syncedLaunchHash, failure } = former.remembered;
  return launch?.hash ?? (syncedLaunchHash || (failure?.launchHash ?? ''));
}

function isSame(former: Former, now: ServerDefinition): boolean {
  const launch = launchOf(former);
  return isEnabled(former) === now.enabled && (launch === '' || launch === now.launchHash);
}

function changesOf(former: Former, now: ServerDefinition): string[] {
  const switched = isEnabled(former) === now.enabled ? [] : [now.enabled ? 'enabled' : 'disabled'];
  const launch = launchOf(former);
  if (launch === '' || launch === now.launchHash) return switched;
  const plain = 'read' in former ? plainLaunch(former.read) : former.remembered.launch?.plain;
  return [...switched, ...(plain ? launchWords(plain, plainLaunch(now)) : ['launch changed while Tooltray was not running'])];
}
