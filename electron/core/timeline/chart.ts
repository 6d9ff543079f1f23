/** Sync times and failures of the timeline in equal pieces of time. */
import type { HistoryChart, HistoryEntry } from '../../contract/history.ts';

/** As many as a chart has room for. */
const piecesWanted = 96;
const hourMs = 3_600_000;

/** The last `hours` before `nowWall`, oldest piece first. */
export function historyChart(entries: readonly HistoryEntry[], hours: number, nowWall: number): HistoryChart {
  const pieceMs = (hours * hourMs) / piecesWanted;
  const from = nowWall - hours * hourMs;
  const times: number[][] = Array.from({ length: piecesWanted }, () => []);
  const failures: number[] = Array.from({ length: piecesWanted }, () => 0);
  for (const entry of entries) {
    if (entry.at < from || entry.at > nowWall) continue;
    const piece = Math.min(piecesWanted - 1, Math.floor((entry.at - from) / pieceMs));
    if (entry.kind === 'server.failed') failures[piece] = (failures[piece] ?? 0) + 1;
    if (entry.kind === 'server.synced' && entry.durationMs !== null) times[piece]?.push(entry.durationMs);
  }
  const pieces = times.map((durations, index) => {
    const sorted = durations.sort((a, b) => a - b);
    return {
      at: from + index * pieceMs,
      syncs: sorted.length,
      failures: failures[index] ?? 0,
      medianMs: sorted[Math.floor((sorted.length - 1) / 2)] ?? null,
      slowestMs: sorted.at(-1) ?? null,
    };
  });
  return { from, to: nowWall, pieceMs, pieces };
}
