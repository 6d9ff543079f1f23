/** What the tray says, as tables of views. */
import { describe, expect, test } from 'vitest';
import type { AppView } from '../../../electron/contract/app-view.ts';
import { type TrayLine, trayView } from '../../../electron/core/view/tray-view.ts';
import { sampleApproval, sampleServer, sampleServerId, sampleSourceView, sampleView } from '../../helpers/sample-view.ts';

const failed = (name: string, message = 'token rejected (401)') =>
  sampleServer(name, { status: 'failed', tools: null, problem: { code: 'unauthorized', message } });
const fourteen = [
  ...Array.from({ length: 13 }, (_, index) => sampleServer(`server-${index}`, { tools: index === 0 ? 22 : 10 })),
  failed('github'),
];
const label = (line: TrayLine): string => (line.kind === 'separator' ? '-' : line.label);
const labels = (view: AppView): readonly string[] => trayView(view).lines.map(label);

describe('tooltip', () => {
  const cases: readonly [string, AppView, string][] = [
    ['all fine', sampleView({ servers: fourteen.slice(0, 13) }), 'Tooltray: 13 of 13 servers synced, 142 tools'],
    ['one failed', sampleView({ servers: fourteen }), 'Tooltray: 13 of 14 servers synced, 142 tools, 1 failed'],
    [
      'one waits for approval',
      sampleView({
        servers: [sampleServer('a', { tools: 1 }), sampleServer('b', { status: 'approval', tools: null })],
        approvals: [sampleApproval('b')],
      }),
      'Tooltray: 1 of 2 servers synced, 1 tool, 1 waiting for approval',
    ],
    [
      'a rejected launch waits for nobody',
      sampleView({ approvals: [sampleApproval('b', { rejected: true })] }),
      'Tooltray: 1 of 1 servers synced, 12 tools',
    ],
    ['no server at all', sampleView({ servers: [] }), 'Tooltray: no servers yet'],
    [
      'all switched off',
      sampleView({ servers: [sampleServer('a', { enabled: false, status: 'disabled' })] }),
      'Tooltray: all servers are disabled',
    ],
    ['paused', sampleView({ watcher: { state: 'paused', problem: null } }), 'Tooltray: 1 of 1 servers synced, 12 tools, watching paused'],
  ];
  test.each(cases)('says it in one line: %s', (_case, view, expected) => {
    expect(trayView(view).tooltip).toBe(expected);
  });
});

describe('menu', () => {
  test('a calm view has the status line and the four standing entries', () => {
    expect(labels(sampleView())).toEqual([
      '1 of 1 servers synced, 12 tools',
      '-',
      'Resync all',
      'Pause watching',
      '-',
      'Open Tooltray',
      'Quit Tooltray',
    ]);
  });

  test('a failing server is named with its cause and can be synced again from there', () => {
    const line = trayView(sampleView({ servers: fourteen })).lines.find((one) => label(one).startsWith('github'));
    expect(line).toEqual({
      kind: 'submenu',
      label: 'github: token rejected (401)',
      lines: [
        { kind: 'entry', label: 'Resync', command: { kind: 'sync', server: sampleServerId('github') } },
        { kind: 'entry', label: 'Open', command: { kind: 'openServer', server: sampleServerId('github') } },
      ],
    });
  });

  test('waiting approvals open their page', () => {
    const view = sampleView({ approvals: [sampleApproval('a'), sampleApproval('b'), sampleApproval('c', { rejected: true })] });
    const line = trayView(view).lines.find((one) => label(one).includes('approval') && one.kind === 'entry');
    expect(line).toEqual({ kind: 'entry', label: '2 servers waiting for approval', command: { kind: 'open', page: 'approvals' } });
  });

  test('a source that cannot be read is named and opens the clients page', () => {
    const view = sampleView({
      sources: [sampleSourceView({ problem: { code: 'source-invalid', message: 'line 3: a comma is missing' } })],
    });
    const line = trayView(view).lines.find((one) => label(one).startsWith('Cursor'));
    expect(line).toEqual({ kind: 'entry', label: 'Cursor: line 3: a comma is missing', command: { kind: 'open', page: 'clients' } });
  });

  test('a paused watcher can be resumed', () => {
    const line = trayView(sampleView({ watcher: { state: 'paused', problem: null } })).lines.find(
      (one) => label(one) === 'Resume watching',
    );
    expect(line).toMatchObject({ command: { kind: 'pause', paused: false } });
  });

  test('many failures are cut at a readable number, and the rest is in the window', () => {
    const shown = labels(sampleView({ servers: Array.from({ length: 30 }, (_, index) => failed(`s${index}`)) }));
    expect(shown.filter((one) => /^s\d+:/.test(one))).toHaveLength(8);
    expect(shown).toContain('And 22 more…');
  });

  test('T17 text from outside cannot break a line, reorder letters or run on', () => {
    const [line] = trayView(sampleView({ servers: [failed('evil\u202Etxt', `first\nsecond ${'x'.repeat(500)}`)] })).lines.filter(
      (one) => one.kind === 'submenu',
    );
    expect(label(line as TrayLine)).toMatch(/^evil⟨U\+202E⟩txt: first second x+…$/);
    expect([...label(line as TrayLine)].length).toBeLessThanOrEqual(80);
  });
});
