/** All servers at a glance: the sentence, what needs a person, the table, and the tools that a search finds. */
import { Button } from '@mantine/core';
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import type { ServerView } from '../../electron/contract/app-view.ts';
import { findTools } from '../bridge/find-tools.ts';
import { useToolIndex } from '../bridge/tool-index.ts';
import { useView } from '../bridge/use-app-view.ts';
import { useOperation } from '../bridge/use-operation.ts';
import { problemTitle } from '../features/failures/problem-words.ts';
import { AttentionList } from '../features/servers/attention-list.tsx';
import { FoundTools } from '../features/servers/found-tools.tsx';
import { RemoveServer } from '../features/servers/remove-server.tsx';
import { type ServerActions, useServerActions } from '../features/servers/server-actions.ts';
import { ServerTable } from '../features/servers/server-table.tsx';
import { ServersHead } from '../features/servers/servers-head.tsx';
import { ServersToolsLine } from '../features/servers/servers-tools-line.tsx';
import { type Filter, type Order, shownServers } from '../features/servers/shown-servers.ts';
import { FirstRun } from '../features/sources/first-run.tsx';
import { goTo } from '../lib/hash-place.ts';
import { useKeptState } from '../lib/kept-state.ts';
import { personHome } from '../lib/short-path.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { useHotkey } from '../ui/hotkeys.ts';
import { Note } from '../ui/note.tsx';
import { SkeletonRows } from '../ui/skeletons.tsx';

export function ServersPage() {
  const servers = useView((view) => view.servers);
  const [filter, setFilter] = useKeptState<Filter>('servers/filter', 'all');
  const [removing, setRemoving] = useState<ServerView | null>(null);
  const syncAll = useOperation('servers.sync');
  const { actions, problem: actionProblem } = useServerActions();
  const showFailing = useCallback(() => setFilter('attention'), [setFilter]);
  const closeRemoving = useCallback(() => setRemoving(null), []);
  const problem = syncAll.problem ?? actionProblem;
  return (
    <>
      <ServersHead servers={servers} syncAll={syncAll} />
      {problem ? <Note alert tone="red" title={problem.message} hint={problem.hint} evidence={problem.evidence} /> : null}
      <AttentionList servers={servers} actions={actions} titleOf={problemTitle} onShowAll={showFailing} />
      {servers.length === 0 ? (
        <NoServers />
      ) : (
        <FoundServers servers={servers} filter={filter} onFilter={setFilter} actions={actions} onRemove={setRemoving} />
      )}
      {removing === null ? null : <RemoveServer server={removing} onClose={closeRemoving} />}
    </>
  );
}

/** As many as fill the place of a first table. */
const skeletonRows = 5;

function NoServers() {
  const welcomed = useView((view) => view.welcomed);
  const watchesSomething = useView((view) => view.sources.some((source) => source.presence === 'good'));
  const home = useView((view) => personHome(view.home));
  // Just started: what the files hold is known in a moment, and nothing may jump then.
  const isReading = useView((view) => view.sources.some((source) => source.presence === 'unread'));
  if (isReading) return <SkeletonRows rows={skeletonRows} />;
  if (!welcomed && !watchesSomething) return <FirstRun home={home} onAddServer={() => goTo('add-server')} />;
  return (
    <EmptyState
      title={watchesSomething ? 'The watched files hold no servers' : 'No servers yet'}
      action={
        <Button size="xs" variant="default" onClick={() => goTo('clients')}>
          Choose files to watch
        </Button>
      }
    >
      Add a server here, or choose on the page “Clients” which config files are watched.
    </EmptyState>
  );
}

/** As many as are ever shown at once; the rest is a number. */
const toolsMax = 1_000;

interface FoundServersProps {
  readonly servers: readonly ServerView[];
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
  readonly actions: ServerActions;
  readonly onRemove: (server: ServerView) => void;
}

/** The table with its search. Typing is drawn at once; what it finds follows as soon as there is time. */
function FoundServers({ servers, filter, onFilter, actions, onRemove }: FoundServersProps) {
  const [search, setSearch] = useKeptState('servers/search', '');
  const [order, setOrder] = useKeptState<Order | null>('servers/order', null);
  const [used, setUsed] = useState(search !== '');
  const field = useRef<HTMLInputElement>(null);
  const below = useRef<HTMLDivElement>(null);
  useHotkey('/', () => {
    field.current?.focus();
    field.current?.select();
  });
  const { tools, problem } = useToolIndex(used);
  const wanted = useDeferredValue(search);
  const found = useMemo(() => findTools(tools ?? [], wanted, toolsMax), [tools, wanted]);
  const shown = useMemo(
    () => shownServers(servers, { filter, search: wanted, order, byTool: found.servers }),
    [servers, filter, wanted, order, found],
  );
  const onUse = useCallback(() => setUsed(true), []);
  const onDown = useCallback(() => below.current?.querySelector<HTMLElement>('tbody tr[tabindex="0"], a[href]')?.focus(), []);
  function clear(): void {
    setSearch('');
    onFilter('all');
    field.current?.focus();
  }
  return (
    <>
      <ServersToolsLine
        servers={servers}
        field={field}
        search={search}
        onSearch={setSearch}
        onUse={onUse}
        filter={filter}
        onFilter={onFilter}
        onDown={onDown}
      />
      <div ref={below}>
        {shown.length > 0 ? (
          <ServerTable servers={shown} order={order} onOrder={setOrder} actions={actions} titleOf={problemTitle} onRemove={onRemove} />
        ) : (
          <NothingFound filter={filter} search={wanted} onClear={clear} />
        )}
        {problem === null || wanted === '' ? null : <Note tone="amber" title="Tools could not be searched" hint={problem} />}
        {wanted === '' ? null : <FoundTools found={found} servers={servers} />}
      </div>
    </>
  );
}

interface NothingFoundProps {
  readonly filter: Filter;
  readonly search: string;
  readonly onClear: () => void;
}

function NothingFound({ filter, search, onClear }: NothingFoundProps) {
  const reasons: Readonly<Record<Filter, string>> = {
    all: 'Look for a part of a name, a command or a tool.',
    attention: search === '' ? 'Nothing needs your attention.' : 'Only servers that need attention are shown.',
    disabled: search === '' ? 'No server is switched off.' : 'Only servers that are switched off are shown.',
  };
  return (
    <EmptyState
      small
      title="No server matches"
      action={
        <Button size="xs" variant="default" onClick={onClear}>
          Show all servers
        </Button>
      }
    >
      {reasons[filter]}
    </EmptyState>
  );
}
