/** The page “Servers” over given views: names, states, keys. */
import { describe, expect, test } from 'vitest';
import { sampleApproval, sampleServer, sampleServerId, sampleSourceView, sampleView } from '../helpers/sample-view.ts';
import { find, namesOf, showApp, textOf } from './show.tsx';

const failing = sampleServer('github', {
  status: 'failed',
  tools: null,
  problem: { code: 'unauthorized', message: 'token rejected (401)' },
});
const three = sampleView({
  sentence: '1 of 2 servers is in sync. github failed.',
  servers: [sampleServer('files'), failing, sampleServer('old', { enabled: false, status: 'disabled' })],
});

describe('servers page', () => {
  test('the navigation has the pages there are, and no dead link', async () => {
    const screen = await showApp(sampleView());
    expect(namesOf(screen, 'link').slice(0, 5)).toEqual(['Servers', 'Approvals', 'Clients', 'Activity', 'Settings']);
  });

  test('the sentence comes first, the table below it', async () => {
    const screen = await showApp(three);
    expect(namesOf(screen, 'heading')[0]).toBe('1 of 2 servers is in sync. github failed.');
    expect(find(screen, 'table', 'Servers').querySelectorAll('tbody tr')).toHaveLength(3);
  });

  test('a row says name, source, status, counts and the problem in one line', async () => {
    const screen = await showApp(three);
    const [files, github] = [...find(screen, 'table', 'Servers').querySelectorAll('tbody tr')].map((row) => row.textContent ?? '');
    for (const part of ['files', 'Cursor', 'synced', '12 tools', '3.1k']) expect(files).toContain(part);
    for (const part of ['github', 'failed', 'Not authorised']) expect(github).toContain(part);
  });

  test('every status has its own shape and word', async () => {
    const statuses = ['synced', 'syncing', 'stale', 'failed', 'approval', 'idle', 'disabled'] as const;
    const screen = await showApp(sampleView({ servers: statuses.map((status) => sampleServer(status, { status })) }));
    const shown = [...screen.root.querySelectorAll('td .status')];
    expect(shown.map((one) => one.textContent)).toEqual(statuses);
    expect(new Set(shown.map((one) => one.querySelector('svg')?.innerHTML)).size).toBe(statuses.length);
  });

  test('the buttons and switches have the agreed names', async () => {
    const screen = await showApp(three);
    expect(namesOf(screen, 'button')).toEqual(
      expect.arrayContaining(['Resync all', 'Add server', 'Resync files', 'Resync github', 'Resync old']),
    );
    expect(namesOf(screen, 'switch')).toEqual(['Enable files', 'Enable github', 'Enable old']);
  });

  test('Resync asks for exactly that server, Resync all for all', async () => {
    const screen = await showApp(three);
    await screen.click(find(screen, 'button', 'Resync github'));
    await screen.click(find(screen, 'button', 'Resync all'));
    expect(screen.asked).toEqual([
      { name: 'servers.sync', input: { names: [failing.id] } },
      { name: 'servers.sync', input: { names: [] } },
    ]);
  });

  test('a switch of a server that cannot be edited here is fixed and says why', async () => {
    const screen = await showApp(sampleView({ servers: [sampleServer('a', { editable: false })] }));
    const control = find(screen, 'switch', 'Enable a') as HTMLInputElement;
    expect(control.disabled).toBe(true);
    expect(control.title).toContain('Cursor');
  });

  test('a switch asks for its server by the name in its file', async () => {
    const screen = await showApp(sampleView({ servers: [sampleServer('a', { name: 'a@cursor' })] }));
    await screen.click(find(screen, 'switch', 'Enable a@cursor'));
    expect(screen.asked).toEqual([{ name: 'servers.setEnabled', input: { name: 'a', source: sampleServer('a').source, enabled: false } }]);
  });

  test('an edit that is refused says why', async () => {
    const screen = await showApp(sampleView(), '/', {
      'servers.setEnabled': { ok: false, problem: { code: 'source-changed', message: 'the file changed meanwhile', hint: 'Look again.' } },
    });
    await screen.click(find(screen, 'switch', 'Enable github'));
    expect(screen.root.querySelector('[role="alert"]')?.textContent).toContain('the file changed meanwhile');
  });

  test('R syncs the row that has the focus, Enter opens it, arrows walk, slash goes to the search', async () => {
    const screen = await showApp(three);
    const [files, github] = [...screen.root.querySelectorAll<HTMLElement>('tbody tr')];
    if (!files || !github) throw new Error('rows are missing');
    await screen.press(files, 'r');
    expect(screen.asked).toEqual([{ name: 'servers.sync', input: { names: [sampleServerId('files')] } }]);
    await screen.press(files, 'ArrowDown');
    expect(document.activeElement).toBe(github);
    await screen.press(document.body, '/');
    expect(document.activeElement).toBe(find(screen, 'textbox', 'Search servers and tools'));
    await screen.press(github, 'Enter');
    await screen.settle();
    expect(textOf(screen)).toContain('token rejected (401)');
    expect(namesOf(screen, 'tab')).toEqual(['Tools', 'Prompts', 'Resources', 'Log', 'History']);
  });

  test('search narrows the table and says when nothing is left', async () => {
    const screen = await showApp(three);
    await screen.type(find(screen, 'textbox', 'Search servers and tools'), 'git');
    expect(screen.root.querySelectorAll('tbody tr')).toHaveLength(1);
    await screen.type(find(screen, 'textbox', 'Search servers and tools'), 'nothing like it');
    expect(textOf(screen)).toContain('No server matches');
  });

  test('a change moves only what it names and keeps the rows in place', async () => {
    const screen = await showApp(three);
    const before = [...screen.root.querySelectorAll('tbody tr')];
    const repaired = sampleServer('github', { tools: 26 });
    screen.send({
      kind: 'change',
      number: 1,
      change: { servers: [repaired], removed: [], rest: { sentence: 'All 2 servers are in sync.' } },
    });
    expect(textOf(screen)).toContain('26 tools');
    expect([...screen.root.querySelectorAll('tbody tr')]).toEqual(before);
    expect(namesOf(screen, 'heading')[0]).toBe('All 2 servers are in sync.');
  });

  test('the card of a failure stays while it is tried again, and goes when that worked', async () => {
    const screen = await showApp(three);
    const card = () => screen.root.querySelector('.note.red')?.textContent ?? null;
    const send = (number: number, server: typeof failing) =>
      screen.send({ kind: 'change', number, change: { servers: [server], removed: [], rest: {} } });
    expect(card()).toContain('github failed');
    send(1, { ...failing, status: 'syncing', problem: null });
    expect(card()).toContain('github failed');
    send(2, failing);
    send(3, { ...failing, status: 'syncing', problem: null });
    send(4, sampleServer('github'));
    expect(card()).toBeNull();
    send(5, { ...failing, status: 'syncing', problem: null });
    expect(card()).toBeNull();
  });

  test('names from outside are text, never markup', async () => {
    const screen = await showApp(sampleView({ servers: [sampleServer('<img src=x onerror=alert(1)>\u202E')] }));
    expect(screen.root.querySelector('img')).toBeNull();
    expect(namesOf(screen, 'button')).toContain('Resync <img src=x onerror=alert(1)>⟨U+202E⟩');
  });

  test('waiting approvals and unreadable files are above the table', async () => {
    const broken = sampleSourceView({ problem: { code: 'source-invalid', message: 'a comma is missing (line 3, column 5)' } });
    const screen = await showApp(sampleView({ approvals: [sampleApproval('new')], sources: [broken] }));
    expect(textOf(screen)).toContain('new needs your approval');
    expect(textOf(screen)).toContain('a comma is missing (line 3, column 5)');
  });
});

