/** One watched file: its place, client, path, state, servers, trust, and what can be done with it. */
import { ActionIcon, NativeSelect } from '@mantine/core';
import { ArrowDown, ArrowUp, EyeOff, FolderOpen } from 'lucide-react';
import type { SourceView } from '../../../electron/contract/app-view.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { PathText } from '../../ui/path-text.tsx';
import { ownClient } from './source-order.ts';
import { SourceState } from './source-state.tsx';

const iconPx = 15;

interface SourceRowProps {
  readonly source: SourceView;
  /** As it is called on buttons. */
  readonly name: string;
  /** From 1. */
  readonly place: number;
  readonly home: string | null;
  readonly canMove: { readonly up: boolean; readonly down: boolean };
  readonly busy: boolean;
  readonly onMove: (step: 1 | -1) => void;
  readonly onTrust: (trust: SourceView['trust']) => void;
  readonly onReveal: () => void;
  readonly onStop: () => void;
}

const trustChoices = [
  { value: 'ask', label: 'Ask' },
  { value: 'always', label: 'Always' },
];

export function SourceRow(props: SourceRowProps) {
  const { source, name, place, home, onTrust } = props;
  const own = source.client === ownClient;
  return (
    <tr data-path={source.path}>
      <td className="number rank dim">{place}</td>
      <td className="source-file">
        <div>{visibleText(source.clientLabel)}</div>
        <PathText path={source.path} home={home} copyable />
      </td>
      <td className="source-state">
        <SourceState source={source} />
      </td>
      <td>
        {own ? (
          <span className="dim" title="Adding a server here is its approval; edits from outside are asked about.">
            Ask
          </span>
        ) : (
          <NativeSelect
            size="xs"
            aria-label={`Trust for ${name}`}
            data={trustChoices}
            value={source.trust}
            className={source.trust === 'always' ? 'trust-always' : undefined}
            onChange={(event) => onTrust(event.currentTarget.value as SourceView['trust'])}
          />
        )}
      </td>
      <td>
        <RowActions {...props} own={own} />
      </td>
    </tr>
  );
}

function RowActions(props: SourceRowProps & { readonly own: boolean }) {
  const { name, canMove, busy, own, onMove, onReveal, onStop } = props;
  return (
    <div className="row-actions">
      {own ? null : (
        <>
          <RowButton label={`Move ${name} up`} step={-1} disabled={!canMove.up} onClick={() => onMove(-1)}>
            <ArrowUp size={iconPx} />
          </RowButton>
          <RowButton label={`Move ${name} down`} step={1} disabled={!canMove.down} onClick={() => onMove(1)}>
            <ArrowDown size={iconPx} />
          </RowButton>
        </>
      )}
      <RowButton label={`Show file of ${name}`} onClick={onReveal}>
        <FolderOpen size={iconPx} />
      </RowButton>
      {own ? null : (
        <RowButton label={`Stop watching ${name}`} disabled={busy} onClick={onStop}>
          <EyeOff size={iconPx} />
        </RowButton>
      )}
    </div>
  );
}

interface RowButtonProps {
  readonly label: string;
  /** −1 and 1: the buttons that move the row. */
  readonly step?: 1 | -1;
  readonly disabled?: boolean;
  readonly onClick: () => void;
  readonly children: React.ReactNode;
}

function RowButton({ label, step, disabled = false, onClick, children }: RowButtonProps) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={label}
      title={label}
      data-step={step}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </ActionIcon>
  );
}
