/** All servers at a glance: the sentence, what needs a person, the table. */
import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { Plus, RotateCw } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { AppView, ServerView } from '../../electron/contract/app-view.ts';
import { useAppView } from '../bridge/use-app-view.ts';
import { useOperation } from '../bridge/use-operation.ts';
import { AddServerDialog } from '../features/servers/add-server-dialog.tsx';
import { AttentionList } from '../features/servers/attention-list.tsx';
import { ServerTable } from '../features/servers/server-table.tsx';
import { type Filter, needsAttention, type Order, shownServers } from '../features/servers/shown-servers.ts';
import { FirstRun } from '../features/sources/first-run.tsx';
import { shortNumber } from '../lib/format-number.ts';
import { plural } from '../lib/plural.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { useHotkey } from '../ui/hotkeys.ts';
import { Note } from '../ui/note.tsx';
import { PageHead } from '../ui/page-head.tsx';

export function ServersPage() {
  const view = useAppView();
  const [adding, setAdding] = useState(false);
  const sync = useOperation('servers.sync');
  const enable = useOperation('servers.setEnabled');
  const { run: runSync } = sync;
  const { run: runEnable } = enable;
  const onResync = useCallback((server: ServerView) => void runSync({ names: [server.id] }), [runSync]);
  const onEnable = useCallback(
    (server: ServerView, enabled: boolean) => void runEnable({ name: server.ownName, source: server.source, enabled }),
    [runEnable],
  );
  const problem = sync.problem ?? enable.problem;
  const none = view.servers.length === 0;
  return (
    <>
      <PageHead
        title={view.sentence}
        below={none ? null : totalsWords(view)}
        actions={
          <>
            <Button
              size="xs"
              variant="default"
              leftSection={<RotateCw size={14} />}
              disabled={none}
              loading={sync.busy}
              onClick={() => void runSync({ names: [] })}
            >
              Resync all
            </Button>
            <Button size="xs" leftSection={<Plus size={14} />} onClick={() => setAdding(true)}>
              Add server
            </Button>
          </>
        }
      />
      {problem ? <Note alert tone="red" title={problem.message} hint={problem.hint} /> : null}
      <AttentionList view={view} />
      {none ? <NoServers view={view} /> : <Table servers={view.servers} onResync={onResync} onEnable={onEnable} />}
      <AddServerDialog opened={adding} onClose={() => setAdding(false)} />
    </>
  );
}

function totalsWords({ totals }: AppView): string {
  const counts = [
    plural(totals.tools, 'tool'),
    totals.prompts > 0 ? plural(totals.prompts, 'prompt') : null,
    totals.resources > 0 ? plural(totals.resources, 'resource') : null,
    totals.tokens > 0 ? `${shortNumber(totals.tokens)} tokens` : null,
  ];
  return counts.filter(Boolean).join(' · ');
}

function NoServers({ view }: { readonly view: AppView }) {
  const watchesSomething = view.sources.some((source) => source.presence === 'good');
  if (!view.welcomed && !watchesSomething) return <FirstRun />;
  return (
    <EmptyState title={watchesSomething ? 'The watched files hold no servers' : 'No servers yet'}>
      Add a server here, or choose on the page “Clients” which config files are watched.
    </EmptyState>
  );
}

interface TableProps {
  readonly servers: readonly ServerView[];
  readonly onResync: (server: ServerView) => void;
  readonly onEnable: (server: ServerView, enabled: boolean) => void;
}

function Table({ servers, onResync, onEnable }: TableProps) {
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<Filter>('all');
  const [order, setOrder] = useState<Order | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useHotkey('/', () => field.current?.focus());
  const shown = useMemo(() => shownServers(servers, { filter, search, order }), [servers, filter, search, order]);
  const filters = [
    { value: 'all', label: 'All' },
    { value: 'attention', label: `Attention ${servers.filter(needsAttention).length || ''}`.trim() },
    { value: 'disabled', label: `Disabled ${servers.filter((server) => !server.enabled).length || ''}`.trim() },
  ];
  return (
    <>
      <div className="tools-line">
        <TextInput
          ref={field}
          size="xs"
          w={280}
          placeholder="Search servers  /"
          aria-label="Search servers"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            setSearch('');
            event.currentTarget.blur();
          }}
        />
        <SegmentedControl
          size="xs"
          aria-label="Show"
          transitionDuration={0}
          data={filters}
          value={filter}
          onChange={(value) => setFilter(value as Filter)}
        />
      </div>
      {shown.length > 0 ? (
        <ServerTable servers={shown} order={order} onOrder={setOrder} onResync={onResync} onEnable={onEnable} />
      ) : (
        <EmptyState title="No server matches">
          {filter === 'attention' && search === '' ? 'Nothing needs your attention.' : null}
        </EmptyState>
      )}
    </>
  );
}
