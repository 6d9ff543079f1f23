/** The frame: navigation, and the page that the address names. */
import { Button, useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import type { AppView } from '../electron/contract/app-view.ts';
import { useStore, useStoreState, ViewContext } from './bridge/use-app-view.ts';
import { TableSkeleton } from './features/servers/table-skeleton.tsx';
import { usePlace } from './lib/hash-place.ts';
import { isPageName, Navigation, type PageName } from './navigation.tsx';
import { ActivityPage } from './pages/activity-page.tsx';
import { ApprovalsPage } from './pages/approvals-page.tsx';
import { ClientsPage } from './pages/clients-page.tsx';
import { ServerPage } from './pages/server-page.tsx';
import { ServersPage } from './pages/servers-page.tsx';
import { SettingsPage } from './pages/settings-page.tsx';
import { EmptyState } from './ui/empty-state.tsx';
import { Faulty } from './ui/faulty.tsx';
import { Toasts } from './ui/toast.tsx';

export function App() {
  const state = useStoreState();
  const store = useStore();
  const [name, detail, tab, item] = usePlace();
  const page = isPageName(name) ? name : 'servers';
  const view = state.phase === 'ready' ? state.view : null;
  useTheme(view?.theme);
  return (
    <div className="frame">
      <Navigation current={page} view={view} />
      <div className="stage">
        <main className="page" key={page}>
          {state.phase === 'loading' ? <TableSkeleton /> : null}
          {state.phase === 'silent' ? (
            <EmptyState title="Tooltray does not answer" action={<Button onClick={() => store.refresh()}>Try again</Button>}>
              Nothing was heard for a while. The servers keep running.
            </EmptyState>
          ) : null}
          {view === null ? null : (
            <ViewContext value={view}>
              <Faulty key={`${page}/${detail}`}>
                <Page page={page} detail={detail} tab={tab} item={item} />
              </Faulty>
            </ViewContext>
          )}
        </main>
        <Toasts />
      </div>
      <Announcement view={view} />
    </div>
  );
}

interface PageProps {
  readonly page: PageName;
  readonly detail: string | undefined;
  readonly tab: string | undefined;
  readonly item: string | undefined;
}

function Page({ page, detail, tab, item }: PageProps) {
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

/** Says the sentence to a screen reader whenever it changes. */
function Announcement({ view }: { readonly view: AppView | null }) {
  return (
    <div className="screen-reader-only" role="status" aria-live="polite">
      {view?.sentence}
    </div>
  );
}

function useTheme(theme: AppView['theme'] | undefined): void {
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    if (theme !== undefined) setColorScheme(theme === 'system' ? 'auto' : theme);
  }, [theme, setColorScheme]);
}
