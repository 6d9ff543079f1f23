/** Entries of the timeline, a line each: number, time, cause, shape and words. */
import type { HistoryEntry, HistoryKind, HistoryList } from '../../../contract/history.ts';
import { plainLine } from '../../../core/lib/plain-line.ts';
import type { Colour, Paint } from './paint.ts';
import { tableLines } from './table.ts';
import { plural } from './text.ts';

const marks: Readonly<Record<HistoryKind, { readonly shape: string; readonly colour: Colour; readonly words: string }>> = {
  'engine.started': { shape: '○', colour: 'grey', words: 'Tooltray started' },
  'engine.stopped': { shape: '○', colour: 'grey', words: 'Tooltray stopped' },
  'source.changed': { shape: '✎', colour: 'blue', words: 'file changed' },
  'source.failed': { shape: '▲', colour: 'red', words: 'file unusable' },
  'source.recovered': { shape: '●', colour: 'green', words: 'file usable again' },
  'server.synced': { shape: '●', colour: 'green', words: 'synced' },
  'server.failed': { shape: '▲', colour: 'red', words: 'failed' },
  'server.recovered': { shape: '●', colour: 'green', words: 'recovered' },
  'server.stopped': { shape: '⊘', colour: 'grey', words: 'stopped' },
  'approval.asked': { shape: '◆', colour: 'violet', words: 'waits for approval' },
  'approval.approved': { shape: '◆', colour: 'green', words: 'approved' },
  'approval.rejected': { shape: '◆', colour: 'red', words: 'rejected' },
  'watching.paused': { shape: '○', colour: 'grey', words: 'paused' },
  'watching.resumed': { shape: '○', colour: 'grey', words: 'resumed' },
};

/** Names that fit on a line; the rest is counted. */
const namesMax = 4;

export interface HistoryOptions {
  readonly paint: Paint;
  readonly widthMax: number;
}

/** Lines for entries that come newest first; the newest is printed last. */
export function historyLines(entries: readonly HistoryEntry[], { paint, widthMax }: HistoryOptions): readonly string[] {
  if (entries.length === 0) return [];
  const columns = [{ title: '#', align: 'right' as const }, { title: 'TIME' }, { title: 'CAUSE' }, { title: 'WHAT' }];
  const rows = [...entries].reverse().map((entry) => {
    const { shape, colour, words } = marks[entry.kind];
    const about = aboutText(entry);
    const details = detailText(entry);
    const text = `${paint(colour, `${shape} ${words}`)}${about === '' ? '' : ` ${about}`}${details === '' ? '' : `: ${details}`}`;
    return [String(entry.number), timeText(entry.at), entry.cause === null ? '' : `by #${entry.cause}`, text];
  });
  return tableLines({ columns, rows, paint, widthMax });
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Local time as `2026-01-31 09:05:07`. */
function timeText(atMs: number): string {
  const at = new Date(atMs);
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

const aboutText = ({ server, source }: HistoryEntry): string => plainLine(server?.name ?? source ?? '');

function detailText({ edit, lists, problem, durationMs }: HistoryEntry): string {
  if (problem) return plainLine(problem.message);
  if (edit) {
    const changed = edit.changed.map(({ name, changes }) => (changes.length === 0 ? name : `${name} (${changes.join('; ')})`));
    return [
      part('added', edit.added.map(nameOf), edit.addedCount),
      part('removed', edit.removed.map(nameOf), edit.removedCount),
      part('changed', changed, edit.changedCount),
    ]
      .filter((text) => text !== '')
      .join(', ');
  }
  if (lists.length === 0) return '';
  const time = durationMs === null ? '' : ` in ${durationMs} ms`;
  return `${lists.map(listText).join('; ')}${time}`;
}

const nameOf = ({ name }: { readonly name: string }): string => name;

function part(verb: string, names: readonly string[], count: number): string {
  if (count === 0) return '';
  const shown = names.slice(0, namesMax).map(plainLine);
  const rest = count - shown.length;
  return `${verb} ${shown.join(', ')}${rest === 0 ? '' : ` and ${rest} more`}`;
}

const listWords: Readonly<Record<HistoryList['capability'], string>> = {
  tools: 'tool',
  prompts: 'prompt',
  resources: 'resource',
  resourceTemplates: 'resource template',
};

function listText(list: HistoryList): string {
  const changes = [
    part('new', list.added, list.addedCount),
    part('gone', list.removed, list.removedCount),
    part('changed', list.changed, list.changedCount),
  ].filter((text) => text !== '');
  return `${plural(list.total, listWords[list.capability])}${changes.length === 0 ? '' : ` (${changes.join(', ')})`}`;
}
