/** Config files of clients found on this machine that are not watched yet. */
import { Button } from '@mantine/core';
import type { OperationResult } from '../../../electron/contract/operations.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { sourceName } from './source-name.ts';
import { serversWords } from './source-table.tsx';

export type Discovered = OperationResult<'sources.discover'>[number];

interface DiscoveredListProps {
  readonly found: readonly Discovered[];
  readonly busy: boolean;
  readonly onWatch: (found: Discovered) => void;
}

export function DiscoveredList({ found, busy, onWatch }: DiscoveredListProps) {
  return (
    <div className="table-box">
      <table className="rows" aria-label="Found on this machine">
        <tbody>
          {found.map((one) => (
            <tr key={one.path}>
              <td style={{ width: 140 }}>{one.clientLabel}</td>
              <td style={{ whiteSpace: 'normal', overflowWrap: 'anywhere', padding: '6px 10px' }}>
                <code>{one.path}</code>
                <div className="dim small">{one.problem === null ? serversWords(one.servers) : visibleText(one.problem)}</div>
              </td>
              <td style={{ textAlign: 'right' }}>
                <Button variant="default" size="compact-xs" disabled={busy} onClick={() => onWatch(one)}>
                  Watch {sourceName(one, found)}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
