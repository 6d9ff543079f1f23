/** Config files of clients found on this machine that are not watched yet, and what each would bring. */
import { Button } from '@mantine/core';
import type { OperationResult } from '../../../electron/contract/operations.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { Mark } from '../../ui/mark.tsx';
import { PathText } from '../../ui/path-text.tsx';
import { serversWords } from './servers-words.ts';
import { sourceName } from './source-name.ts';

export type Discovered = OperationResult<'sources.discover'>[number];

interface DiscoveredListProps {
  readonly found: readonly Discovered[];
  readonly home: string | null;
  readonly busy: boolean;
  readonly onWatch: (found: Discovered) => void;
}

export function DiscoveredList({ found, home, busy, onWatch }: DiscoveredListProps) {
  return (
    <div className="table-box">
      <table className="rows sources" aria-label="Found on this machine">
        <thead>
          <tr>
            <th>Client and file</th>
            <th>Would bring</th>
            <th>
              <span className="screen-reader-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {found.map((one) => (
            <tr key={one.path}>
              <td className="source-file">
                <div>{visibleText(one.clientLabel)}</div>
                <PathText path={one.path} home={home} />
              </td>
              <td className="source-state">
                <Brings found={one} />
              </td>
              <td className="source-watch">
                <Button variant="default" size="compact-sm" disabled={busy} onClick={() => onWatch(one)}>
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

/** Servers by name, or why they are not known. */
export function Brings({ found }: { readonly found: Discovered }) {
  if (found.problem === null) return <span className={found.servers.length === 0 ? 'dim' : undefined}>{serversWords(found.servers)}</span>;
  return (
    <span className="tone-red">
      <Mark shape="triangle" /> {visibleText(found.problem)}
    </span>
  );
}
