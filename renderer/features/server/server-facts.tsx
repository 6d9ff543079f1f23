/** Where a server comes from, what it runs and how its process is doing. */
import { Button } from '@mantine/core';
import type { ServerView } from '../../../electron/contract/app-view.ts';
import { useAnswer } from '../../bridge/use-answer.ts';
import { useView } from '../../bridge/use-app-view.ts';
import { useOperation } from '../../bridge/use-operation.ts';
import { ago, duration, exactTime } from '../../lib/format-time.ts';
import { plural } from '../../lib/plural.ts';
import { personHome } from '../../lib/short-path.ts';
import { useNow } from '../../lib/use-now.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { PathText } from '../../ui/path-text.tsx';
import { memoryWords } from './memory-words.ts';

/** Memory changes slowly, and each look costs the machine something. */
const processMs = 5_000;

export function ServerFacts({ server }: { readonly server: ServerView }) {
  const now = useNow();
  const home = useView((view) => view.home);
  const reveal = useOperation('files.reveal');
  return (
    <dl className="facts">
      <dt>File</dt>
      <dd>
        <PathText path={server.source} home={personHome(home)} copyable />
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          loading={reveal.busy}
          onClick={() => void reveal.run({ what: 'source', path: server.source })}
        >
          Show file
        </Button>
        {reveal.problem ? <span className="tone-red">{reveal.problem.message}</span> : null}
      </dd>
      {server.launch === '' ? null : (
        <>
          <dt>{server.transport === 'stdio' ? 'Runs' : 'Reaches'}</dt>
          <dd>
            <code>{visibleText(server.launch)}</code>
            <CopyButton text={server.launch} label={server.transport === 'stdio' ? 'Copy command' : 'Copy address'} />
          </dd>
        </>
      )}
      {server.pid === null && server.runningSince === null ? null : <ProcessFacts server={server} now={now} />}
      <dt>Synced</dt>
      <dd>
        <span title={server.lastSyncAt === null ? undefined : exactTime(server.lastSyncAt)}>{syncWords(server, now).join(' · ')}</span>
      </dd>
    </dl>
  );
}

function ProcessFacts({ server, now }: { readonly server: ServerView; readonly now: number }) {
  const { pid, runningSince } = server;
  const since = runningSince === null ? null : `${pid === null ? '' : 'started '}${ago(runningSince, now)}`;
  return (
    <>
      <dt>{pid === null ? 'Connected' : 'Process'}</dt>
      <dd>
        <span title={runningSince === null ? undefined : exactTime(runningSince)}>
          {[pid === null ? null : `pid ${pid}`, since].filter(Boolean).join(' · ')}
          {pid === null ? null : <Measured server={server} />}
        </span>
      </dd>
    </>
  );
}

function Measured({ server }: { readonly server: ServerView }) {
  const { result } = useAnswer('servers.process', { server: server.id }, { version: server.pid, everyMs: processMs });
  if (result === null || typeof result.processes !== 'number' || result.pid !== server.pid) return null;
  const memory = result.memoryBytes === null ? null : memoryWords(result.memoryBytes);
  return ['', memory, result.processes > 1 ? plural(result.processes, 'process', 'processes') : null]
    .filter((one) => one !== null)
    .join(' · ');
}

function syncWords(server: ServerView, now: number): readonly string[] {
  const { lastSyncAt, durationMs, protocolVersion, starts } = server;
  return [
    durationMs === null || lastSyncAt === null ? ago(lastSyncAt, now) : `${ago(lastSyncAt, now)}, took ${duration(durationMs)}`,
    protocolVersion === null ? null : `protocol ${visibleText(protocolVersion)}`,
    starts === 0 ? null : plural(starts, 'start'),
  ].filter((fact) => fact !== null);
}