describe('servers page without servers', () => {
  const empty = sampleView({ servers: [], sources: [], welcomed: false, sentence: 'Nothing watched yet.' });
  const found = [
    { path: '/home/ada/.cursor/mcp.json', client: 'cursor', clientLabel: 'Cursor', servers: ['a', 'b'], watched: false, problem: null },
    {
      path: '/home/ada/.gemini/settings.json',
      client: 'gemini-cli',
      clientLabel: 'Gemini CLI',
      servers: ['c'],
      watched: false,
      problem: null,
    },
  ];

  test('the first run offers what was found, and watches exactly what stays chosen', async () => {
    const screen = await showApp(empty, '/', { 'sources.discover': found });
    expect(namesOf(screen, 'button')).toEqual(expect.arrayContaining(['Watch these 2 files', 'Skip']));
    const gemini = screen.root.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')[1];
    if (!gemini) throw new Error('the second file is missing');
    await screen.click(gemini);
    await screen.click(find(screen, 'button', 'Watch this file'));
    expect(screen.asked.at(-1)).toEqual({
      name: 'sources.add',
      input: { sources: [{ path: '/home/ada/.cursor/mcp.json', client: 'cursor' }] },
    });
  });

  test('the first run can be skipped', async () => {
    const screen = await showApp(empty, '/', { 'sources.discover': found });
    await screen.click(find(screen, 'button', 'Skip'));
    expect(screen.asked.at(-1)).toEqual({ name: 'settings.set', input: { welcomed: true } });
  });

  test('later an empty table says what to do', async () => {
    const screen = await showApp({ ...empty, welcomed: true });
    expect(textOf(screen)).toContain('No servers yet');
    expect(screen.asked).toEqual([]);
  });

  test('before the first answer a skeleton says that it is loading', async () => {
    const screen = await showApp(null);
    expect(screen.root.querySelector('[aria-busy="true"]')).not.toBeNull();
    expect(textOf(screen)).toContain('Loading');
  });
});

describe('adding a server', () => {
  const report = {
    changed: true,
    path: '/home/ada/.tooltray/mcp.json',
    servers: ['fs'],
    diff: '--- a\n+++ b\n@@ -1 +1 @@\n+  "fs": {}',
    problems: [],
  };

  test('shows each argument, previews the change, then adds it', async () => {
    const screen = await showApp(sampleView(), '/', { 'servers.add': report });
    await screen.click(find(screen, 'button', 'Add server'));
    await screen.type(find(screen, 'textbox', 'Name'), 'fs');
    await screen.type(find(screen, 'textbox', 'Command line or URL'), 'npx -y pkg "/a b"');
    expect([...screen.root.querySelectorAll('.launch li')].map((line) => line.textContent)).toEqual(['npx', '-y', 'pkg', '/a b']);
    await screen.click(find(screen, 'button', 'Preview changes'));
    expect(textOf(screen)).toContain('"fs": {}');
    await screen.click(find(screen, 'button', 'Add'));
    const server = { command: 'npx', args: ['-y', 'pkg', '/a b'] };
    expect(screen.asked).toEqual([
      { name: 'servers.add', input: { servers: { fs: server }, dryRun: true } },
      { name: 'servers.add', input: { servers: { fs: server }, dryRun: false } },
    ]);
    expect(screen.root.querySelector('[role="dialog"]')).toBeNull();
  });

  test('asks for nothing while something is missing', async () => {
    const screen = await showApp(sampleView());
    await screen.click(find(screen, 'button', 'Add server'));
    await screen.click(find(screen, 'button', 'Add'));
    expect(textOf(screen)).toContain('Give the server a name.');
    expect(screen.asked).toEqual([]);
  });
});
