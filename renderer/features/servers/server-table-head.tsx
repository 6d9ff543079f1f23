/** Head of the table of servers; a click on a column sorts by it. */
import type { Column, Order } from './shown-servers.ts';

const heads: readonly { readonly column: Column; readonly label: string; readonly number?: true }[] = [
  { column: 'name', label: 'Server' },
  { column: 'source', label: 'Source' },
  { column: 'status', label: 'Status' },
  { column: 'tools', label: 'Tools', number: true },
  { column: 'prompts', label: 'Prompts', number: true },
  { column: 'resources', label: 'Resources', number: true },
  { column: 'tokens', label: 'Tokens', number: true },
  { column: 'synced', label: 'Synced' },
];

interface ServerTableHeadProps {
  readonly order: Order | null;
  readonly onOrder: (order: Order | null) => void;
}

export function ServerTableHead({ order, onOrder }: ServerTableHeadProps) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th className="col-enabled">
          <span className="screen-reader-only">Enabled</span>
        </th>
        {heads.map(({ column, label, number = false }) => (
          <th key={column} className={`col-${column}${number ? ' number' : ''}`} aria-sort={sortOf(order, column)}>
            <button type="button" onClick={() => onOrder(nextOrder(order, column))}>
              {label}
              {order?.column === column ? <span aria-hidden="true">{order.down ? ' ↓' : ' ↑'}</span> : null}
            </button>
          </th>
        ))}
        <th className="col-actions">
          <span className="screen-reader-only">Actions</span>
        </th>
      </tr>
    </thead>
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
