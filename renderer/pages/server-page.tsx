/** One server: how it is doing, why not, and everything it offers. */
import { Button, Tabs } from '@mantine/core';
import { ArrowLeft, RotateCw } from 'lucide-react';
import type { ServerView } from '../../electron/contract/app-view.ts';
import { useAppView } from '../bridge/use-app-view.ts';
import { useOperation } from '../bridge/use-operation.ts';
import { CapabilityList } from '../features/servers/capability-list.tsx';
import { FailureCard } from '../features/servers/failure-card.tsx';
import { ServerFacts } from '../features/servers/server-facts.tsx';
import { ServerLog } from '../features/servers/server-log.tsx';
import { ServerStatus } from '../features/servers/server-status.tsx';
import { goTo, linkTo } from '../lib/hash-place.ts';
import { visibleText } from '../lib/visible-text.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { useHotkey } from '../ui/hotkeys.ts';
import { Note } from '../ui/note.tsx';
import { PageHead } from '../ui/page-head.tsx';

const back = () => goTo('servers');

export interface ServerPageProps {
  readonly id: string;
  readonly tab?: string | undefined;
  readonly item?: string | undefined;
}

export function ServerPage({ id }: ServerPageProps) {
  const view = useAppView();
  useHotkey('Escape', back);
  const server = view.servers.find((one) => one.id === id);
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
  return <Server key={server.id} server={server} />;
}

function Server({ server }: { readonly server: ServerView }) {
  const sync = useOperation('servers.sync');
  const resync = () => void sync.run({ names: [server.id] });
  const failing = server.problem !== null;
  return (
    <>
      <PageHead
        title={
          <>
            {visibleText(server.name)} <ServerStatus status={server.status} />
          </>
        }
        actions={
          <>
            <Button size="xs" variant="subtle" color="gray" leftSection={<ArrowLeft size={14} />} onClick={back}>
              Back
            </Button>
            {failing || !server.enabled || server.status === 'approval' ? null : (
              <Button size="xs" variant="default" leftSection={<RotateCw size={14} />} loading={sync.busy} onClick={resync}>
                Resync
              </Button>
            )}
          </>
        }
      />
      <ServerFacts server={server} />
      {sync.problem ? <Note alert tone="red" title={sync.problem.message} hint={sync.problem.hint} /> : null}
      {server.status === 'approval' ? (
        <Note
          tone="violet"
          title="Waiting for your approval"
          hint="Nothing runs before you have seen the exact command."
          actions={<a href={linkTo('approvals')}>Review</a>}
        />
      ) : null}
      <FailureCard server={server} busy={sync.busy} onResync={resync} />
      <ServerTabs server={server} />
    </>
  );
}

function ServerTabs({ server }: { readonly server: ServerView }) {
  const title = (word: string, count: number | null) => (
    <>
      {word}
      {count === null ? null : (
        <span className="dim small" aria-hidden="true">
          {' '}
          {count}
        </span>
      )}
    </>
  );
  return (
    <Tabs defaultValue="tools" keepMounted={false}>
      <Tabs.List mb="sm">
        <Tabs.Tab value="tools">{title('Tools', server.tools)}</Tabs.Tab>
        <Tabs.Tab value="prompts">{title('Prompts', server.prompts)}</Tabs.Tab>
        <Tabs.Tab value="resources">{title('Resources', server.resources)}</Tabs.Tab>
        <Tabs.Tab value="log">Log</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="tools">
        <CapabilityList server={server} capability="tools" word="tool" />
      </Tabs.Panel>
      <Tabs.Panel value="prompts">
        <CapabilityList server={server} capability="prompts" word="prompt" />
      </Tabs.Panel>
      <Tabs.Panel value="resources">
        <CapabilityList server={server} capability="resources" word="resource" />
        {server.resourceTemplates ? (
          <>
            <h2 className="section-title">Templates</h2>
            <CapabilityList server={server} capability="resourceTemplates" word="resource template" />
          </>
        ) : null}
      </Tabs.Panel>
      <Tabs.Panel value="log">
        <ServerLog server={server} />
      </Tabs.Panel>
    </Tabs>
  );
}
