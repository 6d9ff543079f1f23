/** Cuts a byte stream into lines, in linear time and bounded memory. */

const lineEnd = 0x0a;
const carriageReturn = 0x0d;

export interface Lines {
  /** Takes the next bytes; calls back for each complete line. Gives false once a line was too long. */
  push(chunk: Buffer): boolean;
  /** Gives out what is left without a line end. */
  end(): void;
}

export interface LinesOptions {
  readonly bytesMax: number;
  /** `refuse`: `push` gives false from then on. `cut`: the rest of the line is dropped. */
  readonly tooLong: 'refuse' | 'cut';
}

/**
 * Calls `onLine` for each line, without its end (LF or CR LF).
 *
 * Bytes are kept in pieces and joined once a line is complete, so a character cut in two by a chunk stays whole and a long
 * line costs no repeated copying.
 */
export function createLines(options: LinesOptions, onLine: (line: string) => void): Lines {
  let pieces: Buffer[] = [];
  let size = 0;
  let refused = false;

  const keep = (piece: Buffer): boolean => {
    const room = options.bytesMax - size;
    if (piece.length > room && options.tooLong === 'refuse') return false;
    const kept = piece.length > room ? piece.subarray(0, room) : piece;
    if (kept.length > 0) pieces.push(kept);
    size += kept.length;
    return true;
  };
  const give = (): void => {
    const line = pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces, size);
    pieces = [];
    size = 0;
    const end = line[line.length - 1] === carriageReturn ? line.length - 1 : line.length;
    onLine(line.toString('utf8', 0, end));
  };

  return {
    push(chunk) {
      let from = 0;
      while (!refused && from < chunk.length) {
        const at = chunk.indexOf(lineEnd, from);
        const until = at < 0 ? chunk.length : at;
        refused = !keep(chunk.subarray(from, until));
        if (at >= 0 && !refused) give();
        from = until + 1;
      }
      if (refused) pieces = [];
      return !refused;
    },
    end() {
      if (size > 0 && !refused) give();
    },
  };
}
