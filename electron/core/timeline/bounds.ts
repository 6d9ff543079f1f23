/** How much of a name or a list an entry keeps. */

/** As many as a person reads through; the counts tell of the rest. */
export const namesMax = 100;
/** Names and words come from files and servers, so nothing about their length is certain. */
const textLengthMax = 200;

/** The text, cut with an ellipsis when it is too long to keep. */
export function boundedText(text: string, lengthMax = textLengthMax): string {
  return text.length <= lengthMax ? text : `${text.slice(0, lengthMax - 1)}…`;
}

/** The first names, each at most so long. */
export const boundedNames = (names: readonly string[]): string[] => names.slice(0, namesMax).map((name) => boundedText(name));
