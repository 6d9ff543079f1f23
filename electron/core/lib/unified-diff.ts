/** A unified diff of two texts, as patch programs write it. */

const contextLines = 3;

interface Op {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
}

/** The diff with `path` as file name; '' when the texts are equal. Missing final newlines are marked as usual. */
export function unifiedDiff(before: string, after: string, path: string): string {
  if (before === after) return '';
  const ops = lineOps(linesOf(before), linesOf(after));
  const hunks = hunksOf(ops);
  return `--- ${before === '' ? '/dev/null' : path}\n+++ ${after === '' ? '/dev/null' : path}\n${hunks.join('')}`;
}

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.split(/(?<=\n)/));

/** Equal beginnings and ends are cut off first, so that the table stays small for the edits made here. */
function lineOps(before: readonly string[], after: readonly string[]): readonly Op[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < before.length - head && tail < after.length - head && before[before.length - 1 - tail] === after[after.length - 1 - tail])
    tail += 1;
  const same = (lines: readonly string[]): Op[] => lines.map((line) => ({ sign: ' ', line }));
  const middle = middleOps(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
  return [...same(before.slice(0, head)), ...middle, ...same(before.slice(before.length - tail))];
}

/** Longest common subsequence by the usual table; texts too different for it are replaced as a whole. */
const tableMax = 4_000_000;

function middleOps(before: readonly string[], after: readonly string[]): readonly Op[] {
  const removed = before.map((line): Op => ({ sign: '-', line }));
  const added = after.map((line): Op => ({ sign: '+', line }));
  if (before.length * after.length > tableMax) return [...removed, ...added];
  const width = after.length + 1;
  const table = new Uint32Array((before.length + 1) * width);
  const at = (row: number, column: number) => table[row * width + column] ?? 0;
  for (let row = before.length - 1; row >= 0; row -= 1) {
    for (let column = after.length - 1; column >= 0; column -= 1) {
      table[row * width + column] =
        before[row] === after[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const ops: Op[] = [];
  let row = 0;
  let column = 0;
  while (row < before.length || column < after.length) {
    if (row < before.length && column < after.length && before[row] === after[column]) {
      ops.push({ sign: ' ', line: before[row] ?? '' });
      row += 1;
      column += 1;
    } else if (row < before.length && (column >= after.length || at(row + 1, column) >= at(row, column + 1))) {
      ops.push({ sign: '-', line: before[row] ?? '' });
      row += 1;
    } else {
      ops.push({ sign: '+', line: after[column] ?? '' });
      column += 1;
    }
  }
  return ops;
}

function hunksOf(ops: readonly Op[]): readonly string[] {
  const changed = ops.flatMap((op, at) => (op.sign === ' ' ? [] : [at]));
  const ranges: { from: number; to: number }[] = [];
  for (const at of changed) {
    const from = Math.max(0, at - contextLines);
    const to = Math.min(ops.length, at + contextLines + 1);
    const last = ranges.at(-1);
    if (last && from <= last.to) last.to = to;
    else ranges.push({ from, to });
  }
  return ranges.map(({ from, to }) => hunkText(ops, from, to));
}

function hunkText(ops: readonly Op[], from: number, to: number): string {
  const count = (list: readonly Op[], signs: string) => list.filter((op) => signs.includes(op.sign)).length;
  const body = ops.slice(from, to);
  const range = (signs: string) => {
    const length = count(body, signs);
    return `${count(ops.slice(0, from), signs) + (length === 0 ? 0 : 1)},${length}`;
  };
  const lines = body.map((op) => `${op.sign}${op.line}${op.line.endsWith('\n') ? '' : '\n\\ No newline at end of file\n'}`);
  return `@@ -${range(' -')} +${range(' +')} @@\n${lines.join('')}`;
}
