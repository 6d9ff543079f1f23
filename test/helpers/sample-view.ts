/** Views of the app for tests of the faces: calm by default, with what a case is about put on top. */
import type { ApprovalView, AppView, LaunchView, ServerView, SourceView } from '../../electron/contract/app-view.ts';
import { type ServerId, serverId, sourceId } from '../../electron/contract/ids.ts';

export const sampleSource = sourceId('/home/ada/.cursor/mcp.json');

export const sampleServerId = (name: string): ServerId => serverId(sampleSource, ['mcpServers', name]);

export function sampleServer(name: string, overrides: Partial<ServerView> = {}): ServerView {
  return {
    id: sampleServerId(name),
    name,
    ownName: name,
    source: sampleSource,
    client: 'cursor',
    clientLabel: 'Cursor',
    transport: 'stdio',
    launch: `npx -y @example/${name}@1.0.0`,
    enabled: true,
    editable: true,
    status: 'synced',
    tools: 12,
    prompts: 2,
    resources: 3,
    resourceTemplates: 0,
    tokens: 3_140,
    stale: false,
    lastSyncAt: 1_000_000,
    durationMs: 1_234,
    pid: 4_242,
    runningSince: 1_000_000,
    retryAt: null,
    failingSince: null,
    starts: 1,
    protocolVersion: '2025-11-25',
    problem: null,
    ...overrides,
  };
}

export function sampleSourceView(overrides: Partial<SourceView> = {}): SourceView {
  return {
    id: sampleSource,
    path: sampleSource,
    client: 'cursor',
    clientLabel: 'Cursor',
    rank: 1,
    presence: 'good',
    servers: 1,
    problem: null,
    trust: 'ask',
    entryProblems: [],
    editable: false,
    ...overrides,
  };
}

export function sampleLaunch(overrides: Partial<LaunchView> = {}): LaunchView {
  return {
    transport: 'stdio',
    command: 'npx',
    args: ['-y', '@example/github@1.0.0'],
    url: null,
    cwd: null,
    envFile: null,
    values: [],
    files: [],
    ...overrides,
  };
}

export function sampleApproval(name: string, overrides: Partial<ApprovalView> = {}): ApprovalView {
  return {
    server: sampleServerId(name),
    name,
    source: sampleSource,
    clientLabel: 'Cursor',
    launchHash: `hash-of-${name}`,
    next: sampleLaunch(),
    previous: null,
    changes: [],
    warnings: [],
    running: false,
    rejected: false,
    ...overrides,
  };
}

/** A view whose totals fit its servers. */
export function sampleView(overrides: Partial<AppView> = {}): AppView {
  const servers = overrides.servers ?? [sampleServer('github')];
  const enabled = servers.filter((server) => server.enabled);
  const sum = (pick: (server: ServerView) => number | null) => enabled.reduce((total, server) => total + (pick(server) ?? 0), 0);
  const totals = {
    servers: enabled.length,
    ok: enabled.filter((server) => server.status === 'synced' || server.status === 'idle').length,
    failed: enabled.filter((server) => server.status === 'failed').length,
    pending: enabled.filter((server) => server.status === 'approval').length,
    tools: sum((server) => server.tools),
    prompts: sum((server) => server.prompts),
    resources: sum((server) => server.resources),
    resourceTemplates: sum((server) => server.resourceTemplates),
    tokens: sum((server) => server.tokens),
  };
  return {
    version: '0.1.0',
    home: '/home/ada/.tooltray',
    sentence: 'Your server is in sync.',
    mood: 'fine',
    welcomed: true,
    sources: [sampleSourceView({ servers: servers.length })],
    approvals: [],
    watcher: { state: 'watching', problem: null },
    reload: { last_at: null, cause: null, result: null, error: null },
    refresh: { async: true, interval_ms: 300_000, next_at: null },
    flags: {},
    theme: 'system',
    launchAtLogin: false,
    historyNumber: 0,
    lastError: null,
    ...overrides,
    servers,
    totals: overrides.totals ?? totals,
  };
}
