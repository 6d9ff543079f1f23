/** Draws the chart: bars for the slowest sync, a line for the median, triangles for failures; colours come from the tokens. */
import type uPlot from 'uplot';
import { duration } from '../../lib/format-time.ts';
import type { ChartColumns } from './chart-words.ts';
import { timeOfDay } from './day-words.ts';

export const plotHeightPx = 132;
/** Triangles stand on the axis of time, below everything else. */
const triangleHalfPx = 4;
/** Half of a time on the axis stands beyond its end. */
const axisEndPx = 20;
const axisFont = '11px Inter, system-ui, sans-serif';
/** An axis with nothing on it still shows what a usual sync would look like. */
const emptyAxisSeconds = 1;

/** The value of a token where the page is now, light or dark. */
const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Data as the plotter wants it. */
export const plotData = ({ at, slowest, median, failures }: ChartColumns): uPlot.AlignedData => [
  [...at],
  [...slowest],
  [...median],
  [...failures],
];

function drawFailures(plot: uPlot): void {
  const ratio = devicePixelRatio;
  const { ctx, bbox } = plot;
  const counts = plot.data[3] ?? [];
  ctx.save();
  ctx.fillStyle = token('--tt-red');
  for (const [index, count] of counts.entries()) {
    if (!count) continue;
    const x = plot.valToPos(plot.data[0][index] ?? 0, 'x', true);
    const foot = bbox.top + bbox.height - ratio;
    ctx.beginPath();
    ctx.moveTo(x - triangleHalfPx * ratio, foot);
    ctx.lineTo(x + triangleHalfPx * ratio, foot);
    ctx.lineTo(x, foot - triangleHalfPx * 1.8 * ratio);
    ctx.closePath();
    ctx.fill();
  }
  ctx.restore();
}

function axes(timeZone: string | undefined): uPlot.Axis[] {
  const both = {
    font: axisFont,
    stroke: () => token('--tt-dim'),
    grid: { stroke: () => token('--tt-line'), width: 1 },
    ticks: { show: false },
  };
  return [
    {
      ...both,
      grid: { show: false },
      size: 22,
      gap: 4,
      space: 64,
      values: (_plot, splits) => splits.map((split) => timeOfDay(split * 1_000, timeZone)),
    },
    {
      ...both,
      size: 56,
      gap: 6,
      space: 28,
      values: (_plot, splits) => splits.map((split) => (split === 0 ? '0' : duration(split * 1_000))),
    },
  ];
}

interface PlotChoice {
  readonly widthPx: number;
  readonly timeZone?: string | undefined;
  /** The piece under the pointer; null when it has left. */
  readonly onPoint: (index: number | null) => void;
}

/** Options of the plotter; `library` is the plotter itself, which is loaded when the page is opened. */
export function plotOptions(library: typeof uPlot, { widthPx, timeZone, onPoint }: PlotChoice): uPlot.Options {
  return {
    width: widthPx,
    height: plotHeightPx,
    padding: [8, axisEndPx, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: {
      x: { time: true },
      y: { range: (_plot, _min, max) => [0, Math.max(emptyAxisSeconds, (max ?? 0) * 1.1)] },
      failures: { range: [0, 1] },
    },
    axes: axes(timeZone),
    series: [
      {},
      {
        fill: () => token('--tt-chart-bar') || token('--tt-line-strong'),
        stroke: 'transparent',
        width: 0,
        paths: library.paths.bars?.({ size: [0.7, 10], align: 0 }) ?? (() => null),
        points: { show: false },
      },
      {
        stroke: () => token('--tt-accent'),
        width: 1.5,
        points: { show: true, size: 5, fill: () => token('--tt-accent'), stroke: () => token('--tt-accent') },
      },
      { scale: 'failures', stroke: 'transparent', points: { show: false }, paths: () => null },
    ],
    hooks: {
      draw: [drawFailures],
      setCursor: [(plot) => onPoint(plot.cursor.left === undefined || plot.cursor.left < 0 ? null : (plot.cursor.idx ?? null))],
    },
  };
}
