/** `status --json`: the view in the shape of product.md, section 4. */
import type { AppView, ServerView } from '../../contract/app-view.ts';
import type { StatusReport } from '../../contract/reports.ts';

const isoTime = (wallMs: number | null): string | null => (wallMs === null ? null : new Date(wallMs).toISOString());

export function statusReport(view: AppView): StatusReport {
  return {
    servers: Object.fromEntries(view.servers.map((server) => [server.name, serverStatusReport(server)])),
    totals: view.totals,
    reload: view.reload,
    watcher: { state: view.watcher.state },
    refresh: view.refresh,
    flags: view.flags,
    gateway: { enabled: false },
    sources: view.sources.map(({ path, client, problem }) => ({ path, client, problem })),
    last_error: view.lastError,
  };
}

function serverStatusReport(server: ServerView): StatusReport['servers'][string] {
  return {
    status: server.status,
    transport: server.transport,
    source: server.source,
    enabled: server.enabled,
    tools: server.tools,
    prompts: server.prompts,
    resources: server.resources,
    resource_templates: server.resourceTemplates,
    tokens: server.tokens,
    last_sync: isoTime(server.lastSyncAt),
    duration_ms: server.durationMs,
    ...(server.pid === null ? {} : { pid: server.pid }),
    ...(server.problem === null ? {} : { problem: server.problem }),
  };
}
