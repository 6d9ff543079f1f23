/** Diffs are exact: applying one to the text before gives the text after. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unifiedDiff } from '../../../electron/core/lib/unified-diff.ts';

const noNewline = '\\ No newline at end of file';

/** Applies a diff as a patch program does, checking every line of context. */
function applied(before: string, diff: string): string {
  const lines = before === '' ? [] : before.split(/(?<=\n)/);
  const out: string[] = [];
  let at = 0;
  const diffLines = diff.split('\n').slice(2, -1);
  for (const [index, line] of diffLines.entries()) {
    const hunk = /^@@ -(\d+),(\d+) \+(\d+),(\d+) @@$/.exec(line);
    if (hunk) {
      const from = Math.max(0, Number(hunk[1]) - (hunk[2] === '0' ? 0 : 1));
      out.push(...lines.slice(at, from));
      at = from;
      expect(out.length + (hunk[4] === '0' ? 0 : 1)).toBe(Number(hunk[3]));
      continue;
    }
    if (line === noNewline) continue;
    const text = line.slice(1) + (diffLines[index + 1] === noNewline ? '' : '\n');
    if (line[0] !== '+') expect(lines[at]).toBe(text);
    if (line[0] !== '+') at += 1;
    if (line[0] !== '-') out.push(text);
  }
  return [...out, ...lines.slice(at)].join('');
}

describe('a unified diff', () => {
  test('shows the changed lines with three lines around them', () => {
    const before = '1\n2\n3\n4\n5\n6\n7\n8\n9\n';
    expect(unifiedDiff(before, before.replace('5', 'five'), 'a.json')).toBe(
      '--- a.json\n+++ a.json\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n',
    );
  });

  test('says so when a file is new, gone or without a last line end', () => {
    expect(unifiedDiff('', '{}\n', '/h/mcp.json')).toBe('--- /dev/null\n+++ /h/mcp.json\n@@ -0,0 +1,1 @@\n+{}\n');
    expect(unifiedDiff('{}\n', '', '/h/mcp.json')).toBe('--- /h/mcp.json\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-{}\n');
    expect(unifiedDiff('a', 'a\n', 'f')).toBe(`--- f\n+++ f\n@@ -1,1 +1,1 @@\n-a\n${noNewline}\n+a\n`);
    expect(unifiedDiff('a', 'a', 'f')).toBe('');
  });

  test('keeps distant changes apart', () => {
    const before = Array.from({ length: 40 }, (_, at) => `${at}\n`).join('');
    const diff = unifiedDiff(before, before.replace('\n3\n', '\nx\n').replace('\n30\n', '\ny\n'), 'f');
    expect(diff.match(/^@@/gm)).toHaveLength(2);
  });

  test('can be applied', () => {
    const text = fc
      .array(fc.constantFrom('a\n', 'b\n', '{\r\n', '\n', '  c\n'), { maxLength: 30 })
      .chain((lines) => fc.constantFrom(lines.join(''), `${lines.join('')}end`));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const diff = unifiedDiff(before, after, 'f');
        expect(before === after ? after : applied(before, diff)).toBe(after);
      }),
      { numRuns: 1_000 },
    );
  });
});
