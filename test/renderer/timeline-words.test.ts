/** The timeline as words and rows: sentences, days, what is nested below what, filter, search, joining of pages, and the chart in words. */
import { describe, expect, test } from 'vitest';
import type { HistoryEntry } from '../../electron/contract/history.ts';
import { busyPieces, chartColumns, chartSummary, pieceTime, pieceWords } from '../../renderer/features/activity/chart-words.ts';
import { dayOf, dayTitle, exactMoment, timeOfDay } from '../../renderer/features/activity/day-words.ts';
import { detailsOf, sentenceOf, shortFile, textOfPieces } from '../../renderer/features/activity/entry-words.ts';
import { withNewest, withOlder } from '../../renderer/features/activity/known-entries.ts';
import { type Filter, timelineRows } from '../../renderer/features/activity/timeline-rows.ts';
import { timelineSentence } from '../../renderer/features/activity/timeline-sentence.ts';
import { happenedTo, sampleChart, sampleEdit, sampleEntry, sampleList } from '../helpers/sample-history.ts';

const said = (entry: HistoryEntry): string => textOfPieces(sentenceOf(entry));
const github = happenedTo('github');

describe('sentences', () => {
  const edit = sampleEdit({ added: [github], removed: [happenedTo('notes')] });
  const cases: readonly (readonly [string, Partial<HistoryEntry>])[] = [
    ['.cursor/mcp.json changed: github added, notes removed', { edit }],
    ['.cursor/mcp.json changed, no server differs', { edit: sampleEdit() }],
    ['.cursor/mcp.json changed: github changed', { edit: sampleEdit({ changed: [{ ...github, changes: ['an argument was added'] }] }) }],
    [
      '.cursor/mcp.json changed: a, b, c and 5 more added',
      { edit: { ...sampleEdit({ added: ['a', 'b', 'c', 'd'].map(happenedTo) }), addedCount: 8 } },
    ],
    [
      '.cursor/mcp.json cannot be used: a comma is missing (line 3, column 5)',
      { kind: 'source.failed', problem: { code: 'source-invalid', message: 'a comma is missing', where: { line: 3, column: 5 } } },
    ],
    ['.cursor/mcp.json can be used again', { kind: 'source.recovered' }],
    [
      'github synced: 26 tools (+2 −1), 1 prompt in 1.2 s',
      {
        kind: 'server.synced',
        server: github,
        durationMs: 1_200,
        lists: [sampleList(26, { added: ['x', 'y'], removed: ['z'] }), sampleList(1, { capability: 'prompts' }), sampleList(0)],
      },
    ],
    ['github synced', { kind: 'server.synced', server: github }],
    ['github failed: token rejected', { kind: 'server.failed', server: github, problem: { code: 'exited', message: 'token rejected' } }],
    ['github works again', { kind: 'server.recovered', server: github }],
    ['github stopped', { kind: 'server.stopped', server: github }],
    ['github needs approval', { kind: 'approval.asked', server: github }],
    ['github approved', { kind: 'approval.approved', server: github }],
    ['github rejected', { kind: 'approval.rejected', server: github }],
    ['Watching paused', { kind: 'watching.paused', source: null }],
    ['Watching resumed', { kind: 'watching.resumed', source: null }],
    ['Tooltray started', { kind: 'engine.started', source: null }],
    ['Tooltray quit', { kind: 'engine.stopped', source: null }],
  ];
  test.each(cases)('%s', (expected, overrides) => {
    expect(said(sampleEntry(1, overrides))).toBe(expected);
  });

  test('T17 hidden characters of names, files and causes are shown as codes', () => {
    const hostile = happenedTo('evil\u202Ename\u001b[31m');
    const failed = sampleEntry(1, { kind: 'server.failed', server: hostile, problem: { code: 'exited', message: 'bad\u200Bword' } });
    expect(said(failed)).toBe('evil⟨U+202E⟩name⟨U+001B⟩[31m failed: bad⟨U+200B⟩word');
    expect(said(sampleEntry(1, { kind: 'source.recovered', source: '/home/a\u202Eb/mcp.json' as never }))).toContain('a⟨U+202E⟩b/mcp.json');
  });

  test('a file is called by its last two steps on every system', () => {
    expect(shortFile('/home/ada/.cursor/mcp.json')).toBe('.cursor/mcp.json');
    expect(shortFile('C:\\Users\\ada\\Claude\\config.json')).toBe('Claude/config.json');
    expect(shortFile('mcp.json')).toBe('mcp.json');
  });

  test('unfolding shows names that came, went and changed, and counts those that were not kept', () => {
    const list = { ...sampleList(30, { added: ['new_tool'], removed: ['old_tool'], changed: ['same_name'] }), addedCount: 7 };
    expect(detailsOf(sampleEntry(1, { kind: 'server.synced', server: github, lists: [list] }))).toEqual([
      { sign: '+', title: 'Tools that came', names: ['new_tool'], more: 6 },
      { sign: '−', title: 'Tools that went', names: ['old_tool'], more: 0 },
      { sign: '±', title: 'Tools that changed', names: ['same_name'], more: 0 },
    ]);
    const changed = sampleEdit({ changed: [{ ...github, changes: ['an argument was added', 'env GITHUB_TOKEN changed'] }] });
    expect(detailsOf(sampleEntry(1, { edit: changed }))).toEqual([
      { sign: '±', title: 'github', names: ['an argument was added', 'env GITHUB_TOKEN changed'], more: 0 },
    ]);
    expect(detailsOf(sampleEntry(1, { edit: sampleEdit({ added: [github] }) }))).toEqual([]);
  });
});

