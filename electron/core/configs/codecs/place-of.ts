/** Line and column of an offset, as an editor shows them. */

export interface TextPlace {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units; a byte order mark takes no column. */
  readonly column: number;
}

export const byteOrderMark = '\uFEFF';

/** Where `offset` of `text` is; CRLF, LF and CR each end a line. */
export function placeOf(text: string, offset: number): TextPlace {
  let line = 1;
  let lineStart = text.startsWith(byteOrderMark) ? 1 : 0;
  const lineEnd = /\r\n|\n|\r/g;
  for (let found = lineEnd.exec(text); found !== null && lineEnd.lastIndex <= offset; found = lineEnd.exec(text)) {
    line += 1;
    lineStart = lineEnd.lastIndex;
  }
  return { line, column: Math.max(0, offset - lineStart) + 1 };
}
