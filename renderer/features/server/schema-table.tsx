/** The parameters of a tool as a table, with the schema itself folded below. */
import { useMemo } from 'react';
import { visibleLine, visibleText } from '../../lib/visible-text.ts';
import { Folded } from './folded.tsx';
import { jsonText } from './json-text.ts';
import { type SchemaRow, schemaForm } from './schema-rows.ts';

const indentPixels = 16;

export interface SchemaTableProps {
  readonly schema: unknown;
  /** "Parameters of create_issue". */
  readonly label: string;
  /** Said when there are none. */
  readonly none: string;
  /** False where the schema is ours and shows everything. */
  readonly folded?: boolean;
}

export function SchemaTable({ schema, label, none, folded = true }: SchemaTableProps) {
  const { rows, gaps } = useMemo(() => schemaForm(schema), [schema]);
  return (
    <div className="schema">
      {rows.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable by keyboard
        <section className="schema-box" aria-label={label} tabIndex={0}>
          <table className="schema-table" aria-label={label}>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Type</th>
                <th scope="col">About</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows of one schema never move, and names may repeat at other depths
                <Row key={index} row={row} />
              ))}
            </tbody>
          </table>
        </section>
      ) : gaps.length === 0 ? (
        <p className="dim">{none}</p>
      ) : null}
      {gaps.length > 0 ? <p className="dim small">{gaps.map(visibleText).join(' ')} The schema below says it all.</p> : null}
      {schema === undefined || !folded ? null : (
        <Folded title="Schema as JSON">
          <Json value={schema} label="Schema as JSON" />
        </Folded>
      )}
    </div>
  );
}

/** JSON in a box of its own. */
export function Json({ value, label }: { readonly value: unknown; readonly label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className="evidence-box" aria-label={label} tabIndex={0}>
      <pre>{useMemo(() => jsonText(value), [value])}</pre>
    </section>
  );
}

function Row({ row }: { readonly row: SchemaRow }) {
  return (
    <tr>
      <td style={{ paddingLeft: 10 + row.depth * indentPixels }}>
        {row.depth > 0 ? (
          <span className="dim" aria-hidden="true">
            ↳{' '}
          </span>
        ) : null}
        <code>{visibleText(row.name) || '(no name)'}</code>
        {row.required ? <span className="schema-required">required</span> : null}
      </td>
      <td>{visibleText(row.type)}</td>
      <td>
        {row.description === '' ? null : <span className="schema-about">{row.description.split('\n').map(visibleLine).join('\n')}</span>}
        {row.default === null ? null : (
          <span className="schema-more">
            <span className="dim">Default</span> <code>{visibleText(row.default)}</code>
          </span>
        )}
        {row.allowed.length === 0 ? null : (
          <span className="schema-more">
            <span className="dim">Allowed</span>{' '}
            {row.allowed.map((value) => (
              <code key={value} className="schema-value">
                {visibleText(value)}
              </code>
            ))}
            {row.allowedMore > 0 ? ` and ${row.allowedMore} more` : null}
          </span>
        )}
        {row.limits.length === 0 ? null : <span className="schema-more dim">{visibleText(row.limits.join(', '))}</span>}
      </td>
    </tr>
  );
}
