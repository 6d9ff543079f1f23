/** The files that are watched: whose they are, what they hold, and what is wrong with them. */
import { Button } from '@mantine/core';
import type { SourceView } from '../../../electron/contract/app-view.ts';
import type { Problem } from '../../../electron/contract/problem.ts';
import { plural } from '../../lib/plural.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { Mark } from '../../ui/mark.tsx';
import { sourceName } from './source-name.ts';

interface SourceTableProps {
  readonly sources: readonly SourceView[];
  readonly busy: boolean;
  readonly onStop: (source: SourceView) => void;
}

/** Tooltray's own file is always watched. */
const ownClient = 'tooltray';

export function SourceTable({ sources, busy, onStop }: SourceTableProps) {
  return (
    <div className="table-box">
      <table className="rows" aria-label="Watched files">
        <thead>
          <tr>
            <th style={{ width: 140 }}>Client</th>
            <th>File</th>
            <th>State</th>
            <th className="number">Servers</th>
            <th>
              <span className="screen-reader-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sources.map((source) => (
            <tr key={source.id}>
              <td>{source.clientLabel}</td>
              <td style={{ whiteSpace: 'normal', overflowWrap: 'anywhere', minWidth: 200 }}>
                <code>{source.path}</code>
              </td>
              <td style={{ whiteSpace: 'normal', padding: '6px 10px' }}>
                <SourceState source={source} />
              </td>
              <td className="number">{source.servers}</td>
              <td style={{ textAlign: 'right' }}>
                {source.client === ownClient ? null : (
                  <Button variant="default" size="compact-xs" disabled={busy} onClick={() => onStop(source)}>
                    Stop watching {sourceName(source, sources)}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SourceState({ source }: { readonly source: SourceView }) {
  if (source.problem !== null) return <Trouble problem={source.problem} also="Its last good servers stay." />;
  if (source.entryProblems.length > 0) {
    return source.entryProblems.map(({ name, problem }, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: entries without a name have nothing but their place
      <Trouble key={index} name={name} problem={problem} />
    ));
  }
  if (source.presence === 'good') {
    return (
      <span className="status tone-green">
        <Mark shape="disc" />
        watched
      </span>
    );
  }
  return (
    <span className="status tone-grey">
      <Mark shape="ring" />
      {source.presence === 'absent' ? 'not there yet' : 'not read yet'}
    </span>
  );
}

function Trouble({ problem, name, also }: { readonly problem: Problem; readonly name?: string | null; readonly also?: string }) {
  const { line, column } = problem.where ?? {};
  const place = line === undefined ? '' : ` (line ${line}${column === undefined ? '' : `, column ${column}`})`;
  return (
    <div title={problem.hint}>
      <span className="status tone-red">
        <Mark shape="triangle" />
        {name ? `${visibleText(name)}: ` : ''}
        {visibleText(problem.message)}
        {problem.message.includes(`line ${line}`) ? '' : place}
      </span>
      {also ? <div className="dim small">{also}</div> : null}
    </div>
  );
}

/** "3 servers", or why there are none to name. */
export const serversWords = (servers: readonly string[]): string =>
  servers.length === 0 ? 'no servers' : `${plural(servers.length, 'server')}: ${servers.map(visibleText).join(', ')}`;
