/** Everything that the command palette can do, put together from the pages and features there are. */
import { useMemo } from 'react';
import type { AppView, ServerView } from '../electron/contract/app-view.ts';
import type { OperationInput, OperationName, OperationResult } from '../electron/contract/operations.ts';
import { type Client, useClient } from './bridge/client.ts';
import type { PaletteEntry } from './features/palette/entries.ts';
import { canSync } from './features/servers/server-actions.ts';
import { doneWords } from './features/servers/servers-head.tsx';
import { goTo } from './lib/hash-place.ts';
import { visibleText } from './lib/visible-text.ts';
import { pages } from './navigation.tsx';
import { copyText } from './ui/copy-button.tsx';
import { showToast } from './ui/toast.tsx';

type Run = <Name extends OperationName>(
  name: Name,
  input: OperationInput<Name>,
  done?: (result: OperationResult<Name>) => void,
) => Promise<void>;

/** Asks, and says what went wrong where nothing else on the page would. */
const runWith =
  (client: Client): Run =>
  async (name, input, done) => {
    const answer = await client.ask(name, input);
    if (answer.ok) done?.(answer.result);
    else showToast({ tone: 'bad', message: [answer.problem.message, answer.problem.hint].filter(Boolean).join(' ') });
  };

const themes = { system: 'Follow the system’s theme', light: 'Use the light theme', dark: 'Use the dark theme' } as const;

interface Surround {
  readonly paused: boolean;
  readonly theme: AppView['theme'];
  readonly onShortcuts: () => void;
}

/** Entries for the palette; made anew only when something that they are about changes. */
export function useCommands(servers: readonly ServerView[], { paused, theme, onShortcuts }: Surround): readonly PaletteEntry[] {
  const client = useClient();
  return useMemo(() => {
    const run = runWith(client);
    return [
      ...pages.map(({ page, label }): PaletteEntry => ({ id: `page/${page}`, group: 'Go to', label, run: () => goTo(page) })),
      ...actionEntries(run, { paused, theme, onShortcuts }),
      ...servers.flatMap((server) => serverEntries(server, run)),
    ];
  }, [client, servers, paused, theme, onShortcuts]);
}

function actionEntries(run: Run, { paused, theme, onShortcuts }: Surround): readonly PaletteEntry[] {
  const entry = (label: string, act: () => void, keys?: string): PaletteEntry => ({
    id: `action/${label}`,
    group: 'Actions',
    label,
    run: act,
    ...(keys === undefined ? {} : { keys }),
  });
  return [
    entry('Resync all', () => void run('servers.sync', { names: [] }, (report) => showToast({ message: doneWords(report), tone: 'good' }))),
    entry('Add server', () => goTo('add-server')),
    entry(paused ? 'Resume watching' : 'Pause watching', () => void run('watching.set', { paused: !paused })),
    entry('Keyboard shortcuts', onShortcuts, '?'),
    ...(['system', 'light', 'dark'] as const)
      .filter((one) => one !== theme)
      .map((one) => entry(themes[one], () => void run('settings.set', { theme: one }))),
    entry('Copy diagnostics', () => void run('diagnostics.get', {}, copyDiagnostics)),
    entry('Open log folder', () => void run('files.reveal', { what: 'logs' })),
  ];
}

function copyDiagnostics({ text }: { readonly text: string }): void {
  copyText(text);
  showToast({ message: 'Diagnostics copied. Secrets were taken out.' });
}

function serverEntries(server: ServerView, run: Run): readonly PaletteEntry[] {
  const name = visibleText(server.name);
  const entry = (verb: string, act: () => void): PaletteEntry => ({
    id: `server/${server.id}/${verb}`,
    group: 'Servers',
    label: `${verb} ${name}`,
    detail: server.clientLabel,
    run: act,
  });
  const set = (enabled: boolean) => run('servers.setEnabled', { name: server.ownName, source: server.source, enabled });
  return [
    entry('Open', () => goTo('servers', server.id)),
    ...(canSync(server) ? [entry('Resync', () => void run('servers.sync', { names: [server.id] }))] : []),
    ...(server.editable ? [entry(server.enabled ? 'Switch off' : 'Switch on', () => void set(!server.enabled))] : []),
  ];
}
