/** The Clients page and the first screen: rank, trust, states of files, adding and leaving files, what was found. */
import { describe, expect, test } from 'vitest';
import type { SourceView } from '../../electron/contract/app-view.ts';
import { allClients, isClientId } from '../../electron/core/configs/clients/all-clients.ts';
import { byPath, clientChoices } from '../../renderer/features/sources/client-choices.ts';
import { positionOf, stepFrom } from '../../renderer/features/sources/source-order.ts';
import { sampleSourceView, sampleView } from '../helpers/sample-view.ts';
import { choose } from './fields.ts';
import { find, namesOf, type Screen, showApp, textOf } from './show.tsx';

const own = sampleSourceView({ client: 'tooltray', clientLabel: 'Tooltray', id: '/t/mcp.json' as never, path: '/t/mcp.json', rank: 0 });
const file = (label: string, rank: number, overrides: Partial<SourceView> = {}): SourceView =>
  sampleSourceView({ id: `/${label}` as never, path: `/${label}`, client: label.toLowerCase(), clientLabel: label, rank, ...overrides });
const cursor = file('Cursor', 1);
const windsurf = file('Windsurf', 2);
const three = sampleView({ sources: [own, windsurf, cursor] });
const asked = (screen: Screen) => screen.asked.filter((one) => one.name !== 'sources.discover');

describe('order of rank', () => {
  test('files stand in it, and the own file is first and cannot be moved', async () => {
    const screen = await showApp(three, '/clients');
    const rows = [...find(screen, 'table', 'Watched files').querySelectorAll('tbody tr')];
    expect(rows.map((row) => (row as HTMLElement).dataset.path)).toEqual(['/t/mcp.json', '/Cursor', '/Windsurf']);
    expect(namesOf(screen, 'button').filter((name) => name.startsWith('Move'))).toEqual([
      'Move Cursor up',
      'Move Cursor down',
      'Move Windsurf up',
      'Move Windsurf down',
    ]);
    expect(textOf(screen)).toContain('NAME@CLIENT');
  });

  test('positions are counted after the own file, and end at both ends', () => {
    const { sources } = three;
    expect([own, cursor, windsurf].map((source) => positionOf(source, sources))).toEqual([null, 0, 1]);
    expect(stepFrom(cursor, sources, -1)).toBeNull();
    expect(stepFrom(cursor, sources, 1)).toBe(1);
    expect(stepFrom(windsurf, sources, 1)).toBeNull();
    expect(stepFrom(own, sources, 1)).toBeNull();
  });

  test('a file is moved, said so, and the focus goes with it', async () => {
    const screen = await showApp(three, '/clients', { 'sources.set': { changed: true } });
    const down = find(screen, 'button', 'Move Cursor down');
    down.focus();
    await screen.click(down);
    expect(asked(screen)).toEqual([{ name: 'sources.set', input: { path: '/Cursor', position: 1 } }]);
    expect(textOf(screen)).toContain('Cursor has rank 3 now');
    const sources = [own, { ...windsurf, rank: 1 }, { ...cursor, rank: 2 }];
    screen.send({ kind: 'change', number: 1, change: { servers: [], removed: [], rest: { sources } } });
    // The last in the list has no "down" any more: the focus is on its neighbour.
    expect(document.activeElement).toBe(find(screen, 'button', 'Move Cursor up'));
  });

  test('a move that fails is said and leaves the list as it is', async () => {
    const problem = { code: 'settings-invalid', message: 'the settings cannot be written' };
    const screen = await showApp(three, '/clients', { 'sources.set': { ok: false, problem } });
    await screen.click(find(screen, 'button', 'Move Cursor down'));
    expect(screen.root.querySelector('[role="alert"]')?.textContent).toContain('the settings cannot be written');
    expect(textOf(screen)).not.toContain('has rank');
  });
});

describe('trust of a file', () => {
  test('"Always" is asked about first', async () => {
    const screen = await showApp(three, '/clients', { 'sources.set': { changed: true } });
    await choose(screen, 'Trust for Cursor', 'always');
    expect(asked(screen)).toEqual([]);
    expect(textOf(screen)).toContain('Run every server of Cursor without asking?');
    await screen.click(find(screen, 'button', 'Always trust Cursor'));
    expect(asked(screen)).toEqual([{ name: 'sources.set', input: { path: '/Cursor', trust: 'always' } }]);
  });

  test('"Ask" needs no question, and a file trusted already shows it', async () => {
    const screen = await showApp(sampleView({ sources: [own, file('Cursor', 1, { trust: 'always' })] }), '/clients', {
      'sources.set': { changed: true },
    });
    const select = screen.root.querySelector<HTMLSelectElement>('select[aria-label="Trust for Cursor"]');
    expect(select?.value).toBe('always');
    await choose(screen, 'Trust for Cursor', 'ask');
    expect(asked(screen)).toEqual([{ name: 'sources.set', input: { path: '/Cursor', trust: 'ask' } }]);
  });

  test('trust in all files is said, since it decides', async () => {
    const flags = { TOOLTRAY_TRUST: { value: 'always', source: 'environment' as const } };
    const screen = await showApp(sampleView({ sources: [own, cursor], flags }), '/clients');
    expect(textOf(screen)).toContain('Every file is trusted');
  });
});

