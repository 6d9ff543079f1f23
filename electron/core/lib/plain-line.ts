/** Text from outside as one harmless line: no escape sequences and controls, hidden characters as their codes. Linear in the length. */

const control = /\p{Cc}/u;
/** Blanks of any other kind, line ends included: they could fake an empty place or a new line. */
const strangeBlank = /(?! )[\p{Zs}\p{Zl}\p{Zp}]/gu;
/** Direction, joining and filling characters, tags, variation selectors: letters that a person cannot see. */
const hidden = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu;
const odd = /(?! )[\p{Cc}\p{Z}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;

const picture = /[\p{Extended_Pictographic}\p{Emoji_Modifier}]/u;
const pictureStyle = '\ufe0f';
const pictureJoiner = '\u200d';

const escapeCode = 0x1b;
const bell = 0x07;
const stringEnd = 0x9c;
/** `ESC` and one of these open a text for the terminal itself (title, link, image), as do their one-character forms. */
const stringOpeners: ReadonlySet<number> = new Set([...'PX]^_'].map((letter) => letter.charCodeAt(0)));
const shortStringOpeners: ReadonlySet<number> = new Set([0x90, 0x98, 0x9d, 0x9e, 0x9f]);
const shortSequenceOpener = 0x9b;

const isControl = (code: number): boolean => code < 0x20 || (code >= 0x7f && code < 0xa0);

/** Index after the parameters and the final letter of a control sequence; a broken one ends before the first strange character. */
function afterSequence(text: string, start: number): number {
  let index = start;
  while (text.charCodeAt(index) >= 0x20 && text.charCodeAt(index) < 0x40) index += 1;
  const last = text.charCodeAt(index);
  return last >= 0x40 && last < 0x7f ? index + 1 : index;
}

/** Index after the end of a terminal text; one that never ends loses its opener only, so that it cannot hide what follows. */
function afterString(text: string, start: number): number {
  let index = start;
  while (index < text.length && !isControl(text.charCodeAt(index))) index += 1;
  const code = text.charCodeAt(index);
  if (code === bell || code === stringEnd) return index + 1;
  return code === escapeCode && text[index + 1] === '\\' ? index + 2 : start;
}

/** Index after the escape sequence or control character at `index`. */
function afterControl(text: string, index: number): number {
  const code = text.charCodeAt(index);
  if (shortStringOpeners.has(code)) return afterString(text, index + 1);
  if (code === shortSequenceOpener) return afterSequence(text, index + 1);
  if (code !== escapeCode) return index + 1;
  const next = text.charCodeAt(index + 1);
  if (next === 0x5b) return afterSequence(text, index + 2);
  if (stringOpeners.has(next)) return afterString(text, index + 2);
  let end = index + 1;
  while (text.charCodeAt(end) >= 0x20 && text.charCodeAt(end) < 0x30) end += 1;
  return text.charCodeAt(end) >= 0x30 && text.charCodeAt(end) < 0x7f ? end + 1 : end;
}

/** The text without escape sequences and controls; line breaks and tabs become blanks. */
function withoutControls(text: string): string {
  if (!control.test(text)) return text;
  let plain = '';
  let index = 0;
  while (index < text.length) {
    const character = text.charAt(index);
    if (isControl(text.charCodeAt(index))) {
      if (character === '\t' || character === '\n' || character === '\r') plain += ' ';
      index = afterControl(text, index);
    } else {
      plain += character;
      index += 1;
    }
  }
  return plain;
}

const isPicture = (codePoint: number | undefined): boolean => codePoint !== undefined && picture.test(String.fromCodePoint(codePoint));

/** The code point that ends before `index`. */
function codePointBefore(text: string, index: number): number | undefined {
  const low = text.charCodeAt(index - 1);
  return text.codePointAt(low >= 0xdc00 && low < 0xe000 ? index - 2 : index - 1);
}

/** The hidden parts of one picture made of several code points; anywhere else they could hide something. */
function belongsToPicture(character: string, index: number, text: string): boolean {
  const before = codePointBefore(text, index);
  if (character === pictureStyle) return isPicture(before);
  const joins = isPicture(before) || text.charAt(index - 1) === pictureStyle;
  return character === pictureJoiner && joins && isPicture(text.codePointAt(index + 1));
}

/** A hidden character as people can look it up, as in the window: `⟨U+202E⟩`. */
const codeOf = (character: string): string => `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;

/** The text without anything that could move a cursor, or hide or reorder letters unseen. */
export function plainLine(text: string): string {
  if (!odd.test(text)) return text;
  const line = withoutControls(text).replace(strangeBlank, ' ');
  return line.replace(hidden, (character, index: number) => (belongsToPicture(character, index, line) ? character : codeOf(character)));
}
