/** One server in the table. Rows keep their place and height while they sync, and are drawn anew only when their server changed. */
import { MoreHorizontal, RotateCw } from 'lucide-react';
import { memo } from 'react';
import type { ServerView } from '../../../electron/contract/app-view.ts';
import type { Problem } from '../../../electron/contract/problem.ts';
import { shortNumber } from '../../lib/format-number.ts';
import { linkTo } from '../../lib/hash-place.ts';
import { plural } from '../../lib/plural.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { Mark } from '../../ui/mark.tsx';
import { PlainSwitch } from '../../ui/plain-switch.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { canSync, enableReason, type ServerActions } from './server-actions.ts';
import { ServerStatus } from './server-status.tsx';

export interface ServerRowProps {
  readonly server: ServerView;
  /** Place among all rows that are shown, from 0. */
  readonly index: number;
  /** The row that Tab reaches; the arrows go on from it. */
  readonly active: boolean;
  readonly actions: ServerActions;
  /** A cause in a few words. */
  readonly titleOf: (problem: Problem) => string;
}

export const ServerRow = memo(function ServerRow({ server, index, active, actions, titleOf }: ServerRowProps) {
  const name = visibleText(server.name);
  const tabIndex = active ? 0 : -1;
  return (
    <tr data-server={server.id} tabIndex={tabIndex} aria-rowindex={index + 2} className={active ? 'active' : undefined}>
      <td className="col-enabled">
        <PlainSwitch
          tabIndex={tabIndex}
          label={`Enable ${name}`}
          title={enableReason(server)}
          checked={server.enabled}
          disabled={!server.editable}
          onChange={(checked) => actions.enable(server, checked)}
        />
      </td>
      <td className="col-name cut">
        <a href={linkTo('servers', server.id)} tabIndex={tabIndex} title={`${name}\n${visibleText(server.launch)}`}>
          {name}
        </a>
      </td>
      <td className="col-source cut dim" title={visibleText(server.source)}>
        {server.clientLabel}
      </td>
      <StatusCell server={server} titleOf={titleOf} />
      <Count
        className="col-tools"
        value={server.tools}
        words={server.tools === null ? '' : plural(server.tools, 'tool')}
        stale={server.stale}
      />
      <Count className="col-prompts" value={server.prompts} />
      <Count className="col-resources" value={server.resources} title={templates(server)} />
      <td className="number col-tokens" title={server.tokens === null ? undefined : `About ${server.tokens} tokens for its tool list`}>
        {server.tokens === null ? <None /> : shortNumber(server.tokens)}
      </td>
      <td className="col-synced dim">
        <RelativeTime time={server.lastSyncAt} />
      </td>
      <RowButtons server={server} name={name} tabIndex={tabIndex} actions={actions} />
    </tr>
  );
});

function StatusCell({ server, titleOf }: Pick<ServerRowProps, 'server' | 'titleOf'>) {
  const { problem } = server;
  const oneLine = (text: string): string => visibleText(text.replace(/\s+/g, ' '));
  return (
    <td className="col-status cut" title={problem === null ? undefined : oneLine(problem.message)}>
      <ServerStatus status={server.status} />
      {problem === null ? null : <span className="dim"> · {oneLine(titleOf(problem))}</span>}
    </td>
  );
}

interface RowButtonsProps {
  readonly server: ServerView;
  readonly name: string;
  readonly tabIndex: number;
  readonly actions: ServerActions;
}

function RowButtons({ server, name, tabIndex, actions }: RowButtonsProps) {
  return (
    <td className="col-actions">
      <button
        type="button"
        className="row-button"
        tabIndex={tabIndex}
        aria-label={`Resync ${name}`}
        title={`Resync ${name} (R)`}
        disabled={!canSync(server)}
        onClick={() => actions.resync(server)}
      >
        <RotateCw size={14} className={server.status === 'syncing' ? 'turning' : undefined} />
      </button>
      <button
        type="button"
        className="row-button"
        tabIndex={tabIndex}
        aria-label={`More about ${name}`}
        aria-haspopup="menu"
        title={`More about ${name}`}
        data-menu-button
      >
        <MoreHorizontal size={14} />
      </button>
    </td>
  );
}

interface CountProps {
  readonly className: string;
  readonly value: number | null;
  readonly words?: string;
  readonly stale?: boolean;
  readonly title?: string | undefined;
}

function Count({ className, value, words, stale = false, title }: CountProps) {
  if (value === null) {
    return (
      <td className={`number ${className}`}>
        <None />
      </td>
    );
  }
  return (
    <td className={`number ${className}`} title={stale ? 'Last known' : title}>
      {words || value}
      {stale ? (
        <span className="tone-amber">
          {' '}
          <Mark shape="quarter" />
          <span className="screen-reader-only">last known</span>
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
