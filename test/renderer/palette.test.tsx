/** The command palette and the list of shortcuts. */
import { act } from 'react';
import { describe, expect, test } from 'vitest';
import type { AppView } from '../../electron/contract/app-view.ts';
import { sampleServer, sampleView } from '../helpers/sample-view.ts';
import { find, namesOf, type Screen, showApp, textOf } from './show.tsx';

const rows = Array.from({ length: 60 }, (_, at) => ({
  server: 'github',
  source: '/home/ada/.cursor/mcp.json',
  name: `list_${at}`,
  stale: false,
  as_of: null,
  enabled: true,
}));

async function openPalette(view: AppView, answers: Record<string, unknown> = {}): Promise<Screen> {
  const screen = await showApp(view, '/', { 'listings.get': rows, ...answers });
  await act(
    async () =>
      void document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true, cancelable: true })),
  );
  await screen.settle();
  return screen;
}

const field = (screen: Screen): HTMLElement => find(screen, 'combobox', 'Search commands, servers and tools');

/** The entry that the field points at, as a screen reader finds it. */
const chosen = (screen: Screen): string =>
  document.getElementById(field(screen).getAttribute('aria-activedescendant') ?? '')?.firstElementChild?.textContent ?? '';

async function runFirst(screen: Screen, words: string): Promise<void> {
  await screen.type(field(screen), words);
  await screen.press(field(screen), 'Enter');
}

describe('command palette', () => {
  test('offers every page and action', async () => {
    const screen = await openPalette(sampleView());
    const options = [...screen.root.querySelectorAll('[role="option"] > :first-child')].map((one) => one.textContent);
    expect(options).toEqual(
      expect.arrayContaining([
        ...['Servers', 'Approvals', 'Clients', 'Activity', 'Settings'],
        ...[
          'Resync all',
          'Add server',
          'Pause watching',
          'Keyboard shortcuts',
          'Use the light theme',
          'Copy diagnostics',
          'Open log folder',
        ],
      ]),
    );
  });

  test('arrows walk and go round, Enter runs what the field points at, and the palette is gone', async () => {
    const screen = await openPalette(sampleView());
    expect(chosen(screen)).toBe('Servers');
    await screen.press(field(screen), 'ArrowDown');
    expect(chosen(screen)).toBe('Approvals');
    await screen.press(field(screen), 'ArrowUp');
    await screen.press(field(screen), 'ArrowUp');
    expect(chosen(screen)).not.toBe('Servers');
    await runFirst(screen, 'clients');
    expect(window.location.hash).toBe('#/clients');
    expect(screen.root.querySelector('[role="dialog"]')).toBeNull();
  });

  test('a server is opened, synced and switched off from it', async () => {
    const server = sampleServer('github');
    const screen = await openPalette(sampleView({ servers: [server] }));
    await runFirst(screen, 'resync github');
    expect(screen.asked.at(-1)).toEqual({ name: 'servers.sync', input: { names: [server.id] } });
  });

  test('switching off names the file that the server is in', async () => {
    const server = sampleServer('github');
    const screen = await openPalette(sampleView({ servers: [server] }));
    await runFirst(screen, 'switch off git');
    expect(screen.asked.at(-1)).toEqual({ name: 'servers.setEnabled', input: { name: 'github', source: server.source, enabled: false } });
  });

  test('a tool leads to its place; how many more there are is said', async () => {
    const screen = await openPalette(sampleView({ servers: [sampleServer('github')] }));
    await screen.type(field(screen), 'list_');
    expect(textOf(screen)).toContain('36 more tools');
    await runFirst(screen, 'list_42');
    expect(window.location.hash).toBe(`#/servers/${encodeURIComponent(sampleServer('github').id)}/tools/list_42`);
  });

  test('what went wrong is said in a notice', async () => {
    const problem = { code: 'no-desktop', message: 'There is no desktop.', hint: 'Open the folder yourself.' };
    const screen = await openPalette(sampleView(), { 'files.reveal': { ok: false, problem } });
    await runFirst(screen, 'open log');
    expect(textOf(screen)).toContain('There is no desktop. Open the folder yourself.');
  });

  test('the theme is set from it, without offering the one in use', async () => {
    const screen = await openPalette(sampleView({ theme: 'light' }));
    expect(textOf(screen)).not.toContain('Use the light theme');
    await runFirst(screen, 'dark');
    expect(screen.asked.at(-1)).toEqual({ name: 'settings.set', input: { theme: 'dark' } });
  });

  test('nothing found is said', async () => {
    const screen = await openPalette(sampleView());
    await screen.type(field(screen), 'zzz');
    expect(screen.root.querySelector('.palette-foot')?.textContent).toBe('Nothing found.');
    expect(field(screen).hasAttribute('aria-activedescendant')).toBe(false);
  });

  test('names from outside are text', async () => {
    const screen = await openPalette(sampleView({ servers: [sampleServer('<i>x</i>\u202E')] }));
    await screen.type(field(screen), 'open <i>');
    expect(chosen(screen)).toBe('Open <i>x</i>⟨U+202E⟩');
    expect(screen.root.querySelector('i')).toBeNull();
  });
});

describe('shortcuts', () => {
  test('the question mark shows all keys', async () => {
    const screen = await showApp(sampleView(), '/settings');
    await screen.press(document.body, '?');
    expect(textOf(screen)).toContain('Open the command palette');
    expect(namesOf(screen, 'link')).toContain('Settings');
  });

  test('its address opens it over the servers, and closing leads there', async () => {
    const screen = await showApp(sampleView(), '/help/shortcuts');
    expect(textOf(screen)).toContain('Keyboard shortcuts');
    await screen.click(find(screen, 'button', 'Close'));
    await screen.settle();
    expect(window.location.hash).toBe('#/servers');
    expect(screen.root.querySelector('[role="dialog"]')).toBeNull();
  });
});