describe('states of files', () => {
  const invalid = { code: 'source-invalid' as const, message: 'a comma is missing', where: { line: 3, column: 5 } };
  test.each([
    ['good', { servers: 3 }, 'watched · 3 servers'],
    ['absent', { presence: 'absent' as const }, 'not there yet'],
    ['unread', { presence: 'unread' as const }, 'not read yet'],
    ['broken with servers', { problem: invalid, servers: 2 }, 'a comma is missing (line 3, column 5)Its last good servers stay: 2.'],
    ['broken from the start', { problem: invalid, servers: 0 }, 'It brings no servers so far.'],
  ])('%s', async (_, overrides, words) => {
    const screen = await showApp(sampleView({ sources: [own, file('Cursor', 1, overrides)] }), '/clients');
    const state = find(screen, 'table', 'Watched files').querySelectorAll('.source-state')[1];
    expect(state?.textContent?.replace(/\s+/g, ' ')).toContain(words);
    expect(state?.querySelector('svg')).not.toBeNull();
  });

  test('many bad entries are counted, and all are there to unfold', async () => {
    const entryProblems = Array.from({ length: 5 }, (_, index) => ({
      name: `bad${index}`,
      problem: { code: 'entry-invalid' as const, message: 'no command' },
    }));
    const screen = await showApp(sampleView({ sources: [own, file('Cursor', 1, { entryProblems })] }), '/clients');
    expect(textOf(screen)).toContain('3 more problems');
    expect(textOf(screen)).toContain('bad4: no command');
  });

  test('T17 a hostile path and label cannot hide anything', async () => {
    const hostile = file('Cur\u202Esor', 1, { path: '/home/\u202Egpj.nosj/mcp.json' });
    const screen = await showApp(sampleView({ sources: [own, hostile] }), '/clients');
    expect(textOf(screen)).not.toContain('\u202E');
    expect(textOf(screen)).toContain('⟨U+202E⟩');
  });
});

describe('leaving and adding files', () => {
  test('the sentence counts, and the own file cannot be left', async () => {
    const broken = file('Cursor', 1, { problem: { code: 'source-invalid', message: 'a comma is missing' } });
    const screen = await showApp(sampleView({ sources: [own, broken, windsurf] }), '/clients');
    expect(namesOf(screen, 'heading')[0]).toBe('3 files watched, 1 cannot be read.');
    expect(namesOf(screen, 'button').filter((name) => name.startsWith('Stop'))).toEqual(['Stop watching Cursor', 'Stop watching Windsurf']);
  });

  test('a file is left with a way back that restores its place and trust', async () => {
    const trusted = file('Cursor', 1, { trust: 'always' });
    const screen = await showApp(sampleView({ sources: [own, trusted, windsurf] }), '/clients', {
      'sources.remove': { removed: true },
      'sources.add': { added: ['/Cursor'] },
      'sources.set': { changed: true },
    });
    await screen.click(find(screen, 'button', 'Stop watching Cursor'));
    expect(asked(screen)).toEqual([{ name: 'sources.remove', input: { path: '/Cursor' } }]);
    expect(textOf(screen)).toContain('the file itself is untouched');
    await screen.click(find(screen, 'button', 'Undo'));
    expect(asked(screen).slice(1)).toEqual([
      { name: 'sources.add', input: { sources: [{ path: '/Cursor', client: 'cursor' }] } },
      { name: 'sources.set', input: { path: '/Cursor', trust: 'always', position: 0 } },
    ]);
    expect(textOf(screen)).toContain('Watching Cursor again');
  });

  test('a file is added by its path, with the client told by it or chosen', async () => {
    const screen = await showApp(three, '/clients', { 'sources.add': { added: ['/p/.mcp.json'] } });
    await screen.click(find(screen, 'button', 'Add file'));
    await screen.click(find(screen, 'button', 'Watch this file'));
    expect(textOf(screen)).toContain('Enter the path of a config file.');
    await screen.type(find(screen, 'textbox', 'Path'), ' /p/.mcp.json ');
    await screen.click(find(screen, 'button', 'Watch this file'));
    expect(asked(screen)).toEqual([{ name: 'sources.add', input: { sources: [{ path: '/p/.mcp.json' }] } }]);
    expect(namesOf(screen, 'dialog')).toEqual([]);
  });

  test('what the app refuses is said at the field', async () => {
    const problem = { code: 'wrong-input', message: '"mcp.json" is no absolute path' };
    const screen = await showApp(three, '/clients', { 'sources.add': { ok: false, problem } });
    await screen.click(find(screen, 'button', 'Add file'));
    await screen.type(find(screen, 'textbox', 'Path'), 'mcp.json');
    await screen.click(find(screen, 'button', 'Watch this file'));
    expect(find(screen, 'textbox', 'Path').getAttribute('aria-invalid')).toBe('true');
    expect(textOf(screen)).toContain('"mcp.json" is no absolute path');
    expect(namesOf(screen, 'dialog')).toHaveLength(1);
  });

  test('a file that is watched already is not added twice without a word', async () => {
    const screen = await showApp(three, '/clients', { 'sources.add': { added: [] } });
    await screen.click(find(screen, 'button', 'Add file'));
    await screen.type(find(screen, 'textbox', 'Path'), '/Cursor');
    await screen.click(find(screen, 'button', 'Watch this file'));
    expect(textOf(screen)).toContain('This file is watched already.');
  });

  test('every client that can be chosen exists', () => {
    const chosen = clientChoices.filter(({ value }) => value !== byPath);
    expect(chosen.filter(({ value }) => !isClientId(value))).toEqual([]);
    expect(chosen.length).toBeLessThan(allClients.length);
  });

  test('a file is shown in the system’s file viewer', async () => {
    const screen = await showApp(three, '/clients');
    await screen.click(find(screen, 'button', 'Show file of Cursor'));
    expect(asked(screen)).toEqual([{ name: 'files.reveal', input: { what: 'source', path: '/Cursor' } }]);
  });
});

