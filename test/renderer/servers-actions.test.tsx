/** What can be done on the page “Servers”: the menu of a row, removing, switching with undo, a sync with its progress. */
import { describe, expect, test } from 'vitest';
import type { ServerView } from '../../electron/contract/app-view.ts';
import { sampleServer, sampleView } from '../helpers/sample-view.ts';
import { find, namesOf, type Screen, showApp, textOf } from './show.tsx';

const edit = { changed: true, path: '/home/ada/.tooltray/mcp.json', servers: ['notes'], diff: '-  "notes": {}', problems: [] };
const notes = sampleServer('notes');

const askedFor = (screen: Screen, name: string) => screen.asked.filter((asked) => asked.name === name).map((asked) => asked.input);

async function openMenu(screen: Screen, name: string): Promise<void> {
  await screen.click(find(screen, 'button', `More about ${name}`));
}

describe('the menu of a row', () => {
  test('holds everything that can be done to a server of the own file', async () => {
    const screen = await showApp(sampleView({ servers: [notes] }));
    await openMenu(screen, 'notes');
    expect(namesOf(screen, 'menuitem')).toEqual([
      'Open',
      'Resync',
      'Switch off',
      'Copy name',
      'Copy launch',
      'Show file',
      'Remove notes from its file',
    ]);
  });

  test('a server of another program’s file cannot be switched or removed here', async () => {
    const screen = await showApp(sampleView({ servers: [sampleServer('a', { editable: false, transport: 'http' })] }));
    await openMenu(screen, 'a');
    expect(namesOf(screen, 'menuitem')).toEqual(['Open', 'Resync', 'Copy name', 'Copy address', 'Show file']);
  });

  test('shows the file that the server is in', async () => {
    const screen = await showApp(sampleView({ servers: [notes] }));
    await openMenu(screen, 'notes');
    await screen.click(find(screen, 'menuitem', 'Show file'));
    expect(askedFor(screen, 'files.reveal')).toEqual([{ what: 'source', path: notes.source }]);
  });

  test('a sync under way can be cancelled for that server alone', async () => {
    const screen = await showApp(sampleView({ servers: [sampleServer('slow', { status: 'syncing' })] }));
    await openMenu(screen, 'slow');
    await screen.click(find(screen, 'menuitem', 'Cancel sync'));
    expect(askedFor(screen, 'servers.cancel')).toEqual([{ names: [sampleServer('slow').id] }]);
  });

  test('names from outside are text in the menu too', async () => {
    const screen = await showApp(sampleView({ servers: [sampleServer('<b>x</b>\u202E')] }));
    await openMenu(screen, '<b>x</b>⟨U+202E⟩');
    expect(namesOf(screen, 'menuitem')).toContain('Remove <b>x</b>⟨U+202E⟩ from its file');
    expect(screen.root.querySelector('b')).toBeNull();
  });
});

describe('removing', () => {
  test('asks first, shows the exact lines, and says when it is done', async () => {
    const screen = await showApp(sampleView({ servers: [notes] }), '/', { 'servers.remove': edit });
    await openMenu(screen, 'notes');
    await screen.click(find(screen, 'menuitem', 'Remove notes from its file'));
    expect(askedFor(screen, 'servers.remove')).toEqual([{ name: 'notes', source: notes.source, dryRun: true }]);
    expect(textOf(screen)).toContain('-  "notes": {}');
    await screen.click(find(screen, 'button', 'Remove notes'));
    expect(askedFor(screen, 'servers.remove').at(-1)).toEqual({ name: 'notes', source: notes.source });
    expect(textOf(screen)).toContain('notes was removed from its file.');
    expect(screen.root.querySelector('[role="dialog"]')).toBeNull();
  });

  test('Cancel changes nothing', async () => {
    const screen = await showApp(sampleView({ servers: [notes] }), '/', { 'servers.remove': edit });
    await openMenu(screen, 'notes');
    await screen.click(find(screen, 'menuitem', 'Remove notes from its file'));
    await screen.click(find(screen, 'button', 'Cancel'));
    expect(askedFor(screen, 'servers.remove')).toHaveLength(1);
  });

  test('a refusal is said in the dialog, which stays', async () => {
    const problem = { code: 'source-changed', message: 'the file changed meanwhile', hint: 'Look again.' };
    const screen = await showApp(sampleView({ servers: [notes] }), '/', { 'servers.remove': { ok: false, problem } });
    await openMenu(screen, 'notes');
    await screen.click(find(screen, 'menuitem', 'Remove notes from its file'));
    expect(screen.root.querySelector('[role="dialog"] [role="alert"]')?.textContent).toContain('the file changed meanwhile');
  });
});

