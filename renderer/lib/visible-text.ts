/** Text from outside, cut into what is plain to see and what would hide, reorder or fake letters. */

export interface TextPart {
  readonly text: string;
  /** Code point that a person could not see, as `U+202E`; null for plain text. */
  readonly hidden: string | null;
}

/** Controls, format and direction characters, unusual blanks, fillers, private and unassigned ones, tags. */
const unseen = /(?! )[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;

const codeOf = (character: string): string => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

const picture = /[\p{Extended_Pictographic}\p{Emoji_Modifier}]/u;
const pictureStyle = '\ufe0f';
const pictureJoiner = '\u200d';

/** The unseen parts of one picture made of several code points; anywhere else they could hide something. */
function belongsToPicture(characters: readonly string[], at: number): boolean {
  const before = characters[at - 1] ?? '';
  if (characters[at] === pictureStyle) return picture.test(before);
  return characters[at] === pictureJoiner && (picture.test(before) || before === pictureStyle) && picture.test(characters[at + 1] ?? '');
}

/** Parts in order; joined and with codes put in place, nothing of the text is missing. */
export function textParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let plain = '';
  const characters = [...text];
  for (const [at, character] of characters.entries()) {
    if (!unseen.test(character) || belongsToPicture(characters, at)) {
      plain += character;
      continue;
    }
    if (plain !== '') parts.push({ text: plain, hidden: null });
    plain = '';
    parts.push({ text: character, hidden: codeOf(character) });
  }
  if (plain !== '') parts.push({ text: plain, hidden: null });
  return parts;
}

/** The text on one line with hidden characters as their codes. */
export const visibleText = (text: string): string =>
  !unseen.test(text)
    ? text
    : textParts(text)
        .map((part) => (part.hidden === null ? part.text : `⟨${part.hidden}⟩`))
        .join('');

/** The same for output of programs, where tabs and line ends are ordinary. */
export const visibleLine = (line: string): string => visibleText(line.replace(/\r$/, '').replaceAll('\t', '    '));
