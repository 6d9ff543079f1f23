/** Line and column of an offset, as an editor shows them. */

export interface TextPlace {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units; a byte order mark takes no column. */
  readonly column: number;
}

export const byteOrderMark = '\uFEFF';

/** Gives a function that says where an offset of `text` is; CRLF, LF and CR each end a line. Lines are found once, when first asked for. */
export function placesIn(text: string): (offset: number) => TextPlace {
  let starts: readonly number[] | null = null;
  return (offset) => {
    starts ??= lineStarts(text);
    // The last line that starts at or before the offset.
    let low = 0;
    for (let high = starts.length - 1; low < high; ) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: Math.max(0, offset - (starts[low] ?? 0)) + 1 };
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [text.startsWith(byteOrderMark) ? 1 : 0];
  const lineEnd = /\r\n|\n|\r/g;
  while (lineEnd.exec(text) !== null) starts.push(lineEnd.lastIndex);
  return starts;
}
