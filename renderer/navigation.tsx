/** The side of the window: pages, how many wait, and whether files are watched. */
import { ActionIcon } from '@mantine/core';
import { Activity, Pause, Play, Server, Settings, ShieldCheck, SquareStack } from 'lucide-react';
import type { AppView } from '../electron/contract/app-view.ts';
import { useOperation } from './bridge/use-operation.ts';
import { linkTo } from './lib/hash-place.ts';
import { plural } from './lib/plural.ts';

const pages = [
  { page: 'servers', label: 'Servers', Icon: Server },
  { page: 'approvals', label: 'Approvals', Icon: ShieldCheck },
  { page: 'clients', label: 'Clients', Icon: SquareStack },
  { page: 'activity', label: 'Activity', Icon: Activity },
  { page: 'settings', label: 'Settings', Icon: Settings },
] as const;

export type PageName = (typeof pages)[number]['page'];
export const isPageName = (name: string | undefined): name is PageName => pages.some(({ page }) => page === name);

export function Navigation({ current, view }: { readonly current: PageName; readonly view: AppView | null }) {
  const waiting = view?.approvals.filter((approval) => !approval.rejected).length ?? 0;
  const counts: Partial<Record<PageName, number>> = {
    servers: view?.servers.length ?? 0,
    approvals: waiting,
    clients: view?.sources.length ?? 0,
  };
  return (
    <nav className="side" aria-label="Pages">
      <div className="brand" aria-hidden="true">
        <Logo />
        Tooltray
      </div>
      <ul>
        {pages.map(({ page, label, Icon }) => (
          <li key={page}>
            <a className="nav-link" href={linkTo(page)} aria-current={page === current ? 'page' : undefined}>
              <Icon size={16} aria-hidden="true" />
              {label}
              {counts[page] ? (
                <span className={page === 'approvals' ? 'count waiting' : 'count'} aria-hidden="true">
                  {counts[page]}
                </span>
              ) : null}
            </a>
          </li>
        ))}
      </ul>
      {view === null ? null : <Watching view={view} />}
    </nav>
  );
}

function Watching({ view }: { readonly view: AppView }) {
  const set = useOperation('watching.set');
  const paused = view.watcher.state === 'paused';
  const files = plural(view.sources.length, 'file');
  const words = { paused: 'Watching paused', polling: `Polling ${files}`, watching: `Watching ${files}` }[view.watcher.state];
  const label = paused ? 'Resume watching' : 'Pause watching';
  return (
    <div className="side-foot" title={view.watcher.problem?.message}>
      <span>{words}</span>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={label}
        title={label}
        loading={set.busy}
        onClick={() => void set.run({ paused: !paused })}
      >
        {paused ? <Play size={14} /> : <Pause size={14} />}
      </ActionIcon>
    </div>
  );
}

/** The spanner standing in a tray, as on the panel. */
function Logo() {
  return (
    <svg className="logo" viewBox="0 0 22 22" width="20" height="20" aria-hidden="true">
      <path d="M8 1h1v5h4V1h1l2 2v5l-3 3v6H9v-6L6 8V3z" fill="var(--tt-accent)" />
      <path d="M1 14h3v4h14v-4h3v4.5a2.5 2.5 0 0 1-2.5 2.5h-15A2.5 2.5 0 0 1 1 18.5z" fill="currentColor" />
    </svg>
  );
}
