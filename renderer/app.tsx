/** The frame: navigation, the page that the address names, and the dialogs that lie over every page. */
import { Button, useMantineColorScheme } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { useClient } from './bridge/client.ts';
import { createToolIndex, ToolIndexContext } from './bridge/tool-index.ts';
import { usePhase, useStore, useView, useViewOrNull } from './bridge/use-app-view.ts';
import { useCommands } from './commands.ts';
import { Palette } from './features/palette/palette.tsx';
import { ShortcutsDialog } from './features/palette/shortcuts-dialog.tsx';
import { AddServerDialog } from './features/servers/add-server-dialog.tsx';
import { TableSkeleton } from './features/servers/table-skeleton.tsx';
import { goTo, usePlace } from './lib/hash-place.ts';
import { KeptContext } from './lib/kept-state.ts';
import { useSettled } from './lib/use-settled.ts';
import { visibleText } from './lib/visible-text.ts';
import { Navigation } from './navigation.tsx';
import { ActivityPage } from './pages/activity-page.tsx';
import { ApprovalsPage } from './pages/approvals-page.tsx';
import { ClientsPage } from './pages/clients-page.tsx';
import { ServerPage } from './pages/server-page.tsx';
import { ServersPage } from './pages/servers-page.tsx';
import { SettingsPage } from './pages/settings-page.tsx';
import { type Place, pagePlace } from './places.ts';
import { EmptyState } from './ui/empty-state.tsx';
import { Faulty } from './ui/faulty.tsx';
import { useCommandKey, useHotkey } from './ui/hotkeys.ts';
import { Toasts } from './ui/toast.tsx';

export function App() {
  const client = useClient();
  const [tools] = useState(() => createToolIndex(client));
  const [kept] = useState(() => new Map<string, unknown>());
  const place = pagePlace(usePlace());
  const phase = usePhase();
  useTheme();
  return (
    <ToolIndexContext value={tools}>
      <KeptContext value={kept}>
        <div className="frame">
          <Navigation current={place.page} />
          <div className="stage">
            <main className="page" key={`${place.page}/${place.detail}`}>
              {phase === 'loading' ? <TableSkeleton /> : null}
              {phase === 'silent' ? <Silent /> : null}
              {phase === 'ready' ? (
                <Faulty>
                  <Page place={place} />
                </Faulty>
              ) : null}
            </main>
            <Toasts />
          </div>
          {phase === 'ready' ? <Dialogs place={place} /> : null}
          <Announcement />
        </div>
      </KeptContext>
    </ToolIndexContext>
  );
}

function Silent() {
  const store = useStore();
  return (
    <EmptyState title="Tooltray does not answer" action={<Button onClick={() => store.refresh()}>Try again</Button>}>
      Nothing was heard for a while. The servers keep running.
    </EmptyState>
  );
}

function Page({ place: { page, detail, tab, item } }: { readonly place: Place }) {
  switch (page) {
    case 'servers':
      return detail === undefined ? <ServersPage /> : <ServerPage id={detail} tab={tab} item={item} />;
    case 'approvals':
      return <ApprovalsPage />;
    case 'clients':
      return <ClientsPage />;
    case 'activity':
      return <ActivityPage />;
    case 'settings':
      return <SettingsPage />;
  }
}

const backToServers = () => goTo('servers');

function Dialogs({ place }: { readonly place: Place }) {
  const servers = useView((view) => view.servers);
  const paused = useView((view) => view.watcher.state === 'paused');
  const theme = useView((view) => view.theme);
  const [open, setOpen] = useState<'palette' | 'shortcuts' | null>(null);
  const onShortcuts = useCallback(() => setOpen('shortcuts'), []);
  const entries = useCommands(servers, { paused, theme, onShortcuts });
  useCommandKey('k', () => setOpen('palette'));
  useHotkey('?', onShortcuts);
  const closePalette = useCallback(() => setOpen((was) => (was === 'palette' ? null : was)), []);
  const closeShortcuts = useCallback(() => {
    setOpen(null);
    if (place.dialog === 'shortcuts') backToServers();
  }, [place.dialog]);
  return (
    <>
      <Palette opened={open === 'palette'} entries={entries} servers={servers} onClose={closePalette} />
      <ShortcutsDialog opened={open === 'shortcuts' || place.dialog === 'shortcuts'} onClose={closeShortcuts} />
      <AddServerDialog opened={place.dialog === 'add-server'} onClose={backToServers} />
    </>
  );
}

/** Says the sentence to a screen reader whenever it has come to a new one. */
function Announcement() {
  const sentence = useSettled(useViewOrNull((view) => view.sentence));
  return (
    <div className="screen-reader-only" role="status" aria-live="polite">
      {sentence === null ? null : visibleText(sentence)}
    </div>
  );
}

function useTheme(): void {
  const theme = useViewOrNull((view) => view.theme);
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    if (theme !== null) setColorScheme(theme === 'system' ? 'auto' : theme);
  }, [theme, setColorScheme]);
}