describe('found on this machine', () => {
  const gemini = { path: '/g', client: 'gemini-cli', clientLabel: 'Gemini CLI', servers: ['x', 'y'], watched: false, problem: null };
  test('says what each would bring, or why that is not known', async () => {
    const broken = { ...gemini, path: '/b', clientLabel: 'VS Code', servers: [], problem: 'a comma is missing' };
    const screen = await showApp(three, '/clients', { 'sources.discover': [gemini, broken] });
    const words = find(screen, 'table', 'Found on this machine').textContent;
    expect(words).toContain('2 servers: x, y');
    expect(words).toContain('a comma is missing');
  });

  test('a file is watched with one click', async () => {
    const screen = await showApp(three, '/clients', { 'sources.discover': [gemini], 'sources.add': { added: ['/g'] } });
    await screen.click(find(screen, 'button', 'Watch Gemini CLI'));
    expect(asked(screen)).toEqual([{ name: 'sources.add', input: { sources: [{ path: '/g', client: 'gemini-cli' }] } }]);
    expect(textOf(screen)).toContain('Now watching Gemini CLI');
  });

  test('nothing found and a search that fails are said', async () => {
    const none = await showApp(three, '/clients', { 'sources.discover': [] });
    expect(textOf(none)).toContain('No other client files were found');
    const problem = { code: 'internal', message: 'the home folder cannot be read' };
    const failed = await showApp(three, '/clients', { 'sources.discover': { ok: false, problem } });
    expect(textOf(failed)).toContain('the home folder cannot be read');
    expect(namesOf(failed, 'button')).toContain('Look again');
  });
});

describe('first screen', () => {
  const empty = sampleView({ servers: [], sources: [], welcomed: false });
  const found = { path: '/c', client: 'cursor', clientLabel: 'Cursor', servers: ['github', 'no\u202Etes'], watched: false, problem: null };

  test('three steps: what was found, what it brings by name, and the question; nothing starts before approval', async () => {
    const screen = await showApp(empty, '/', { 'sources.discover': [found] });
    const welcome = screen.root.querySelector('section[aria-label="Welcome"]');
    expect([...(welcome?.querySelectorAll('h3') ?? [])].map((title) => title.textContent)).toEqual([
      'What was found',
      'What each would bring',
      'Watch them',
    ]);
    expect(welcome?.textContent).toContain('1 file with 2 servers found');
    expect(welcome?.textContent).toContain('2 servers: github, no⟨U+202E⟩tes');
    expect(welcome?.textContent).toContain('Nothing starts before you have approved');
    await screen.click(find(screen, 'button', 'Watch this file'));
    expect(screen.asked.at(-1)).toEqual({ name: 'sources.add', input: { sources: [{ path: '/c', client: 'cursor' }] } });
  });

  test('nothing found: a file can be named, and the screen skipped', async () => {
    const screen = await showApp(empty, '/', { 'sources.discover': [], 'sources.add': { added: ['/x'] } });
    expect(textOf(screen)).toContain('No MCP client was found on this machine');
    await screen.click(find(screen, 'button', 'Add file'));
    await screen.type(find(screen, 'textbox', 'Path'), '/x');
    await screen.click(find(screen, 'button', 'Watch this file'));
    expect(screen.asked.at(-1)).toEqual({ name: 'sources.add', input: { sources: [{ path: '/x' }] } });
    await screen.click(find(screen, 'button', 'Skip'));
    expect(screen.asked.at(-1)).toEqual({ name: 'settings.set', input: { welcomed: true } });
  });

  test('a search that fails still leaves ways on', async () => {
    const problem = { code: 'internal', message: 'the home folder cannot be read' };
    const screen = await showApp(empty, '/', { 'sources.discover': { ok: false, problem } });
    expect(textOf(screen)).toContain('the home folder cannot be read');
    expect(namesOf(screen, 'button')).toEqual(expect.arrayContaining(['Look again', 'Add file', 'Skip']));
  });
});