describe('days', () => {
  const evening = Date.parse('2026-11-24T23:30:00Z');
  test('a day is that of the person: one moment is two days in two zones', () => {
    expect(dayOf(evening, 'UTC')).toBe('2026-11-24');
    expect(dayOf(evening, 'Europe/Berlin')).toBe('2026-11-25');
    expect(dayOf(evening, 'America/Los_Angeles')).toBe('2026-11-24');
    expect(timeOfDay(evening, 'Europe/Berlin')).toBe('00:30');
    expect(exactMoment(evening, 'Europe/Berlin')).toContain('25 Nov 2026');
  });

  test('days are named from today', () => {
    const now = Date.parse('2026-11-25T08:00:00Z');
    const at = (text: string) => dayTitle(Date.parse(text), now, 'UTC');
    expect(at('2026-11-25T00:00:00Z')).toBe('Today');
    expect(at('2026-11-24T23:59:59Z')).toBe('Yesterday');
    expect(at('2026-11-21T12:00:00Z')).toBe('Saturday 21 November');
    expect(at('2025-12-31T12:00:00Z')).toBe('Wednesday 31 December 2025');
  });

  test('yesterday stays yesterday over a change of the clock', () => {
    // In the night to 25 October 2026 the clock in Berlin goes back: that day has 25 hours.
    const now = Date.parse('2026-10-25T22:30:00Z');
    expect(dayTitle(Date.parse('2026-10-24T21:59:00Z'), now, 'Europe/Berlin')).toBe('Yesterday');
    expect(dayTitle(Date.parse('2026-10-24T22:01:00Z'), now, 'Europe/Berlin')).toBe('Today');
  });
});

describe('rows', () => {
  const now = Date.parse('2026-11-25T08:00:00Z');
  const minute = 60_000;
  const edit = sampleEntry(10, { at: now - 30 * minute, edit: sampleEdit({ added: [github] }) });
  const asked = sampleEntry(11, { at: now - 30 * minute, kind: 'approval.asked', server: github, cause: 10 });
  const approved = sampleEntry(12, { at: now - 28 * minute, kind: 'approval.approved', server: github, cause: 11 });
  const synced = sampleEntry(13, {
    at: now - 27 * minute,
    kind: 'server.synced',
    server: github,
    cause: 12,
    lists: [sampleList(2, { added: ['create_issue', 'close_issue'] })],
  });
  const other = sampleEntry(14, { at: now - 20 * minute, kind: 'server.failed', server: happenedTo('notes') });
  const late = sampleEntry(15, { at: now - minute, kind: 'server.failed', server: github, cause: 10 });
  const before = sampleEntry(9, { at: now - 20 * 60 * minute, kind: 'watching.paused', source: null });
  const entries = [late, other, synced, approved, asked, edit, before];
  const rows = (filter: Filter = 'all', search = '', timeZone = 'UTC') =>
    timelineRows(entries, { filter, search, now, timeZone }).map((row) =>
      row.kind === 'day' ? row.title : `${row.nested ? '  ' : ''}${row.entry.number}${row.because ? ` after ${row.because.number}` : ''}`,
    );

  test('newest first, by day, and what an edit caused stands below it in the order it happened', () => {
    expect(rows()).toEqual(['Today', '15 after 10', '14', '10', '  11', '  12', '  13', 'Yesterday', '9']);
  });

  test('the same entries fall on other days in another time zone', () => {
    expect(rows('all', '', 'Pacific/Auckland')).toEqual(['Today', '15 after 10', '14', '10', '  11', '  12', '  13', '9']);
  });

  test('a filter keeps the cause that explains what fits', () => {
    expect(rows('approvals')).toEqual(['Today', '10', '  11', '  12']);
    expect(rows('failures')).toEqual(['Today', '15 after 10', '14']);
    expect(rows('edits')).toEqual(['Today', '10', '  11', '  12', '  13']);
  });

  test('search looks into servers, files and tools', () => {
    expect(rows('all', 'CLOSE_issue')).toEqual(['Today', '10', '  13']);
    expect(rows('all', 'notes')).toEqual(['Today', '14']);
    expect(rows('all', 'nothing like that')).toEqual([]);
    expect(rows('failures', 'create_issue')).toEqual([]);
  });

  test('a cause that points nowhere, forward or in a circle harms nothing', () => {
    const odd = [sampleEntry(3, { cause: 3 }), sampleEntry(2, { cause: 3 }), sampleEntry(1, { cause: 999 })];
    const shown = timelineRows(odd, { filter: 'all', search: '', now, timeZone: 'UTC' }).filter((row) => row.kind === 'entry');
    expect(shown.map((row) => row.key)).toEqual(['3', '2', '1']);
  });
});

