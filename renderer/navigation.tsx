/** The side of the window: how the app is doing, the pages, how many wait, and whether files are watched. */
import { ActionIcon } from '@mantine/core';
import { Activity, Pause, Play, Server, Settings, ShieldCheck, SquareStack } from 'lucide-react';
import type { AppView } from '../electron/contract/app-view.ts';
import { useViewOrNull } from './bridge/use-app-view.ts';
import { useOperation } from './bridge/use-operation.ts';
import { linkTo } from './lib/hash-place.ts';
import { plural } from './lib/plural.ts';
import { visibleText } from './lib/visible-text.ts';
import { Mark, type MarkShape } from './ui/mark.tsx';

export const pages = [
  { page: 'servers', label: 'Servers', Icon: Server },
  { page: 'approvals', label: 'Approvals', Icon: ShieldCheck },
  { page: 'clients', label: 'Clients', Icon: SquareStack },
  { page: 'activity', label: 'Activity', Icon: Activity },
  { page: 'settings', label: 'Settings', Icon: Settings },
] as const;

export type PageName = (typeof pages)[number]['page'];
export const isPageName = (name: string | undefined): name is PageName => pages.some(({ page }) => page === name);

export function Navigation({ current }: { readonly current: PageName }) {
  const servers = useViewOrNull((view) => view.servers.length);
  const waiting = useViewOrNull((view) => view.approvals.filter((approval) => !approval.rejected).length);
  const clients = useViewOrNull((view) => view.sources.length);
  const counts: Partial<Record<PageName, number | null>> = { servers, approvals: waiting, clients };
  return (
    <nav className="side" aria-label="Pages">
      <Brand />
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
      <Watching />
    </nav>
  );
}

const moods: Readonly<Record<AppView['mood'], { readonly shape: MarkShape; readonly tone: string; readonly words: string }>> = {
  fine: { shape: 'disc', tone: 'green', words: 'Everything is in sync' },
  working: { shape: 'half', tone: 'blue', words: 'Syncing' },
  attention: { shape: 'triangle', tone: 'red', words: 'Something needs your attention' },
  paused: { shape: 'barred', tone: 'grey', words: 'Watching is paused' },
};

function Brand() {
  const mood = useViewOrNull((view) => view.mood);
  const look = mood === null ? null : moods[mood];
  return (
    <div className="brand">
      <Logo />
      Tooltray
      {look === null ? null : (
        <span className={`brand-mood tone-${look.tone}`} title={look.words}>
          <Mark shape={look.shape} turning={mood === 'working'} />
          <span className="screen-reader-only">{look.words}</span>
        </span>
      )}
    </div>
  );
}

function Watching() {
  const watcher = useViewOrNull((view) => view.watcher);
  const files = useViewOrNull((view) => plural(view.sources.length, 'file'));
  const set = useOperation('watching.set');
  if (watcher === null) return null;
  const paused = watcher.state === 'paused';
  const words = { paused: 'Watching paused', polling: `Polling ${files}`, watching: `Watching ${files}` }[watcher.state];
  const label = paused ? 'Resume watching' : 'Pause watching';
  return (
    <div className="side-foot" title={watcher.problem === null ? undefined : visibleText(watcher.problem.message)}>
      <span className="side-words">{words}</span>
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
