/** Text that hides, reorders or fakes letters, or steers a terminal: 300 strings, made the same way in each run. */

const range = (first: number, last: number): readonly number[] => Array.from({ length: last - first + 1 }, (_, index) => first + index);
const characters = (...codes: readonly number[]): readonly string[] => codes.map((code) => String.fromCodePoint(code));

const esc = '\u001b';
const sequences = [
  `${esc}[31m`,
  `${esc}[2J`,
  `${esc}[1;1H`,
  `${esc}[?25l`,
  `${esc}[38;2;1;2;3m`,
  `${esc}]0;title\u0007`,
  `${esc}]8;;http://x.example${esc}\\`,
  `${esc}]52;c;ZXZpbA==\u0007`,
  `${esc}P1$r${esc}\\`,
  `${esc}_payload${esc}\\`,
  `${esc}^private${esc}\\`,
  `${esc}(B`,
  `${esc}=`,
  `${esc}c`,
  '\u009b31m',
  '\u009d0;title\u009c',
  `${esc}[`,
  `${esc}]0;never ends`,
  esc,
];

/** Pieces that no face may show as they are. */
const pieces: readonly string[] = [
  ...characters(...range(0x00, 0x1f), ...range(0x7f, 0x9f)),
  ...sequences,
  // Direction.
  ...characters(0x061c, 0x200e, 0x200f, ...range(0x202a, 0x202e), ...range(0x2066, 0x2069)),
  // Zero width, joiners, fillers, invisible operators.
  ...characters(
    0x00ad,
    0x034f,
    0x115f,
    0x1160,
    0x17b4,
    0x180e,
    0x200b,
    0x200c,
    0x200d,
    ...range(0x2060, 0x2064),
    0x2800,
    0x3164,
    0xfeff,
    0xffa0,
  ),
  // Tags, variation selectors, shorthand and musical formatting.
  ...characters(
    ...range(0xe0041, 0xe005a),
    0xe0001,
    0xe007f,
    ...range(0xfe00, 0xfe0f),
    ...range(0xe0100, 0xe010f),
    0x1bca0,
    0x1d173,
    0x1d17a,
  ),
  // Line ends and blanks that look like others.
  ...characters(0x0085, 0x2028, 0x2029, 0x00a0, 0x1680, ...range(0x2000, 0x200a), 0x202f, 0x205f, 0x3000),
  '\r\n',
  '\n\r',
  '\r',
];

const wantedCount = 300;

/** Each piece inside a name; then pairs of pieces until there are 300. */
export const hostileTexts: readonly string[] = Array.from({ length: wantedCount }, (_, index) => {
  const piece = pieces[index % pieces.length] ?? '';
  const second = index < pieces.length ? '' : (pieces[(index * 7 + 3) % pieces.length] ?? '');
  return `git${piece}hub${second}-${index}`;
});

/** What must not come out anywhere: written apart from the code that takes it out. Line ends of the sink itself are taken away before. */
export const rawText = new RegExp(
  [
    '\\p{Cc}',
    '[\\u200b-\\u200f\\u202a-\\u202e\\u2028\\u2029\\u2060-\\u206f]',
    '[\\u061c\\u00ad\\u2800\\u3164\\ufeff\\uffa0\\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000\\u115f\\u1160]',
    '\\u034f|\\u17b4|\\u180e|[\\ufe00-\\ufe0f]',
    '[\\u{1bca0}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}]',
  ].join('|'),
  'u',
);
