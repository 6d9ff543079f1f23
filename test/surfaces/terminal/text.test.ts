/** Widths, cuts and what is made visible. */
import { expect, test } from 'vitest';
import { ago, cut, plural, visible, widthOf } from '../../../electron/surfaces/terminal/print/text.ts';

const red = (text: string): string => `\u001b[31m${text}\u001b[0m`;

test.each([
  ['short', 10, 'short'],
  ['exactly', 7, 'exactly'],
  ['too long', 5, 'too …'],
  ['😀😀😀', 2, '😀…'],
  [red('synced'), 6, red('synced')],
  [`${red('ab')}cdef`, 4, `${red('ab')}c…\u001b[0m`],
  [red('abcdef'), 3, '\u001b[31mab…\u001b[0m'],
])('%j cut at %i is %j', (text, width, expected) => {
  expect(cut(text, width)).toBe(expected);
  expect(widthOf(cut(text, width))).toBeLessThanOrEqual(width);
});

test('everything invisible is spelled out, everything else stays', () => {
  expect(visible('a\u001b[1mb\u202ec\u200bd\ne\u{e0041}f\u3164 – ü 😀')).toBe(
    'a\\u001b[1mb\\u202ec\\u200bd\\u000ae\\u{e0041}f\\u3164 – ü 😀',
  );
});

test.each([
  [null, 'never'],
  [0, 'just now'],
  [-5_000, 'just now'],
  [59_999, 'just now'],
  [60_000, '1 min ago'],
  [3_600_000, '1 h ago'],
  [200_000_000, '2 d ago'],
])('%j ms ago is "%s"', (past, words) => {
  expect(ago(past === null ? null : 1e12 - past, 1e12)).toBe(words);
});

test('one is not many', () => {
  expect([plural(0, 'server'), plural(1, 'server'), plural(2, 'server')]).toEqual(['0 servers', '1 server', '2 servers']);
});
