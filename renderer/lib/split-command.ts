/** A command line as a person types it, cut into the program and its arguments; nothing is expanded or run by a shell. */

export type SplitCommand =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'open' /** The quote that was never closed. */; readonly quote: string };

/**
 * Words between blanks; quotes hold blanks together, as in a POSIX shell.
 * A backslash stands for itself unless it comes before a quote, a blank or a backslash, so that Windows paths survive.
 */
export function splitCommand(line: string): SplitCommand {
  const words: string[] = [];
  let word: string | null = null;
  let quote: string | null = null;
  for (let index = 0; index < line.length; index += 1) {
    const character = line.charAt(index);
    const next = line.charAt(index + 1);
    const escapes = quote === null ? /["'\\\s]/ : /["\\]/;
    if (character === '\\' && quote !== "'" && next !== '' && escapes.test(next)) {
      word = (word ?? '') + next;
      index += 1;
    } else if (quote !== null) {
      if (character === quote) quote = null;
      else word = (word ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? '') + character;
    }
  }
  if (quote !== null) return { kind: 'open', quote };
  if (word !== null) words.push(word);
  return { kind: 'words', words };
}

/** `NAME=value` lines; the names that are no variable names are given back. */
export function variableLines(text: string): { readonly values: Readonly<Record<string, string>>; readonly wrong: readonly string[] } {
  const values: Record<string, string> = {};
  const wrong: string[] = [];
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '') continue;
    const [, name, value] = /^([A-Za-z_][\w.-]*)\s*=(.*)$/s.exec(line) ?? [];
    if (name === undefined || value === undefined) wrong.push(line);
    else values[name] = value.trim();
  }
  return { values, wrong };
}
