/** The view as tray icon, tooltip and menu lines. */
import type { AppView, ServerView } from '../../contract/app-view.ts';
import type { ServerId } from '../../contract/ids.ts';
import { plainLine } from '../lib/plain-line.ts';

export type TrayPage = 'servers' | 'approvals' | 'clients';

export type TrayCommand =
  | { readonly kind: 'open'; readonly page: TrayPage | null }
  | { readonly kind: 'openServer'; readonly server: ServerId }
  | { readonly kind: 'sync' /** null: all servers. */; readonly server: ServerId | null }
  | { readonly kind: 'pause'; readonly paused: boolean }
  | { readonly kind: 'quit' };

export type TrayLine =
  | { readonly kind: 'separator' }
  /** Something to read, not to click. */
  | { readonly kind: 'text'; readonly label: string }
  | { readonly kind: 'entry'; readonly label: string; readonly command: TrayCommand }
  | { readonly kind: 'submenu'; readonly label: string; readonly lines: readonly TrayLine[] };

export interface TrayView {
  readonly mood: AppView['mood'];
  readonly tooltip: string;
  readonly lines: readonly TrayLine[];
}

/** A menu longer than this no longer answers at a glance; the window shows the rest. */
const troublesMax = 8;
/** Panels cut long labels in the middle of a word, so they are cut here, at an ellipsis. */
const labelCharactersMax = 80;

const separator: TrayLine = { kind: 'separator' };
const entry = (label: string, command: TrayCommand): TrayLine => ({ kind: 'entry', label, command });
const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** What the tray shows of this view. */
export function trayView(view: AppView): TrayView {
  const summary = summaryOf(view);
  const troubles = troubleLines(view);
  const waiting = waitingIn(view);
  const paused = view.watcher.state === 'paused';
  const lines: TrayLine[] = [
    { kind: 'text', label: summary },
    separator,
    ...troubles,
    ...(waiting > 0 ? [entry(`${plural(waiting, 'server', 'servers')} waiting for approval`, { kind: 'open', page: 'approvals' })] : []),
    ...(troubles.length > 0 || waiting > 0 ? [separator] : []),
    entry('Resync all', { kind: 'sync', server: null }),
    entry(paused ? 'Resume watching' : 'Pause watching', { kind: 'pause', paused: !paused }),
    separator,
    entry('Open Tooltray', { kind: 'open', page: null }),
    entry('Quit Tooltray', { kind: 'quit' }),
  ];
  return { mood: view.mood, tooltip: `Tooltray: ${summary}`, lines };
}

function summaryOf(view: AppView): string {
  const { totals } = view;
  const waiting = waitingIn(view);
  return [
    ...(totals.servers === 0
      ? [emptyWords(view)]
      : [`${totals.ok} of ${totals.servers} servers synced`, plural(totals.tools, 'tool', 'tools')]),
    ...(totals.failed > 0 ? [`${totals.failed} failed`] : []),
    ...(waiting > 0 ? [`${waiting} waiting for approval`] : []),
    ...(view.watcher.state === 'paused' ? ['watching paused'] : []),
  ].join(', ');
}

const emptyWords = (view: AppView): string => (view.servers.length > 0 ? 'all servers are disabled' : 'no servers yet');

const waitingIn = (view: AppView): number => view.approvals.filter((approval) => !approval.rejected).length;

/** Failing servers and unreadable sources, each with its cause. */
function troubleLines(view: AppView): readonly TrayLine[] {
  const failing = view.servers.filter(isInTrouble);
  const sources = view.sources.filter((source) => source.problem !== null);
  const all = [
    ...failing.map(
      (server): TrayLine => ({
        kind: 'submenu',
        label: labelOf(server.name, server.problem?.message ?? 'failed'),
        lines: [entry('Resync', { kind: 'sync', server: server.id }), entry('Open', { kind: 'openServer', server: server.id })],
      }),
    ),
    ...sources.map((source) => entry(labelOf(source.clientLabel, source.problem?.message ?? ''), { kind: 'open', page: 'clients' })),
  ];
  if (all.length <= troublesMax) return all;
  return [...all.slice(0, troublesMax), entry(`And ${all.length - troublesMax} more…`, { kind: 'open', page: 'servers' })];
}

/** Failing, or serving last known lists for a reason that a person should know. */
const isInTrouble = (server: ServerView): boolean =>
  server.enabled && (server.status === 'failed' || (server.status === 'stale' && server.problem !== null));

function labelOf(name: string, cause: string): string {
  const letters = [...plainLine(`${name}: ${cause}`).trim().replace(/\.$/, '')];
  if (letters.length <= labelCharactersMax) return letters.join('');
  return `${letters
    .slice(0, labelCharactersMax - 1)
    .join('')
    .trimEnd()}…`;
}
