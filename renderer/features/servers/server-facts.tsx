/** Where a server comes from, what it runs and how it is doing, in one line of facts. */
import type { ServerView } from '../../../electron/contract/app-view.ts';
import { ago, duration, exactTime } from '../../lib/format-time.ts';
import { useNow } from '../../lib/use-now.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { CopyButton } from '../../ui/copy-button.tsx';

export function ServerFacts({ server }: { readonly server: ServerView }) {
  const now = useNow();
  return (
    <dl className="facts">
      <dt>{server.clientLabel}</dt>
      <dd>
        <code>{server.source}</code> <CopyButton text={server.source} label="Copy path" />
      </dd>
      {server.launch === '' ? null : (
        <>
          <dt>{server.transport === 'stdio' ? 'Runs' : 'Reaches'}</dt>
          <dd>
            <code>{visibleText(server.launch)}</code> <CopyButton text={server.launch} label="Copy launch" />
          </dd>
        </>
      )}
      <dt>Synced</dt>
      <dd title={server.lastSyncAt === null ? undefined : exactTime(server.lastSyncAt)}>{syncFacts(server, now).join(' · ')}</dd>
    </dl>
  );
}

function syncFacts(server: ServerView, now: number): readonly string[] {
  const { lastSyncAt, durationMs, pid, runningSince, protocolVersion, tokens } = server;
  return [
    durationMs === null ? ago(lastSyncAt, now) : `${ago(lastSyncAt, now)}, took ${duration(durationMs)}`,
    pid === null ? null : `process ${pid}${runningSince === null ? '' : `, started ${ago(runningSince, now)}`}`,
    protocolVersion === null ? null : `protocol ${protocolVersion}`,
    tokens === null ? null : `about ${tokens.toLocaleString('en')} tokens of tools`,
  ].filter((fact) => fact !== null);
}
