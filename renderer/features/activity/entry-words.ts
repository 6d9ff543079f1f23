/** One entry of the timeline in words: its sentence in pieces, so that servers can be links, and what there is to unfold. */
import type { CapabilityKind } from '../../../electron/contract/capability.ts';
import type { HistoryEntry, HistoryKind, HistoryList, HistoryServer } from '../../../electron/contract/history.ts';
import type { Problem } from '../../../electron/contract/problem.ts';
import { duration } from '../../lib/format-time.ts';
import { plural } from '../../lib/plural.ts';
import { visibleText } from '../../lib/visible-text.ts';

/** A piece of a sentence: plain words, a server, or a file. */
export type Piece =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'server'; readonly server: HistoryServer }
  | { readonly kind: 'file'; readonly path: string };

/** A line of what is unfolded: names that came, went or differ. */
export interface Detail {
  readonly sign: '+' | '−' | '±' | '';
  readonly title: string;
  readonly names: readonly string[];
  /** How many there are beyond the names that were kept. */
  readonly more: number;
}

const words = (text: string): Piece => ({ kind: 'words', text });
const server = (one: HistoryServer | null): Piece => (one === null ? words('A server') : { kind: 'server', server: one });

/** Servers named in a line; the others are counted and unfolded. */
const namedMax = 3;

/** `cursor/mcp.json`: the last two steps of a path name a config file well. */
export const shortFile = (path: string): string => path.split(/[\\/]/).slice(-2).join('/');

const listWord: Readonly<Record<CapabilityKind, readonly [string, string]>> = {
  tools: ['tool', 'tools'],
  prompts: ['prompt', 'prompts'],
  resources: ['resource', 'resources'],
  resourceTemplates: ['resource template', 'resource templates'],
};

function named(servers: readonly HistoryServer[], count: number, verb: string): readonly Piece[] {
  if (count === 0) return [];
  const shown = servers.slice(0, namedMax);
  const left = count - shown.length;
  const names = shown.flatMap((one, index) => (index === 0 ? [server(one)] : [words(', '), server(one)]));
  return [...names, words(`${left > 0 ? ` and ${left} more` : ''} ${verb}`)];
}

function editPieces(entry: HistoryEntry): readonly Piece[] {
  const file = fileOf(entry);
  const { edit } = entry;
  if (edit === null) return [file, words(' changed')];
  const groups = [
    named(edit.added, edit.addedCount, 'added'),
    named(edit.removed, edit.removedCount, 'removed'),
    named(edit.changed, edit.changedCount, 'changed'),
  ].filter((group) => group.length > 0);
  if (groups.length === 0) return [file, words(' changed, no server differs')];
  return [file, words(' changed: '), ...groups.flatMap((group, index) => (index === 0 ? group : [words(', '), ...group]))];
}

/** `26 tools (+2 −1 ±3)`. */
function listWords(list: HistoryList): string {
  const signs = [
    list.addedCount > 0 ? `+${list.addedCount}` : '',
    list.removedCount > 0 ? `−${list.removedCount}` : '',
    list.changedCount > 0 ? `±${list.changedCount}` : '',
  ].filter((sign) => sign !== '');
  const count = plural(list.total, ...listWord[list.capability]);
  return signs.length === 0 ? count : `${count} (${signs.join(' ')})`;
}

function syncPieces(entry: HistoryEntry): readonly Piece[] {
  const lists = entry.lists.filter((list) => list.total + list.addedCount + list.removedCount + list.changedCount > 0);
  const what = lists.length === 0 ? '' : `: ${lists.map(listWords).join(', ')}`;
  const took = entry.durationMs === null ? '' : ` in ${duration(entry.durationMs)}`;
  return [server(entry.server), words(` synced${what}${took}`)];
}

const fileOf = (entry: HistoryEntry): Piece => (entry.source === null ? words('A config file') : { kind: 'file', path: entry.source });

/** The cause of a failure as the end of a sentence: `: a comma is missing (line 3, column 5)`. */
export function causeWords(problem: Problem | null): string {
  if (problem === null) return '';
  const { line, column } = problem.where ?? {};
  const said = line === undefined || problem.message.includes(`line ${line}`);
  const place = said ? '' : ` (line ${line}${column === undefined ? '' : `, column ${column}`})`;
  return `: ${visibleText(problem.message)}${place}`;
}

type Telling = (entry: HistoryEntry) => readonly Piece[];

const tellings: Readonly<Record<HistoryKind, Telling>> = {
  'engine.started': () => [words('Tooltray started')],
  'engine.stopped': () => [words('Tooltray quit')],
  'source.changed': editPieces,
  'source.failed': (entry) => [fileOf(entry), words(` cannot be used${causeWords(entry.problem)}`)],
  'source.recovered': (entry) => [fileOf(entry), words(' can be used again')],
  'server.synced': syncPieces,
  'server.failed': (entry) => [server(entry.server), words(` failed${causeWords(entry.problem)}`)],
  'server.recovered': (entry) => [server(entry.server), words(' works again')],
  'server.stopped': (entry) => [server(entry.server), words(' stopped')],
  'approval.asked': (entry) => [server(entry.server), words(' needs approval')],
  'approval.approved': (entry) => [server(entry.server), words(' approved')],
  'approval.rejected': (entry) => [server(entry.server), words(' rejected')],
  'watching.paused': () => [words('Watching paused')],
  'watching.resumed': () => [words('Watching resumed')],
};

/** The sentence of an entry, in pieces. */
export const sentenceOf = (entry: HistoryEntry): readonly Piece[] => tellings[entry.kind](entry);

/** The sentence as one text, for searching and for readers. */
export const textOfPieces = (pieces: readonly Piece[]): string =>
  pieces
    .map((piece) => {
      if (piece.kind === 'words') return piece.text;
      return visibleText(piece.kind === 'server' ? piece.server.name : shortFile(piece.path));
    })
    .join('');

/** What an entry holds beyond its sentence; nothing to unfold when empty. */
export function detailsOf(entry: HistoryEntry): readonly Detail[] {
  const { edit } = entry;
  const edits: Detail[] = [];
  const servers = (sign: Detail['sign'], title: string, of: readonly HistoryServer[], count: number) => {
    // Few are all in the sentence already.
    if (count > namedMax) edits.push({ sign, title, names: of.map((one) => one.name), more: Math.max(0, count - of.length) });
  };
  servers('+', 'Added', edit?.added ?? [], edit?.addedCount ?? 0);
  servers('−', 'Removed', edit?.removed ?? [], edit?.removedCount ?? 0);
  for (const one of edit?.changed ?? []) edits.push({ sign: '±', title: one.name, names: one.changes, more: 0 });
  const unnamed = (edit?.changedCount ?? 0) - (edit?.changed.length ?? 0);
  if (unnamed > 0) edits.push({ sign: '±', title: 'Changed', names: [], more: unnamed });
  const lists = entry.lists.flatMap((list): Detail[] => {
    const [, many] = listWord[list.capability];
    const detail = (sign: Detail['sign'], verb: string, names: readonly string[], count: number): Detail => ({
      sign,
      title: `${many.charAt(0).toUpperCase()}${many.slice(1)} ${verb}`,
      names,
      more: Math.max(0, count - names.length),
    });
    return [
      detail('+', 'that came', list.added, list.addedCount),
      detail('−', 'that went', list.removed, list.removedCount),
      detail('±', 'that changed', list.changed, list.changedCount),
    ];
  });
  return [...edits, ...lists].filter((detail) => detail.names.length + detail.more > 0);
}