describe('the sentence on top', () => {
  const now = Date.parse('2026-11-25T08:00:00Z');
  const at = (minutesAgo: number) => now - minutesAgo * 60_000;
  test('counts changes and failures of today and says when the last was', () => {
    const entries = [
      sampleEntry(5, { at: at(1), kind: 'watching.paused' }),
      sampleEntry(4, { at: at(2) }),
      sampleEntry(3, { at: at(3), kind: 'server.failed' }),
      sampleEntry(2, { at: at(9), kind: 'server.synced', cause: 1, lists: [sampleList(2, { added: ['x'] })] }),
      sampleEntry(1, { at: at(10) }),
    ];
    expect(timelineSentence(entries, false, now, 'UTC')).toBe('2 changes and 1 failure today; the last 2 min ago.');
    expect(timelineSentence(entries, true, now, 'UTC')).toBe('At least 2 changes and 1 failure today; the last 2 min ago.');
  });
  test('a calm day and an empty timeline are said so', () => {
    expect(timelineSentence([sampleEntry(1, { at: at(60 * 24) })], false, now, 'UTC')).toBe('No changes today; the last 1 d ago.');
    expect(timelineSentence([sampleEntry(1, { at: at(1), kind: 'engine.started' })], false, now, 'UTC')).toBe('Nothing has changed yet.');
    expect(timelineSentence([], false, now, 'UTC')).toBe('Nothing has happened yet.');
  });
});

describe('pages of the timeline', () => {
  const span = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, index) => sampleEntry(from - index));
  const numbers = (known: { readonly entries: readonly HistoryEntry[] }) => known.entries.map((entry) => entry.number);
  const page = (from: number, to: number, more = true) => ({ entries: span(from, to), more, problem: null });

  test('new entries come on top and older ones stay', () => {
    const known = withOlder(withNewest(null, page(6, 4)), page(3, 1, false));
    expect(numbers(known)).toEqual([6, 5, 4, 3, 2, 1]);
    expect(known.more).toBe(false);
    const grown = withNewest(known, page(8, 6));
    expect(numbers(grown)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
    expect(grown.more).toBe(false);
  });

  test('a gap is never shown as if nothing had been there', () => {
    const known = withNewest(withNewest(null, page(6, 4)), page(20, 18));
    expect(numbers(known)).toEqual([20, 19, 18]);
    expect(known.more).toBe(true);
  });

  test('a page that comes twice adds nothing, and an empty one ends the reading', () => {
    const known = withOlder(withNewest(null, page(6, 4)), page(6, 3));
    expect(numbers(known)).toEqual([6, 5, 4, 3]);
    expect(withOlder(known, { entries: [], more: true, problem: null }).more).toBe(false);
  });
});

describe('the chart in words', () => {
  const chart = sampleChart({
    4: { syncs: 3, medianMs: 800, slowestMs: 4_100 },
    8: { syncs: 1, medianMs: 2_000, slowestMs: 2_000, failures: 1 },
    9: { failures: 1 },
  });
  test('one sentence says what the drawing shows', () => {
    expect(chartSummary(chart)).toBe('4 syncs in the last 24 hours, usually 800 ms, the slowest 4.1 s; 2 server failures.');
    expect(chartSummary(sampleChart({}))).toBe('No syncs and no server failures in the last 24 hours.');
    expect(chartSummary(sampleChart({ 1: { syncs: 1, medianMs: 500, slowestMs: 500 } }))).toBe(
      '1 sync in the last 24 hours, 500 ms; no server failures.',
    );
    expect(chartSummary(sampleChart({ 1: { failures: 2 } }))).toBe('2 server failures in the last 24 hours, no syncs.');
  });
  test('the table has every piece in which something happened, newest first', () => {
    expect(busyPieces(chart).map((piece) => `${pieceTime(piece, chart.pieceMs, 'UTC')} ${pieceWords(piece)}`)).toEqual([
      '02:15 – 02:30 no syncs · 1 server failure',
      '02:00 – 02:15 1 sync, 2.0 s · 1 server failure',
      '01:00 – 01:15 3 syncs, median 800 ms, slowest 4.1 s',
    ]);
  });
  test('the drawing has gaps where nothing was synced', () => {
    const columns = chartColumns(chart);
    expect(columns.at).toHaveLength(96);
    expect(columns.slowest.slice(3, 6)).toEqual([null, 4.1, null]);
    expect(columns.median[4]).toBe(0.8);
    expect(columns.failures.slice(7, 11)).toEqual([null, 1, 1, null]);
  });
});
