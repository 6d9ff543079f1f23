/** Tools, prompts or resources of one server, searchable, each with its details folded. */
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ServerView } from '../../../electron/contract/app-view.ts';
import type { CapabilityKind, ListedItem } from '../../../electron/contract/capability.ts';
import { useAnswer } from '../../bridge/use-answer.ts';
import { exactTime } from '../../lib/format-time.ts';
import { plural } from '../../lib/plural.ts';
import { visibleLine, visibleText } from '../../lib/visible-text.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Note } from '../../ui/note.tsx';

/** A search field over fewer lines than this would only be in the way. */
const searchFrom = 8;
/** Lines drawn at once; a search finds the rest. */
const shownMax = 500;

interface CapabilityListProps {
  readonly server: ServerView;
  readonly capability: CapabilityKind;
  /** "tool", "prompt", "resource". */
  readonly word: string;
}

export function CapabilityList({ server, capability, word }: CapabilityListProps) {
  const version = `${server.lastSyncAt}/${server.status}/${server[capability]}`;
  const { result, problem } = useAnswer('servers.items', { server: server.id, capability }, { version });
  const [search, setSearch] = useState('');
  if (problem !== null) return <Note tone="red" title={problem.message} hint={problem.hint} />;
  if (result === null) return <p className="dim">Loading…</p>;
  if (result.items.length === 0) {
    const read = result.readAt !== null;
    return (
      <EmptyState title={read ? `This server offers no ${word}s` : 'Not listed yet'}>
        {read ? null : 'Its list appears here as soon as it has been synced once.'}
      </EmptyState>
    );
  }
  const found = result.items.filter((item) =>
    `${item.name} ${item.title ?? ''} ${item.description ?? ''}`.toLowerCase().includes(search.toLowerCase()),
  );
  return (
    <>
      <div className="tools-line">
        {result.items.length >= searchFrom ? (
          <TextInput
            size="xs"
            w={260}
            placeholder={`Search ${word}s`}
            aria-label={`Search ${word}s`}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        ) : null}
        <span className="dim small">
          {plural(result.items.length, word)}
          {result.stale && result.readAt !== null ? `, last known, read ${exactTime(result.readAt)}` : ''}
        </span>
      </div>
      {found.length === 0 ? <p className="dim">Nothing matches “{search}”.</p> : <Lines items={found.slice(0, shownMax)} />}
      {found.length > shownMax ? (
        <p className="dim small">
          The first {shownMax} of {found.length} are shown; search to find others.
        </p>
      ) : null}
    </>
  );
}

function Lines({ items }: { readonly items: readonly ListedItem[] }) {
  return (
    <div className="listed">
      {items.map((item) => (
        <Line key={`${item.name} ${String(item.uri ?? item.uriTemplate ?? '')}`} item={item} />
      ))}
    </div>
  );
}

function Line({ item }: { readonly item: ListedItem }) {
  const [open, setOpen] = useState(false);
  const { name, title, description, ...rest } = item;
  const address = rest.uri ?? rest.uriTemplate;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <code className="cut">{visibleText(name)}</code>
        <span className="dim cut">{visibleText(firstLine(title ?? description ?? String(address ?? '')))}</span>
      </summary>
      {open ? (
        <div className="detail">
          {description ? <p>{description.split('\n').map(visibleLine).join('\n')}</p> : null}
          {Object.keys(rest).length > 0 ? (
            <pre className="evidence">{JSON.stringify(rest, null, 2).split('\n').map(visibleLine).join('\n')}</pre>
          ) : null}
        </div>
      ) : null}
    </details>
  );
}

const firstLine = (text: string): string => text.trim().split('\n')[0] ?? '';
