/** Small pieces of text for people. */

const escapeCode = '\u001b';
const colourSequence = new RegExp(`${escapeCode}\\[\\d+m`, 'g');
const unseen = /(?! )[\p{Cc}\p{Z}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** Text from outside with everything invisible spelled out, for places where hiding it would mislead. */
export const visible = (text: string): string =>
  text.replace(unseen, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
    return code.length > 4 ? `\\u{${code}}` : `\\u${code}`;
  });

/** Columns that a text takes, colours not counted. */
export const widthOf = (text: string): number => [...text.replace(colourSequence, '')].length;

const colourEnd = `${escapeCode}[0m`;
const pieces = new RegExp(`${escapeCode}\\[\\d+m|.`, 'gu');

/** Cuts at the width with an ellipsis; colours take no room and are ended. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let room = Math.max(0, width - 1);
  for (const [piece] of text.matchAll(pieces)) {
    const isColour = piece.length > 1 && piece.startsWith(escapeCode);
    if (!isColour && room === 0) break;
    if (!isColour) room -= 1;
    kept += piece;
  }
  return `${kept}…${kept.includes(escapeCode) ? colourEnd : ''}`;
}

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long ago, in words; `never` for null. */
export function ago(wallMs: number | null, nowMs: number): string {
  if (wallMs === null) return 'never';
  const past = Math.max(0, nowMs - wallMs);
  if (past < minute) return 'just now';
  if (past < hour) return `${Math.floor(past / minute)} min ago`;
  if (past < day) return `${Math.floor(past / hour)} h ago`;
  return `${Math.floor(past / day)} d ago`;
}
