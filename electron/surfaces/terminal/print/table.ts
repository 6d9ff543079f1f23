/** Aligned columns. */
import type { Paint } from './paint.ts';
import { cut, widthOf } from './text.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

export interface TableOptions {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  readonly paint: Paint;
  /** The last column is cut so that a line fits; Infinity: nothing is cut. */
  readonly widthMax: number;
}

const gap = '  ';

/** The lines of a table with its head. */
export function tableLines({ columns, rows, paint, widthMax }: TableOptions): readonly string[] {
  const widths = columns.map((column, index) => Math.max(widthOf(column.title), ...rows.map((row) => widthOf(row[index] ?? ''))));
  const before = widths.slice(0, -1).reduce((sum, width) => sum + width + gap.length, 0);
  const line = (cells: readonly string[]): string =>
    columns
      .map((column, index) => {
        const isLast = index === columns.length - 1;
        const cell = isLast ? cut(cells[index] ?? '', Math.max(12, widthMax - before)) : (cells[index] ?? '');
        const filling = ' '.repeat(Math.max(0, (widths[index] ?? 0) - widthOf(cell)));
        if (column.align === 'right') return filling + cell;
        return isLast ? cell : cell + filling;
      })
      .join(gap)
      .trimEnd();
  return [paint('grey', line(columns.map((column) => column.title))), ...rows.map(line)];
}
