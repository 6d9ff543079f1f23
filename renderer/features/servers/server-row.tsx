/** One server in the table. Rows keep their place and height while they sync. */
import { ActionIcon, Switch } from '@mantine/core';
import { RotateCw } from 'lucide-react';
import { memo } from 'react';
import type { ServerView } from '../../../electron/contract/app-view.ts';
import { shortNumber } from '../../lib/format-number.ts';
import { ago, exactTime } from '../../lib/format-time.ts';
import { goTo, linkTo } from '../../lib/hash-place.ts';
import { plural } from '../../lib/plural.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { Mark } from '../../ui/mark.tsx';
import { ServerStatus } from './server-status.tsx';

export interface ServerRowProps {
  readonly server: ServerView;
  /** How long ago the last sync was; in words, so that a row is only drawn anew when they change. */
  readonly synced: string;
  readonly onResync: (server: ServerView) => void;
  readonly onEnable: (server: ServerView, enabled: boolean) => void;
}

export const ServerRow = memo(function ServerRow({ server, synced, onResync, onEnable }: ServerRowProps) {
  const name = visibleText(server.name);
  return (
    <tr
      data-server={server.id}
      tabIndex={0}
      onKeyDown={(event) => onRowKey(event, server, onResync)}
      onDoubleClick={() => goTo('servers', server.id)}
    >
      <td>
        <Switch
          size="xs"
          aria-label={`Enable ${name}`}
          title={enableReason(server)}
          checked={server.enabled}
          disabled={!server.editable}
          onChange={(event) => onEnable(server, event.currentTarget.checked)}
        />
      </td>
      <td className="cut" style={{ maxWidth: 220 }}>
        <a href={linkTo('servers', server.id)} title={visibleText(server.launch)}>
          {name}
        </a>
      </td>
      <td className="cut dim" style={{ maxWidth: 150 }} title={server.source}>
        {server.clientLabel}
      </td>
      <td className="cut" style={{ width: '100%', maxWidth: 0, minWidth: 130 }} title={server.problem ? problemLine(server) : undefined}>
        <ServerStatus status={server.status} />
        {server.problem ? <span className="dim"> · {problemLine(server)}</span> : null}
      </td>
      <Count value={server.tools} words={server.tools === null ? '' : plural(server.tools, 'tool')} stale={server.stale} />
      <Count value={server.prompts} />
      <Count value={server.resources} title={templates(server)} />
      <td className="number" title={server.tokens === null ? undefined : `About ${server.tokens} tokens for its tool list`}>
        {server.tokens === null ? <None /> : shortNumber(server.tokens)}
      </td>
      <td className="dim" title={server.lastSyncAt === null ? undefined : exactTime(server.lastSyncAt)}>
        {synced}
      </td>
      <td>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={`Resync ${name}`}
          title={`Resync ${name} (R)`}
          disabled={!server.enabled || server.status === 'approval'}
          onClick={() => onResync(server)}
        >
          <RotateCw size={14} className={server.status === 'syncing' ? 'turning' : undefined} />
        </ActionIcon>
      </td>
    </tr>
  );
});

/** The last sync of a server in words. */
export const syncedWords = (server: ServerView, now: number): string => ago(server.lastSyncAt, now);

function Count(props: {
  readonly value: number | null;
  readonly words?: string;
  readonly stale?: boolean;
  readonly title?: string | undefined;
}) {
  const { value, words, stale = false, title } = props;
  if (value === null) {
    return (
      <td className="number">
        <None />
      </td>
    );
  }
  return (
    <td className="number" title={stale ? 'Last known' : title}>
      {words || value}
      {stale ? (
        <span className="tone-amber">
          {' '}
          <Mark shape="quarter" />
        </span>
      ) : null}
    </td>
  );
}

const None = () => (
  <span className="dim">
    <span aria-hidden="true">–</span>
    <span className="screen-reader-only">not known yet</span>
  </span>
);

const templates = (server: ServerView): string | undefined =>
  server.resourceTemplates ? `and ${plural(server.resourceTemplates, 'resource template')}` : undefined;

const problemLine = (server: ServerView): string => visibleText((server.problem?.message ?? '').replace(/\s+/g, ' '));

const enableReason = (server: ServerView): string => {
  if (!server.editable) return `This server is in a file of ${server.clientLabel}; switch it there, Tooltray picks it up at once.`;
  return server.enabled ? 'Switch off' : 'Switch on';
};

function onRowKey(event: React.KeyboardEvent<HTMLTableRowElement>, server: ServerView, onResync: (server: ServerView) => void): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const row = event.currentTarget;
  const onRow = event.target === row;
  if (event.key === 'r' || event.key === 'R') {
    event.preventDefault();
    if (server.enabled && server.status !== 'approval') onResync(server);
  } else if (event.key === 'Enter' && onRow) {
    event.preventDefault();
    goTo('servers', server.id);
  } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && onRow) {
    event.preventDefault();
    const next = event.key === 'ArrowDown' ? row.nextElementSibling : row.previousElementSibling;
    if (next instanceof HTMLElement) next.focus();
  }
}
