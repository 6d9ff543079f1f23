/** How serious a line of a log says it is, by the words that programs use. */

export type LogLevel = 'error' | 'warning' | 'info' | 'debug';

export const logLevels: readonly LogLevel[] = ['error', 'warning', 'info', 'debug'];

/** A level stands near the beginning, behind a time and a name. */
const searchedCharacters = 120;

const words: Readonly<Record<string, LogLevel>> = {
  fatal: 'error',
  critical: 'error',
  crit: 'error',
  panic: 'error',
  error: 'error',
  err: 'error',
  warning: 'warning',
  warn: 'warning',
  notice: 'info',
  info: 'info',
  debug: 'debug',
  trace: 'debug',
  verbose: 'debug',
};
const anyWord = Object.keys(words).join('|');

/** `level=warn`, `"level":"error"`; then `[ERROR]`, `ERROR:`, `WARN ` in capitals; then `error:` and `TypeError:` at the start of a word. */
const patterns: readonly RegExp[] = [
  new RegExp(`["']?(?:level|severity|lvl)["']?\\s*[=:]\\s*["']?(${anyWord})\\b`, 'i'),
  new RegExp(`[[(<](${anyWord})[\\])>]`, 'i'),
  new RegExp(`\\b(${anyWord.toUpperCase()})\\b`),
  new RegExp(`(?:^|\\s)(?:npm )?(${anyWord}):?(?:\\s|!|$)`, 'i'),
  /\b[A-Z][A-Za-z]*(Error|Warning):/,
];

/** The level that a line names; null when it names none. */
export function levelIn(line: string): LogLevel | null {
  const start = line.slice(0, searchedCharacters);
  for (const pattern of patterns) {
    const word = pattern.exec(start)?.[1]?.toLowerCase();
    if (word !== undefined && Object.hasOwn(words, word)) return words[word] ?? null;
  }
  return null;
}

export interface LogLine {
  /** Its place among the lines that were read. */
  readonly number: number;
  readonly text: string;
  /** Its own, or that of the line it goes on from (a trace below an error); null before any. */
  readonly level: LogLevel | null;
}

const goesOn = /^(?:\s|at |Caused by|\}|\])/;

/** Lines with their levels. */
export function leveledLines(lines: readonly string[]): readonly LogLine[] {
  let last: LogLevel | null = null;
  return lines.map((text, number) => {
    last = levelIn(text) ?? (goesOn.test(text) ? last : null);
    return { number, text, level: last };
  });
}

export interface LogChoice {
  /** At least this serious; null: everything. */
  readonly level: LogLevel | null;
  readonly search: string;
}

/** Lines that were asked for; a line without a level is no answer to a question for one. */
export function chosenLines(lines: readonly LogLine[], { level, search }: LogChoice): readonly LogLine[] {
  const wanted = search.trim().toLowerCase();
  const least = level === null ? null : logLevels.indexOf(level);
  return lines.filter(
    (line) =>
      (least === null || (line.level !== null && logLevels.indexOf(line.level) <= least)) &&
      (wanted === '' || line.text.toLowerCase().includes(wanted)),
  );
}
