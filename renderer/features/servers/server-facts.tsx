/** Where a server comes from, what it runs and how it is doing, in one line of facts. */
import type { ServerView } from '../../../electron/contract/app-view.ts';
import { ago, duration, exactTime } from '../../lib/format-time.ts';
import { useNow } from '../../lib/use-now.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { CopyButton } from '../../ui/copy-button.tsx';

export function ServerFacts({ server }: { readonly server: ServerView }) {
  const now = useNow();
  return (
    <>
      <div className="facts">
        <span>
          {server.clientLabel} · <code>{server.source}</code> <CopyButton text={server.source} label="Copy path" />
        </span>
      </div>
      {server.launch === '' ? null : (
        <div className="facts">
          <span>
            {server.transport === 'stdio' ? 'Runs' : 'Reaches'} <code>{visibleText(server.launch)}</code>{' '}
            <CopyButton text={server.launch} label="Copy launch" />
          </span>
        </div>
      )}
      <div className="facts">
        <span title={server.lastSyncAt === null ? undefined : exactTime(server.lastSyncAt)}>Synced {ago(server.lastSyncAt, now)}</span>
        {server.durationMs === null ? null : <span>Took {duration(server.durationMs)}</span>}
        {server.pid === null ? null : <span>Process {server.pid}</span>}
        {server.runningSince === null ? null : <span>Started {ago(server.runningSince, now)}</span>}
        {server.protocolVersion === null ? null : <span>Protocol {server.protocolVersion}</span>}
        {server.tokens === null ? null : <span>About {server.tokens.toLocaleString()} tokens of tools</span>}
      </div>
    </>
  );
}
