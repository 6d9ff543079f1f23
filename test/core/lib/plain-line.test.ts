/** Text from outside becomes one harmless line. */
import { expect, test } from 'vitest';
import { plainLine } from '../../../electron/core/lib/plain-line.ts';

const cases: readonly (readonly [name: string, text: string, plain: string])[] = [
  ['plain text stays as it is', 'server ready – größe 😀', 'server ready – größe 😀'],
  ['colours', '\u001b[31mred\u001b[0m \u001b[38;5;12mblue\u001b[m', 'red blue'],
  ['cursor moves and clearing', 'a\u001b[2J\u001b[1;1Hb\u001b[?25lc', 'abc'],
  ['window title, ended by a bell or a string end', '\u001b]0;evil\u0007a\u001b]2;evil\u001b\\b\u009d0;x\u009cc', 'abc'],
  ['links and device texts', '\u001b]8;;http://x\u001b\\here\u001b]8;;\u001b\\ \u001bPq#0\u001b\\end', 'here end'],
  ['one-character forms', '\u009b31mred\u0085', 'red'],
  ['other sequences', '\u001b(Bx\u001b=y\u001b7z\u001b', 'xyz'],
  ['a title that never ends hides nothing', 'a\u001b]0;still here', 'a0;still here'],
  ['a sequence that is broken off', 'a\u001b[31\u001b[0mb', 'ab'],
  ['line breaks and tabs become blanks', 'a\tb\r\nc\u2028d', 'a b  c d'],
  ['controls vanish', 'a\u0000\u0008\u007fb', 'ab'],
  ['direction changes are shown', 'user\u202Etxt.exe\u2066x\u2069\u200F', 'user⟨U+202E⟩txt.exe⟨U+2066⟩x⟨U+2069⟩⟨U+200F⟩'],
  ['zero-width letters are shown', 'git\u200Bhub\uFEFF', 'git⟨U+200B⟩hub⟨U+FEFF⟩'],
  ['tags and variation selectors are shown', 'a\u{E0041}b\uFE0Fc\u{E0101}', 'a⟨U+E0041⟩b⟨U+FE0F⟩c⟨U+E0101⟩'],
  ['fillers are shown', 'a\u3164b\u2800c\u00AD', 'a⟨U+3164⟩b⟨U+2800⟩c⟨U+00AD⟩'],
  ['other blanks are blanks', 'a\u00A0b\u3000c\u2003d', 'a b c d'],
  ['whole pictures stay', '❤️ 👩‍💻 👍🏽 1\uFE0F', '❤️ 👩‍💻 👍🏽 1⟨U+FE0F⟩'],
  ['half a pair stays', 'a\ud83d', 'a\ud83d'],
];

test.each(cases)('T17 %s', (_name, text, plain) => {
  expect(plainLine(text)).toBe(plain);
});

test('T32 hostile text takes time in proportion to its length', () => {
  for (const piece of [
    '\u001b]',
    '\u001b[',
    '\u001b[1;',
    '\u009d',
    '\u001b]x',
    '\u001b(',
    '\u001bPaaa',
    '\u200b',
    '👩\u200d',
    '\ufe0f\u200d',
  ]) {
    const text = piece.repeat(100_000 / piece.length);
    const start = performance.now();
    plainLine(text);
    // Linear takes a few milliseconds here, quadratic seconds; the rest is a busy machine.
    expect(performance.now() - start).toBeLessThan(250);
  }
});
