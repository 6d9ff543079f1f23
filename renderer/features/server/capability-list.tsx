/** Tools, prompts or resources of one server: searchable, each with everything about it folded. */
import { Button, TextInput } from '@mantine/core';
import { RotateCw } from 'lucide-react';
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import type { ServerView } from '../../../electron/contract/app-view.ts';
import type { CapabilityKind, ListedItem } from '../../../electron/contract/capability.ts';
import { useAnswer } from '../../bridge/use-answer.ts';
import { useOperation } from '../../bridge/use-operation.ts';
import { shortNumber } from '../../lib/format-number.ts';
import { ago, exactTime } from '../../lib/format-time.ts';
import { plural } from '../../lib/plural.ts';
import { useNow } from '../../lib/use-now.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Mark } from '../../ui/mark.tsx';
import { Note } from '../../ui/note.tsx';
import { SkeletonRows } from '../../ui/skeletons.tsx';
import { capabilityWords, keysOf, searchedText } from './capability-words.ts';
import { type Line, ListedLines } from './listed-lines.tsx';

/** A search field over fewer lines than this would only be in the way. */
const searchFrom = 8;
/** Lines drawn while the list is on its way: as many as are known to come, up to a screen. */
const skeletonMax = 12;
const skeletonUnknown = 4;

interface CapabilityListProps {
  readonly server: ServerView;
  readonly capability: CapabilityKind;
  /** Name from the address: shown and opened. */
  readonly item?: string | undefined;
}

export function CapabilityList({ server, capability, item }: CapabilityListProps) {
  const version = `${server.lastSyncAt}/${server.status}/${server[capability]}/${server.stale}`;
  const { result, problem, reload } = useAnswer('servers.items', { server: server.id, capability }, { version });
  const words = capabilityWords[capability];
  // An entry that cannot be used has no lists; the card above says why.
  if (problem?.code === 'not-found') return <Nothing server={server} capability={capability} read={false} />;
  if (problem !== null) {
    const again = (
      <Button size="xs" variant="default" onClick={reload}>
        Try again
      </Button>
    );
    return <Note alert tone="red" title={problem.message} hint={problem.hint} actions={again} />;
  }
  if (result === null) return <Waiting count={server[capability]} what={words.many} />;
  if (result.items.length === 0) return <Nothing server={server} capability={capability} read={result.readAt !== null} />;
  return <Listed server={server} capability={capability} item={item} {...result} />;
}

function Waiting({ count, what }: { readonly count: number | null; readonly what: string }) {
  return (
    <div className="listed-skeleton">
      <SkeletonRows rows={Math.min(skeletonMax, count ?? skeletonUnknown)} label={`Loading ${what}`} />
    </div>
  );
}

function Nothing({
  server,
  capability,
  read,
}: {
  readonly server: ServerView;
  readonly capability: CapabilityKind;
  readonly read: boolean;
}) {
  const { many } = capabilityWords[capability];
  return (
    <EmptyState
      title={read ? `This server offers no ${many}` : 'Not listed yet'}
      action={<ResyncList server={server} capability={capability} />}
    >
      {read ? null : 'The list appears here as soon as it has been synced once.'}
    </EmptyState>
  );
}

/** Lists one kind again, and nothing else; not offered where nothing may run. */
function ResyncList({ server, capability }: { readonly server: ServerView; readonly capability: CapabilityKind }) {
  const sync = useOperation('servers.sync');
  const { choice } = capabilityWords[capability];
  if (!server.enabled || server.status === 'approval' || capability === 'resourceTemplates') return null;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<RotateCw size={14} />}
        loading={sync.busy}
        onClick={() => void sync.run({ names: [server.id], only: choice })}
      >
        Resync {choice}
      </Button>
      {sync.problem ? <span className="tone-red">{sync.problem.message}</span> : null}
    </>
  );
}

interface ListedProps extends CapabilityListProps {
  readonly items: readonly ListedItem[];
  readonly stale: boolean;
  readonly readAt: number | null;
}

function Listed({ server, capability, item, items, stale, readAt }: ListedProps) {
  const [search, setSearch] = useState('');
  const wantedWords = useDeferredValue(search).trim().toLowerCase();
  const { one, many } = capabilityWords[capability];
  const lines = useMemo(() => linesOf(items), [items]);
  const found = useMemo(
    () => (wantedWords === '' ? lines : lines.filter((line) => line.searched.includes(wantedWords))),
    [lines, wantedWords],
  );
  const wanted = useWanted(lines, item, setSearch);
  const { open, toggle } = useOpenLines(wanted);
  const tokens = capability === 'tools' ? server.tokens : null;
  return (
    <>
      <div className="tools-line">
        {items.length >= searchFrom ? (
          <TextInput
            size="xs"
            w={260}
            placeholder={`Search ${many}`}
            aria-label={`Search ${many}`}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape' && search !== '') setSearch('');
            }}
          />
        ) : null}
        <span className="dim small listed-sum" role="status">
          {wantedWords === '' ? plural(items.length, one) : `${found.length.toLocaleString('en')} of ${plural(items.length, one)}`}
          {tokens === null ? null : (
            <span title={`About ${tokens.toLocaleString('en')} tokens`}> · about {shortNumber(tokens)} tokens</span>
          )}
          {stale ? <Stale readAt={readAt} /> : null}
        </span>
        <ResyncList server={server} capability={capability} />
      </div>
      {item !== undefined && wanted === null ? (
        <p className="dim">
          There is no {one} “{visibleText(item)}” here any more.
        </p>
      ) : null}
      {found.length === 0 ? (
        <p className="dim">Nothing matches “{visibleText(search)}”.</p>
      ) : (
        <ListedLines
          lines={found}
          capability={capability}
          label={`${many.charAt(0).toUpperCase()}${many.slice(1)} of ${visibleText(server.name)}`}
          open={open}
          onToggle={toggle}
          wanted={wanted}
        />
      )}
    </>
  );
}

function Stale({ readAt }: { readonly readAt: number | null }) {
  const now = useNow();
  return (
    <span className="tone-amber listed-stale" title={readAt === null ? undefined : exactTime(readAt)}>
      <Mark shape="quarter" /> last known{readAt === null ? '' : `, read ${ago(readAt, now)}`}
    </span>
  );
}

interface SearchedLine extends Line {
  readonly searched: string;
}

function linesOf(items: readonly ListedItem[]): readonly SearchedLine[] {
  const keys = keysOf(items);
  return items.map((item, index) => ({ key: keys[index] ?? String(index), item, searched: searchedText(item) }));
}

/** The line that the address names; a search that hides it is cleared. */
function useWanted(lines: readonly Line[], name: string | undefined, setSearch: (search: string) => void): { readonly key: string } | null {
  const key = name === undefined ? undefined : lines.find((line) => line.item.name === name)?.key;
  const wanted = useMemo(() => (key === undefined ? null : { key }), [key]);
  const [seen, setSeen] = useState<string | undefined>(undefined);
  if (key !== seen) {
    setSeen(key);
    if (key !== undefined) setSearch('');
  }
  return wanted;
}

function useOpenLines(wanted: { readonly key: string } | null) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [seen, setSeen] = useState<{ readonly key: string } | null>(null);
  if (wanted !== seen) {
    setSeen(wanted);
    if (wanted !== null) setOpen(new Set([...open, wanted.key]));
  }
  const toggle = useCallback((key: string) => {
    setOpen((before) => {
      const next = new Set(before);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  }, []);
  return { open, toggle };
}
