/** How serious a line of a log says it is, and which lines are shown. */
import { describe, expect, test } from 'vitest';
import { chosenLines, leveledLines, levelIn } from '../../renderer/features/server/log-levels.ts';

describe('the level of a line', () => {
  test.each([
    ['[ERROR] it broke', 'error'],
    ['2026-01-01T00:00:00Z ERROR db: it broke', 'error'],
    ['npm error code E404', 'error'],
    ['Error: no API key', 'error'],
    ['TypeError: x is not a function', 'error'],
    ['{"level":"error","msg":"x"}', 'error'],
    ['time=1 level=warn msg=x', 'warning'],
    ['(node:1) [DEP0040] DeprecationWarning: punycode', 'warning'],
    ['WARN slow', 'warning'],
    ['INFO listening', 'info'],
    ['[info] listening', 'info'],
    ['<debug> x', 'debug'],
    ['TRACE x', 'debug'],
    ['listening on port 3', null],
    ['terror in the informant', null],
    ['', null],
  ])('%s', (line, level) => {
    expect(levelIn(line)).toBe(level);
  });
});

describe('the lines that are shown', () => {
  const lines = leveledLines(['started', 'ERROR broke', '    at run (x.js:1)', 'WARN slow', 'INFO fine', 'plain']);
  const shown = (level: Parameters<typeof chosenLines>[1]['level'], search = '') =>
    chosenLines(lines, { level, search }).map((line) => line.text);

  test('everything, or only what is serious enough; a trace goes with its error', () => {
    expect(shown(null)).toHaveLength(6);
    expect(shown('error')).toEqual(['ERROR broke', '    at run (x.js:1)']);
    expect(shown('warning')).toEqual(['ERROR broke', '    at run (x.js:1)', 'WARN slow']);
    expect(shown('info')).toContain('INFO fine');
  });

  test('what a search finds, within the level', () => {
    expect(shown(null, 'SLOW')).toEqual(['WARN slow']);
    expect(shown('error', 'slow')).toEqual([]);
    expect(shown(null, ' ')).toHaveLength(6);
  });
});
