/** One server: how it is doing, why not, everything it offers, its log and its history. */
import '../features/server/server.css';
import { Button, Tabs } from '@mantine/core';
import type { ServerView } from '../../electron/contract/app-view.ts';
import { useView } from '../bridge/use-app-view.ts';
import { useOperation } from '../bridge/use-operation.ts';
import { FailureCard } from '../features/failures/failure-card.tsx';
import { problemTitle } from '../features/failures/problem-words.ts';
import { CapabilityList } from '../features/server/capability-list.tsx';
import { ServerFacts } from '../features/server/server-facts.tsx';
import { ServerHead } from '../features/server/server-head.tsx';
import { ServerHistory } from '../features/server/server-history.tsx';
import { ServerLog } from '../features/server/server-log.tsx';
import { statusSentence } from '../features/server/status-sentence.ts';
import { ServerStatus } from '../features/servers/server-status.tsx';
import { goTo, linkTo } from '../lib/hash-place.ts';
import { useNow } from '../lib/use-now.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { useHotkey } from '../ui/hotkeys.ts';
import { Note } from '../ui/note.tsx';

const back = () => goTo('servers');

const tabs = ['tools', 'prompts', 'resources', 'log', 'history'] as const;
type Tab = (typeof tabs)[number];

const asTab = (tab: string | undefined): Tab => tabs.find((one) => one === tab) ?? 'tools';

export interface ServerPageProps {
  readonly id: string;
  /** From the address; anything unknown shows the tools. */
  readonly tab?: string | undefined;
  /** A tool, prompt or resource to show. */
  readonly item?: string | undefined;
}

export function ServerPage({ id, tab, item }: ServerPageProps) {
  useHotkey('Escape', back);
  const server = useView((view) => view.servers.find((one) => one.id === id));
  if (server === undefined) {
    return (
      <EmptyState
        title="This server is no longer there"
        action={
          <Button size="xs" onClick={back}>
            Back
          </Button>
        }
      >
        It was removed from its file, or the file is no longer watched.
      </EmptyState>
    );
  }
  return <Server key={server.id} server={server} tab={asTab(tab)} item={item} />;
}

interface ServerProps {
  readonly server: ServerView;
  readonly tab: Tab;
  readonly item: string | undefined;
}

function Server({ server, tab, item }: ServerProps) {
  const now = useNow();
  const sync = useOperation('servers.sync');
  const { problem } = server;
  const waits = server.status === 'approval';
  return (
    <>
      <ServerHead
        server={server}
        sentence={statusSentence(server, problem === null ? null : problemTitle(problem), now)}
        status={<ServerStatus status={server.status} />}
        resyncIsBelow={problem !== null}
        onBack={back}
      />
      {waits && problem === null ? (
        <Note
          tone="violet"
          title="Waiting for your approval"
          hint="Nothing runs before you have seen the exact command."
          actions={<a href={linkTo('approvals')}>Review</a>}
        />
      ) : null}
      <FailureCard server={server} busy={sync.busy} onResync={() => void sync.run({ names: [server.id] })} />
      {sync.problem ? <Note alert tone="red" title={sync.problem.message} hint={sync.problem.hint} /> : null}
      <ServerFacts server={server} />
      <ServerTabs server={server} tab={tab} item={item} />
    </>
  );
}

const titles: Readonly<Record<Tab, string>> = {
  tools: 'Tools',
  prompts: 'Prompts',
  resources: 'Resources',
  log: 'Log',
  history: 'History',
};

function ServerTabs({ server, tab, item }: ServerProps) {
  const counts: Partial<Record<Tab, number | null>> = { tools: server.tools, prompts: server.prompts, resources: server.resources };
  return (
    <Tabs value={tab} onChange={(next) => goTo('servers', server.id, asTab(next ?? undefined))} keepMounted={false}>
      <Tabs.List mb="sm">
        {tabs.map((one) => (
          <Tabs.Tab key={one} value={one}>
            {titles[one]}
            {counts[one] == null ? null : (
              <span className="dim small" aria-hidden="true">
                {' '}
                {counts[one]}
              </span>
            )}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={tab}>
        <Panel server={server} tab={tab} item={item} />
      </Tabs.Panel>
    </Tabs>
  );
}

function Panel({ server, tab, item }: ServerProps) {
  switch (tab) {
    case 'tools':
    case 'prompts':
      return <CapabilityList server={server} capability={tab} item={item} />;
    case 'resources':
      return (
        <>
          <CapabilityList server={server} capability="resources" item={item} />
          {server.resourceTemplates ? (
            <>
              <h2 className="section-title">Templates</h2>
              <CapabilityList server={server} capability="resourceTemplates" />
            </>
          ) : null}
        </>
      );
    case 'log':
      return <ServerLog server={server} />;
    case 'history':
      return <ServerHistory server={server} />;
  }
}
