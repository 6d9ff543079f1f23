/** Our own log: one line a record, in a rotated file, and on stderr for whoever asked for it with `TOOLTRAY_LOG`. */
import nodePath from 'node:path';
import { plainLine } from '../../core/lib/plain-line.ts';
import type { Logger } from '../../core/ports.ts';
import { createRotatingFile } from '../files/rotating-file.ts';

const levels = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof levels)[number];

/** A record is for reading; whole files do not belong in it. */
const recordLengthMax = 8 * 1024;
const fileBytesMax = 5 * 1024 * 1024;
const filesMax = 3;

export interface LoggerOptions {
  /** Value of `TOOLTRAY_LOG`; when set, records also go to stderr. An unknown level counts as `info`. */
  readonly level?: string | undefined;
  /** Takes known secrets out of a record. */
  readonly redact?: (text: string) => string;
  /** Where lines for people go; by default the process's stderr. */
  readonly print?: (line: string) => void;
}

export interface FileLogger extends Logger {
  readonly level: LogLevel;
  /** Resolves when everything is in the file; the logger can be used on. */
  flush(): Promise<void>;
}

function fieldText(value: unknown): string {
  if (value instanceof Error) return JSON.stringify(value.stack ?? value.message);
  if (typeof value === 'string') return /^[\w./:@%+,#-]+$/.test(value) ? value : JSON.stringify(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return '(not printable)';
  }
}

function record(level: LogLevel, message: string, fields: Record<string, unknown> | undefined): string {
  const pairs = Object.entries(fields ?? {})
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}=${fieldText(value)}`);
  return `${new Date().toISOString()} ${level} ${message}${pairs.join('')}`;
}

function printToStderr(line: string): void {
  try {
    process.stderr.write(`${line}\n`);
  } catch {
    // Whoever read it is gone; the file has the line.
  }
}

/** A logger with its file at `logs/tooltray.log` of the home. Never throws and never waits for the disk. */
export function createLogger(home: string, { level, redact = (text) => text, print = printToStderr }: LoggerOptions = {}): FileLogger {
  const asked = level !== undefined && level !== '';
  const upTo = levels.find((name) => name === level) ?? 'info';
  const file = createRotatingFile({ path: nodePath.join(home, 'logs', 'tooltray.log'), bytesMax: fileBytesMax, filesMax });

  const logAt =
    (own: LogLevel) =>
    (message: string, fields?: Record<string, unknown>): void => {
      if (levels.indexOf(own) > levels.indexOf(upTo)) return;
      // Secrets first: cut in two, one would not be known any more.
      const line = redact(plainLine(record(own, message, fields))).slice(0, recordLengthMax);
      file.append(line);
      if (asked) print(line);
      // The next thing may be the end of the process.
      if (own === 'error') void file.flush();
    };

  return { level: upTo, error: logAt('error'), warn: logAt('warn'), info: logAt('info'), debug: logAt('debug'), flush: file.flush };
}
