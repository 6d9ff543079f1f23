/** Sync times and failures of the last day: a drawing, the same in one sentence, and as a table. */
import 'uplot/dist/uPlot.min.css';
import { useEffect, useMemo, useRef, useState } from 'react';
import type uPlot from 'uplot';
import type { HistoryChart } from '../../../electron/contract/history.ts';
import { duration } from '../../lib/format-time.ts';
import { Mark } from '../../ui/mark.tsx';
import { busyPieces, chartColumns, chartSummary, pieceTime, pieceWords } from './chart-words.ts';
import { plotData, plotHeightPx, plotOptions } from './sync-plot.ts';

interface SyncChartProps {
  readonly chart: HistoryChart;
  readonly timeZone?: string | undefined;
}

export function SyncChart({ chart, timeZone }: SyncChartProps) {
  const [pointed, setPointed] = useState<number | null>(null);
  const box = usePlot(chart, timeZone, setPointed);
  const piece = pointed === null ? undefined : chart.pieces[pointed];
  return (
    <figure className="sync-chart" aria-label="Sync times and failures of the last 24 hours">
      <figcaption>
        <span>{chartSummary(chart)}</span>
        <Legend />
      </figcaption>
      <div className="sync-plot" ref={box} style={{ height: plotHeightPx }} aria-hidden="true" />
      <div className="sync-foot">
        <span className="dim small" aria-hidden="true">
          {piece === undefined ? 'Each bar is a quarter of an hour' : `${pieceTime(piece, chart.pieceMs, timeZone)}: ${pieceWords(piece)}`}
        </span>
        <ChartTable chart={chart} timeZone={timeZone} />
      </div>
    </figure>
  );
}

function Legend() {
  return (
    <span className="sync-legend dim small" aria-hidden="true">
      <span>
        <i className="swatch bar" /> slowest
      </span>
      <span>
        <i className="swatch median" /> median
      </span>
      <span className="tone-red">
        <Mark shape="triangle" /> <span className="dim">server failure</span>
      </span>
    </span>
  );
}

function ChartTable({ chart, timeZone }: SyncChartProps) {
  const pieces = busyPieces(chart);
  if (pieces.length === 0) return null;
  return (
    <details className="sync-table">
      <summary>Show as a table</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
      <section className="table-box" aria-label="Table of sync times" tabIndex={0}>
        <table className="rows" aria-label="Sync times and failures">
          <thead>
            <tr>
              <th>Time</th>
              <th className="number">Syncs</th>
              <th className="number">Median</th>
              <th className="number">Slowest</th>
              <th className="number">Server failures</th>
            </tr>
          </thead>
          <tbody>
            {pieces.map((piece) => (
              <tr key={piece.at}>
                <td>{pieceTime(piece, chart.pieceMs, timeZone)}</td>
                <td className="number">{piece.syncs}</td>
                <td className="number">{piece.medianMs === null ? '—' : duration(piece.medianMs)}</td>
                <td className="number">{piece.slowestMs === null ? '—' : duration(piece.slowestMs)}</td>
                <td className="number">{piece.failures}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

/** Keeps a plot in the box: drawn anew for other data, another width and another theme. */
function usePlot(chart: HistoryChart, timeZone: string | undefined, onPoint: (index: number | null) => void) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const data = useMemo(() => plotData(chartColumns(chart)), [chart]);
  const latest = useRef(data);
  latest.current = data;

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    let ended = false;
    const fit = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height: plotHeightPx }));
    const tint = new MutationObserver(() => plot.current?.redraw());
    void import('uplot').then(({ default: library }) => {
      // A screen that cannot draw still has the sentence and the table.
      if (ended || document.createElement('canvas').getContext('2d') === null) return;
      plot.current = new library(plotOptions(library, { widthPx: element.clientWidth, timeZone, onPoint }), latest.current, element);
      fit.observe(element);
      tint.observe(document.documentElement, { attributeFilter: ['data-mantine-color-scheme'] });
    });
    return () => {
      ended = true;
      fit.disconnect();
      tint.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [timeZone, onPoint]);

  useEffect(() => plot.current?.setData(data), [data]);
  return box;
}
