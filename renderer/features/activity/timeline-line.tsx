/** One line of the timeline: when, a mark, the sentence with its links, and what there is to unfold. */
import { ChevronRight, FilePen, Power } from 'lucide-react';
import { memo } from 'react';
import type { HistoryEntry, HistoryKind } from '../../../electron/contract/history.ts';
import { linkTo } from '../../lib/hash-place.ts';
import { visibleLine, visibleText } from '../../lib/visible-text.ts';
import { Mark, type MarkShape } from '../../ui/mark.tsx';
import { exactMoment, timeOfDay } from './day-words.ts';
import { type Detail, detailsOf, type Piece, sentenceOf, shortFile, textOfPieces } from './entry-words.ts';

type Tone = 'green' | 'blue' | 'amber' | 'red' | 'violet' | 'grey';

const marks: Readonly<Record<HistoryKind, readonly [MarkShape | 'edit' | 'power', Tone]>> = {
  'engine.started': ['power', 'grey'],
  'engine.stopped': ['power', 'grey'],
  'source.changed': ['edit', 'blue'],
  'source.failed': ['triangle', 'red'],
  'source.recovered': ['disc', 'green'],
  'server.synced': ['disc', 'green'],
  'server.failed': ['triangle', 'red'],
  'server.recovered': ['disc', 'green'],
  'server.stopped': ['ring', 'grey'],
  'approval.asked': ['diamond', 'violet'],
  'approval.approved': ['disc', 'green'],
  'approval.rejected': ['barred', 'grey'],
  'watching.paused': ['barred', 'grey'],
  'watching.resumed': ['ring', 'grey'],
};

const iconPx = 12;

function EntryMark({ kind }: { readonly kind: HistoryKind }) {
  const [shape, tone] = marks[kind];
  return (
    <span className={`line-mark tone-${tone}`} aria-hidden="true">
      {shape === 'edit' ? <FilePen size={iconPx} /> : null}
      {shape === 'power' ? <Power size={iconPx} /> : null}
      {shape === 'edit' || shape === 'power' ? null : <Mark shape={shape} />}
    </span>
  );
}

export interface LineProps {
  readonly entry: HistoryEntry;
  readonly nested: boolean;
  readonly because: HistoryEntry | null;
  /** Ids of servers that have a page. */
  readonly known: ReadonlySet<string>;
  readonly opened: boolean;
  readonly onToggle: (number: number) => void;
  readonly timeZone?: string | undefined;
}

/** Drawn again only when something about this line differs: the list holds thousands. */
export const TimelineLine = memo(function TimelineLine(props: LineProps) {
  const { entry, nested, because, known, opened, onToggle, timeZone } = props;
  const pieces = sentenceOf(entry);
  const details = detailsOf(entry);
  const evidence = entry.problem?.evidence ?? [];
  const hint = entry.problem?.hint;
  const unfolds = details.length > 0 || evidence.length > 0 || hint !== undefined;
  const bodyId = `happened-${entry.number}`;
  return (
    <div className={nested ? 'happened nested' : 'happened'}>
      <time className="line-time dim" dateTime={new Date(entry.at).toISOString()} title={exactMoment(entry.at, timeZone)}>
        {timeOfDay(entry.at, timeZone)}
      </time>
      <EntryMark kind={entry.kind} />
      <div className="line-words">
        <Sentence pieces={pieces} known={known} />
        {because === null ? null : <Because cause={because} timeZone={timeZone} />}
        {unfolds && opened ? (
          <div className="line-detail" id={bodyId}>
            {hint === undefined ? null : <p>{visibleText(hint)}</p>}
            {details.map((detail) => (
              <DetailLine key={`${detail.sign} ${detail.title}`} detail={detail} />
            ))}
            {evidence.length > 0 ? <Evidence lines={evidence} /> : null}
          </div>
        ) : null}
      </div>
      {unfolds ? (
        <button
          type="button"
          className="line-more"
          aria-expanded={opened}
          aria-controls={opened ? bodyId : undefined}
          aria-label={`Details of ${textOfPieces(pieces)}`}
          title={opened ? 'Hide details' : 'Show details'}
          onClick={() => onToggle(entry.number)}
        >
          <ChevronRight size={14} aria-hidden="true" />
        </button>
      ) : null}
    </div>
  );
});

function Sentence({ pieces, known }: { readonly pieces: readonly Piece[]; readonly known: ReadonlySet<string> }) {
  return (
    <span>
      {pieces.map((piece, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a finished sentence never move
        <SentencePiece key={index} piece={piece} known={known} />
      ))}
    </span>
  );
}

function SentencePiece({ piece, known }: { readonly piece: Piece; readonly known: ReadonlySet<string> }) {
  if (piece.kind === 'words') return piece.text;
  if (piece.kind === 'file') {
    return (
      <a href={linkTo('clients')} className="line-file" title={visibleText(piece.path)}>
        {visibleText(shortFile(piece.path))}
      </a>
    );
  }
  const name = visibleText(piece.server.name);
  return known.has(piece.server.id) ? (
    <a href={linkTo('servers', piece.server.id)}>{name}</a>
  ) : (
    <strong title="No longer there">{name}</strong>
  );
}

function Because({ cause, timeZone }: { readonly cause: HistoryEntry; readonly timeZone: string | undefined }) {
  return (
    <span className="dim small" title={exactMoment(cause.at, timeZone)}>
      {' '}
      after “{textOfPieces(sentenceOf(cause))}”
    </span>
  );
}

function DetailLine({ detail }: { readonly detail: Detail }) {
  const tone = { '+': 'green', '−': 'red', '±': 'amber', '': 'grey' }[detail.sign];
  return (
    <p>
      <span className={`detail-sign tone-${tone}`} aria-hidden="true">
        {detail.sign}
      </span>
      <span className="dim">{visibleText(detail.title)}: </span>
      {detail.names.map(visibleText).join(', ')}
      {detail.more > 0 ? ` and ${detail.more} more` : ''}
    </p>
  );
}

function Evidence({ lines }: { readonly lines: readonly string[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    <section className="evidence" aria-label="Evidence" tabIndex={0}>
      <code>{lines.map(visibleLine).join('\n')}</code>
    </section>
  );
}
