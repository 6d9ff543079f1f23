/** Progress of a sync on stderr, for a person who watches; silent otherwise. */
import type { ServerView } from '../../contract/app-view.ts';
import type { FeedMessage } from '../../contract/feed.ts';
import type { SyncReport } from '../../contract/reports.ts';
import { plainLine } from '../../core/lib/plain-line.ts';
import { notice, type Session } from './session.ts';

export interface SyncNotices {
  /** Says what is still unsaid once the report is there. */
  finish(report: SyncReport): Promise<void>;
}

const hasFailed = ({ status }: ServerView): boolean => status === 'failed' || status === 'stale';

/** The summary: what the registry holds now, from the servers that gave it. */
export function syncedSentence({ tools, servers }: SyncReport): string {
  const answered = servers.total - servers.failed.length - servers.pending.length;
  return `Synced ${tools} MCP tool(s) from ${answered} server(s)`;
}

/** Starts to follow; call before the sync. Without `-v` one notice and one summary, with it a line for every server. */
export function followSync(session: Session, auto: boolean): SyncNotices {
  if (!session.world.stderr.isTerminal || session.globals.json) return { finish: async () => {} };
  return session.globals.verbose ? followVerbosely(session) : followBriefly(session, auto);
}

function followBriefly(session: Session, auto: boolean): SyncNotices {
  let hasBegun = false;
  const begin = (): void => {
    if (hasBegun) return;
    hasBegun = true;
    notice(session, auto ? 'MCP config changed, syncing servers...' : 'Syncing servers...');
  };
  const unsubscribe = session.desk.subscribe((message) => {
    if (changedServers(message).some((server) => server.status === 'syncing')) begin();
  });
  return {
    async finish(report) {
      unsubscribe();
      if (!report.synced) return;
      begin();
      // A manual sync prints its own summary as its result.
      if (auto && report.tools > 0) notice(session, syncedSentence(report));
    },
  };
}

function followVerbosely(session: Session): SyncNotices {
  const startedMs = session.world.nowMs();
  const begun = new Set<string>();
  const ended = new Set<string>();
  const begin = ({ id, name }: ServerView): void => {
    if (begun.has(id)) return;
    begun.add(id);
    notice(session, `Discovering tools from MCP server '${plainLine(name)}'...`);
  };
  const end = (server: ServerView): void => {
    if (ended.has(server.id)) return;
    ended.add(server.id);
    begin(server);
    const name = plainLine(server.name);
    notice(session, hasFailed(server) ? `Failed to connect to ${name}` : `Discovered ${server.tools ?? 0} tool(s) from ${name}`);
  };
  const unsubscribe = session.desk.subscribe((message) => {
    for (const server of changedServers(message)) {
      if (server.status === 'syncing') begin(server);
      else if (begun.has(server.id) && (hasFailed(server) || (server.lastSyncAt ?? 0) >= startedMs)) end(server);
    }
  });
  return {
    async finish(report) {
      unsubscribe();
      if (!report.synced) return;
      const view = await session.desk.call('view.get', {});
      for (const server of view.ok ? view.result.servers : []) {
        const isNew = (server.lastSyncAt ?? 0) >= startedMs;
        if (server.enabled && server.status !== 'approval' && (isNew || hasFailed(server))) end(server);
      }
      const { failed } = report.servers;
      if (failed.length > 0) notice(session, `Failed to connect to ${failed.length} server(s): ${failed.map(plainLine).join(', ')}`);
    },
  };
}

const changedServers = (message: FeedMessage): readonly ServerView[] =>
  message.kind === 'snapshot' ? message.view.servers : message.change.servers;
