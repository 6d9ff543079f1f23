/** The tokens of a JSON text with comments, and what is wrong with one that is none. */
import { createScanner } from 'jsonc-parser';
import { byteOrderMark } from './place-of.ts';

/** Kinds of tokens as the scanner numbers them; its own names are a `const enum`, which single-file compilers cannot read. */
export const tokenKind = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  comma: 5,
  colon: 6,
  null: 7,
  true: 8,
  false: 9,
  string: 10,
  number: 11,
  lineComment: 12,
  blockComment: 13,
  lineBreak: 14,
  trivia: 15,
  unknown: 16,
  end: 17,
} as const;

const scanFaults: Readonly<Record<number, string>> = {
  1: 'This comment is never closed',
  2: 'This text has no closing quote on its line',
  3: 'This number is not complete',
  4: 'After \\u there must be four hexadecimal digits',
  5: 'A backslash stands before a character that needs none',
  6: 'A control character must be written as an escape',
};

export interface Token {
  readonly kind: number;
  readonly start: number;
  readonly end: number;
  /** Decoded for a text, as written for a number. */
  readonly value: string;
  /** What is wrong with it. */
  readonly fault: string | null;
}

/** Gives a function that gives the next token; blanks are left out, comments too unless they are asked for. */
export function tokensOf(text: string, comments: 'skip' | 'give' = 'skip'): () => Token {
  const scanner = createScanner(text, false);
  if (text.startsWith(byteOrderMark)) scanner.setPosition(1);
  return () => {
    for (;;) {
      const kind: number = scanner.scan();
      // Looked at for every token: an unclosed comment would otherwise pass as a blank.
      const fault = scanFaults[scanner.getTokenError()] ?? null;
      const isComment = kind === tokenKind.lineComment || kind === tokenKind.blockComment;
      const isBlank = kind === tokenKind.trivia || kind === tokenKind.lineBreak;
      if (fault === null && (isBlank || (isComment && comments === 'skip'))) continue;
      const start = scanner.getTokenOffset();
      return { kind, start, end: start + scanner.getTokenLength(), value: scanner.getTokenValue(), fault };
    }
  };
}
