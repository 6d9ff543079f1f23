/** The servers as a real table, sorted by its heads. */
import type { ServerView } from '../../../electron/contract/app-view.ts';
import { useNow } from '../../lib/use-now.ts';
import { ServerRow, syncedWords } from './server-row.tsx';
import type { Column, Order } from './shown-servers.ts';

const heads: readonly { readonly column: Column; readonly label: string; readonly number: boolean }[] = [
  { column: 'name', label: 'Server', number: false },
  { column: 'source', label: 'Source', number: false },
  { column: 'status', label: 'Status', number: false },
  { column: 'tools', label: 'Tools', number: true },
  { column: 'prompts', label: 'Prompts', number: true },
  { column: 'resources', label: 'Resources', number: true },
  { column: 'tokens', label: 'Tokens', number: true },
  { column: 'synced', label: 'Synced', number: false },
];

export interface ServerTableProps {
  readonly servers: readonly ServerView[];
  readonly order: Order | null;
  readonly onOrder: (order: Order | null) => void;
  readonly onResync: (server: ServerView) => void;
  readonly onEnable: (server: ServerView, enabled: boolean) => void;
}

export function ServerTable({ servers, order, onOrder, onResync, onEnable }: ServerTableProps) {
  const now = useNow();
  return (
    <div className="table-box">
      <table className="rows" aria-label="Servers">
        <thead>
          <tr>
            <th>
              <span className="screen-reader-only">Enabled</span>
            </th>
            {heads.map(({ column, label, number }) => (
              <th key={column} className={number ? 'number' : undefined} aria-sort={sortOf(order, column)}>
                <button type="button" onClick={() => onOrder(nextOrder(order, column))}>
                  {label}
                  {order?.column === column ? <span aria-hidden="true">{order.down ? ' ↓' : ' ↑'}</span> : null}
                </button>
              </th>
            ))}
            <th>
              <span className="screen-reader-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {servers.map((server) => (
            <ServerRow key={server.id} server={server} synced={syncedWords(server, now)} onResync={onResync} onEnable={onEnable} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Up, down, and then as the files have it. */
function nextOrder(order: Order | null, column: Column): Order | null {
  if (order?.column !== column) return { column, down: false };
  return order.down ? null : { column, down: true };
}

function sortOf(order: Order | null, column: Column): 'ascending' | 'descending' | undefined {
  if (order?.column !== column) return undefined;
  return order.down ? 'descending' : 'ascending';
}
