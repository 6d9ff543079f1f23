/** Sync times and failures as data for drawing, and in words for everyone who does not see the drawing. */
import type { HistoryChart } from '../../../electron/contract/history.ts';
import { duration } from '../../lib/format-time.ts';
import { plural } from '../../lib/plural.ts';
import { timeOfDay } from './day-words.ts';

export type ChartPiece = HistoryChart['pieces'][number];

/** Columns for the plotter: times in seconds, then slowest, median and failures; null leaves a gap. */
export interface ChartColumns {
  readonly at: readonly number[];
  readonly slowest: readonly (number | null)[];
  readonly median: readonly (number | null)[];
  /** null where there was none, so that no mark is drawn. */
  readonly failures: readonly (number | null)[];
}

const inSeconds = (ms: number): number => ms / 1_000;

/** Each piece is drawn at its middle. */
export function chartColumns({ pieces, pieceMs }: HistoryChart): ChartColumns {
  return {
    at: pieces.map((piece) => inSeconds(piece.at + pieceMs / 2)),
    slowest: pieces.map((piece) => (piece.slowestMs === null ? null : inSeconds(piece.slowestMs))),
    median: pieces.map((piece) => (piece.medianMs === null ? null : inSeconds(piece.medianMs))),
    failures: pieces.map((piece) => (piece.failures > 0 ? piece.failures : null)),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** The median of pieces, each counted as often as it had syncs. */
function usualMs(pieces: readonly ChartPiece[]): number | null {
  const sorted = pieces
    .flatMap((piece) => (piece.medianMs === null ? [] : [{ ms: piece.medianMs, syncs: piece.syncs }]))
    .sort((a, b) => a.ms - b.ms);
  const half = sum(sorted.map((one) => one.syncs)) / 2;
  let passed = 0;
  for (const one of sorted) {
    passed += one.syncs;
    if (passed >= half) return one.ms;
  }
  return null;
}

/** "41 syncs in the last 24 hours, usually 0.8 s, the slowest 4.1 s; 2 failures." */
export function chartSummary({ pieces, from, to }: HistoryChart): string {
  const hours = Math.round((to - from) / 3_600_000);
  const syncs = sum(pieces.map((piece) => piece.syncs));
  const failures = sum(pieces.map((piece) => piece.failures));
  const failed = failures === 0 ? 'no server failures' : plural(failures, 'server failure');
  const within = `in the last ${plural(hours, 'hour')}`;
  if (syncs === 0) return failures === 0 ? `No syncs and no server failures ${within}.` : `${failed} ${within}, no syncs.`;
  const usual = usualMs(pieces);
  const slowest = Math.max(...pieces.map((piece) => piece.slowestMs ?? 0));
  const times =
    usual === null ? '' : syncs === 1 ? `, ${duration(usual)}` : `, usually ${duration(usual)}, the slowest ${duration(slowest)}`;
  return `${plural(syncs, 'sync', 'syncs')} ${within}${times}; ${failed}.`;
}

/** `14:15 – 14:30`. */
export const pieceTime = (piece: ChartPiece, pieceMs: number, timeZone?: string): string =>
  `${timeOfDay(piece.at, timeZone)} – ${timeOfDay(piece.at + pieceMs, timeZone)}`;

/** "3 syncs, median 1.2 s, slowest 4.1 s · 1 failure" for one piece. */
export function pieceWords(piece: ChartPiece): string {
  const times =
    piece.medianMs === null || piece.slowestMs === null
      ? ''
      : piece.syncs === 1
        ? `, ${duration(piece.medianMs)}`
        : `, median ${duration(piece.medianMs)}, slowest ${duration(piece.slowestMs)}`;
  const failed = piece.failures > 0 ? ` · ${plural(piece.failures, 'server failure')}` : '';
  return `${piece.syncs === 0 ? 'no syncs' : plural(piece.syncs, 'sync', 'syncs')}${times}${failed}`;
}

/** Pieces in which something happened, newest first. */
export const busyPieces = ({ pieces }: HistoryChart): readonly ChartPiece[] =>
  pieces.filter((piece) => piece.syncs + piece.failures > 0).reverse();
