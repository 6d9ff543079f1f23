/** The state as any face may show it. */
import type { AppView, ServerView, SourceView, Totals } from '../../contract/app-view.ts';
import type { ServerId } from '../../contract/ids.ts';
import { rankedSources } from '../model/desired-servers.ts';
import { serverNames } from '../model/server-names.ts';
import type { State } from '../model/state.ts';
import { approvalViews } from './approval-view.ts';
import { brokenEntryView, rememberedView, type Surround, serverView } from './server-view.ts';

/** Parts of the view that do not come from the reconciler's state. */
export type ViewFrame = Omit<AppView, 'sentence' | 'mood' | 'servers' | 'sources' | 'approvals' | 'totals'>;

/** Everything a face may show, in order of rank. */
export function appView(state: State, frame: ViewFrame, surround: Surround): AppView {
  const names = serverNames(state);
  const servers = serverViews(state, names, surround);
  const approvals = approvalViews(state, names, surround);
  const sources = sourceViews(state, surround);
  const totals = totalsOf(servers);
  const waiting = approvals.filter((approval) => !approval.rejected).map((approval) => approval.name);
  return {
    ...frame,
    watcher: state.paused ? { ...frame.watcher, state: 'paused' } : frame.watcher,
    servers,
    sources,
    approvals,
    totals,
    mood: moodOf(state, servers, sources, waiting.length),
    sentence: sentenceOf(state, servers, totals, waiting),
  };
}

function serverViews(state: State, names: ReadonlyMap<ServerId, string>, surround: Surround): ServerView[] {
  const views: ServerView[] = [];
  const taken = new Set(names.values());
  for (const source of rankedSources(state.sources)) {
    for (const definition of source.reading?.servers ?? []) {
      views.push(serverView(state, definition, names.get(definition.id) ?? definition.name, surround));
    }
    for (const entry of source.reading?.entryProblems ?? []) {
      const name = freeName(entry.name ?? 'unnamed', source.client, taken);
      taken.add(name);
      views.push(brokenEntryView(source, entry, name, surround));
    }
    for (const stored of state.remembered.values()) {
      if (stored.source === source.id) views.push(rememberedView(state, stored, names.get(stored.id) ?? stored.name, surround));
    }
  }
  return views;
}

function freeName(name: string, client: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let number = 1; ; number += 1) {
    const candidate = `${name}@${client}${number === 1 ? '' : `-${number}`}`;
    if (!taken.has(candidate)) return candidate;
  }
}

function sourceViews(state: State, surround: Surround): SourceView[] {
  return rankedSources(state.sources).map((source) => ({
    id: source.id,
    path: source.id,
    client: source.client,
    clientLabel: surround.clientLabel(source.client),
    rank: source.rank,
    presence: source.presence,
    servers: source.reading?.servers.length ?? 0,
    problem: source.problem,
    trust: surround.trustOf(source.id),
    entryProblems: [...(source.reading?.entryProblems ?? []), ...(source.reading?.warnings ?? [])].map((entry) => ({ ...entry })),
    editable: surround.isEditable(source.client),
  }));
}

const isOk = (server: ServerView) => server.status === 'synced' || server.status === 'idle';
const isFailed = (server: ServerView) => server.status === 'failed';
/** Works, but something about it needs a look. */
const isAmiss = (server: ServerView) => server.status === 'stale' && server.problem !== null;

/** Sums over enabled servers. */
export function totalsOf(servers: readonly ServerView[]): Totals {
  const enabled = servers.filter((server) => server.enabled);
  const sum = (pick: (server: ServerView) => number | null) => enabled.reduce((total, server) => total + (pick(server) ?? 0), 0);
  return {
    servers: enabled.length,
    ok: enabled.filter(isOk).length,
    failed: enabled.filter(isFailed).length,
    pending: enabled.filter((server) => server.status === 'approval').length,
    tools: sum((server) => server.tools),
    prompts: sum((server) => server.prompts),
    resources: sum((server) => server.resources),
    resourceTemplates: sum((server) => server.resourceTemplates),
    tokens: sum((server) => server.tokens),
  };
}

function moodOf(state: State, servers: readonly ServerView[], sources: readonly SourceView[], waiting: number): AppView['mood'] {
  if (state.paused) return 'paused';
  if (
    waiting > 0 ||
    servers.some((server) => server.enabled && (isFailed(server) || isAmiss(server))) ||
    sources.some((source) => source.problem !== null)
  )
    return 'attention';
  return servers.some((server) => server.status === 'syncing') ? 'working' : 'fine';
}

function sentenceOf(state: State, servers: readonly ServerView[], totals: Totals, waiting: readonly string[]): string {
  const parts: string[] = [];
  const broken = rankedSources(state.sources).find((source) => source.problem !== null);
  if (totals.servers === 0)
    parts.push(servers.length > 0 ? 'All servers are disabled.' : broken ? 'No server could be read.' : 'Nothing watched yet.');
  else if (totals.ok === totals.servers)
    parts.push(totals.servers === 1 ? 'Your server is in sync.' : `All ${totals.servers} servers are in sync.`);
  else parts.push(`${totals.ok} of ${totals.servers} servers ${totals.servers === 1 ? 'is' : 'are'} in sync.`);
  const syncing = servers.filter((server) => server.status === 'syncing').length;
  if (syncing > 0) parts.push(`Syncing ${syncing}.`);
  const failed = servers.filter((server) => server.enabled && isFailed(server));
  if (failed.length === 1) parts.push(`${failed[0]?.name} failed.`);
  else if (failed.length > 1) parts.push(`${failed.length} failed.`);
  if (waiting.length === 1) parts.push(`${waiting[0]} needs your approval.`);
  else if (waiting.length > 1) parts.push(`${waiting.length} need your approval.`);
  if (broken) parts.push('A source cannot be read.');
  return parts.join(' ');
}