describe('switching', () => {
  test('switching off can be undone from the notice', async () => {
    const screen = await showApp(sampleView({ servers: [notes] }), '/', { 'servers.setEnabled': edit });
    await screen.click(find(screen, 'switch', 'Enable notes'));
    expect(textOf(screen)).toContain('notes is switched off.');
    await screen.click(find(screen, 'button', 'Undo'));
    expect(askedFor(screen, 'servers.setEnabled').map((input) => (input as { enabled: boolean }).enabled)).toEqual([false, true]);
  });

  test('Space on a row switches it; what belongs to another program says why it cannot', async () => {
    const screen = await showApp(sampleView({ servers: [notes, sampleServer('b', { editable: false })] }), '/', {
      'servers.setEnabled': edit,
    });
    const [first, second] = screen.root.querySelectorAll('tbody tr');
    if (!first || !second) throw new Error('rows are missing');
    await screen.press(first, ' ');
    await screen.press(second, ' ');
    expect(askedFor(screen, 'servers.setEnabled')).toHaveLength(1);
    expect(textOf(screen)).toContain('This server is in a file of Cursor');
  });

  test('F8 moves the focus to the newest notice', async () => {
    const screen = await showApp(sampleView({ servers: [notes] }), '/', { 'servers.setEnabled': edit });
    await screen.click(find(screen, 'switch', 'Enable notes'));
    await screen.press(document.body, 'F8');
    expect(document.activeElement).toBe(find(screen, 'button', 'Undo'));
  });
});

describe('a sync of several', () => {
  const named = (statuses: readonly ServerView['status'][]) => statuses.map((status, at) => sampleServer(`s${at}`, { status }));

  test('shows how far it is in place of the numbers, and goes when it is over', async () => {
    const screen = await showApp(sampleView({ servers: named(['syncing', 'syncing', 'syncing']) }));
    const line = () => screen.root.querySelector('.numbers-line')?.textContent;
    expect(line()).toContain('Syncing 1 of 3');
    const send = (number: number, at: number) =>
      screen.send({ kind: 'change', number, change: { servers: [sampleServer(`s${at}`)], removed: [], rest: {} } });
    send(1, 0);
    send(2, 1);
    expect(line()).toContain('Syncing 3 of 3');
    send(3, 2);
    expect(line()).toContain('36 tools');
  });

  test('can be cancelled, and says for how many that was', async () => {
    const screen = await showApp(sampleView({ servers: named(['syncing', 'syncing']) }), '/', {
      'servers.cancel': { cancelled: ['s0', 's1'] },
    });
    await screen.click(find(screen, 'button', 'Cancel'));
    expect(askedFor(screen, 'servers.cancel')).toEqual([{ names: [] }]);
    expect(textOf(screen)).toContain('Sync cancelled for 2 servers.');
  });

  test('Resync all says what it came to', async () => {
    const servers = { ok: 2, failed: ['x'], pending: [] };
    const screen = await showApp(sampleView({ servers: [notes] }), '/', { 'servers.sync': { servers } });
    await screen.click(find(screen, 'button', 'Resync all'));
    expect(textOf(screen)).toContain('2 servers synced, 1 failed.');
  });
});
