/** What a sync did, counted against how things were before it. */

import type { ServerView } from '../../contract/app-view.ts';
import type { ReportedProblem } from '../../contract/problem.ts';
import type { SyncReason, SyncReport } from '../../contract/reports.ts';
import type { RegistryMetadata, StoredServer } from '../../core/model/registry.ts';
import type { EngineParts } from '../engine-parts.ts';

export interface SyncBaseline {
  readonly metadata: RegistryMetadata;
  readonly servers: Readonly<Record<string, StoredServer>>;
  /** Starts so far, to count restarts. */
  readonly starts: ReadonlyMap<string, number>;
  readonly running: ReadonlySet<string>;
}

/** How things are before a sync. */
export function syncBaseline(parts: EngineParts): SyncBaseline {
  const { metadata, servers } = parts.registry();
  const state = parts.loop.state();
  const running = [...state.servers].filter(([, server]) => server.connection.phase === 'open').map(([id]) => id as string);
  return {
    metadata,
    servers,
    starts: new Map([...state.servers].map(([id, server]) => [id as string, server.starts])),
    running: new Set(running),
  };
}

export interface SyncOutcome {
  readonly synced: boolean;
  readonly reason: SyncReason;
  readonly checkMs: number;
  readonly startedMono: number;
  readonly durable: boolean;
}

/** The report of product.md, section 4. */
export function syncReport(parts: EngineParts, before: SyncBaseline, outcome: SyncOutcome): SyncReport {
  const view = parts.feed.view();
  const state = parts.loop.state();
  const enabled = view.servers.filter((server) => server.enabled);
  const isNew = (server: ServerView) => before.servers[server.id] === undefined;
  const wasListed = (server: ServerView) => server.lastSyncAt !== (before.servers[server.id]?.lastSyncWall ?? null);
  const known = enabled.filter((server) => !isNew(server));
  const ids = new Set(view.servers.map((server) => server.id as string));
  const restarted = view.servers.filter(
    (server) => before.running.has(server.id) && (state.servers.get(server.id)?.starts ?? 0) > (before.starts.get(server.id) ?? 0),
  );
  const updated = known.filter((server) => outcome.synced && wasListed(server));
  const { totals } = view;
  return {
    synced: outcome.synced,
    reason: outcome.reason,
    check_ms: round(outcome.checkMs),
    duration_ms: round(parts.ports.clock.now().mono - outcome.startedMono),
    durable: outcome.durable,
    servers: {
      total: totals.servers,
      ok: totals.ok,
      created: enabled.filter(isNew).length,
      updated: updated.length,
      skipped: known.filter((server) => !updated.includes(server) && server.status !== 'failed' && server.status !== 'approval').length,
      removed: Object.keys(before.servers).filter((id) => !ids.has(id)).length,
      restarted: restarted.length,
      failed: enabled.filter((server) => server.status === 'failed').map((server) => server.name),
      pending: enabled.filter((server) => server.status === 'approval').map((server) => server.name),
    },
    tools: totals.tools,
    prompts: totals.prompts,
    resources: totals.resources,
    resource_templates: totals.resourceTemplates,
    problems: reportedProblems(parts),
  };
}

const round = (ms: number): number => Math.round(ms * 1_000) / 1_000;

/** Every problem there is: of servers, entries, sources and the app itself. */
export function reportedProblems(parts: EngineParts): ReportedProblem[] {
  const view = parts.feed.view();
  const problems: ReportedProblem[] = [];
  // A source that cannot be read is said once, not again for each of its servers.
  const ofSources = new Set(view.sources.map((source) => source.problem));
  for (const server of view.servers) {
    if (server.problem && !ofSources.has(server.problem)) problems.push({ ...server.problem, server: server.name, source: server.source });
  }
  for (const source of view.sources) if (source.problem) problems.push({ ...source.problem, source: source.path });
  if (view.watcher.problem) problems.push(view.watcher.problem);
  if (view.lastError) problems.push(view.lastError);
  return problems;
}
