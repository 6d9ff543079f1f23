/** One started way to a server, whatever carries it: child process, streamable HTTP or the older HTTP+SSE. */
import type { Transport } from '@modelcontextprotocol/client';
import type { Problem } from '../../contract/problem.ts';
import type { Logger } from '../../core/ports.ts';
import type { Reaper } from './process/reaper.ts';
import type { Supervision } from './process/supervise.ts';

export interface Wire {
  readonly kind: 'stdio' | 'http' | 'sse';
  readonly pid: number | null;
  /** Another try on a child process takes the place of the one before. */
  openTransport(): Transport;
  /** It ended by itself, and what it left behind was cleared away. Never settles after `close` was called. */
  readonly ended: Promise<Problem>;
  /** Turns what the SDK or the network threw into a problem. */
  explain(error: unknown, doing: string): Problem;
  /** Over HTTP: the last answer was a refusal with this status. */
  refusal(): { readonly status: number; readonly retryAfterMs: number | undefined } | null;
  /** Last lines of its error output, oldest first; none over HTTP. */
  lastLines(): readonly string[];
  /** Over HTTP: the last request was taken, whatever came of it. */
  wasReached(): boolean;
  /** Ends it and all it started; the same promise each time. */
  close(): Promise<void>;
}

/** What all connections of this process share. */
export interface McpContext {
  readonly home: string;
  readonly homeFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: 'linux' | 'macos' | 'windows';
  readonly logger: Logger;
  readonly clientVersion: string;
  readonly supervision: Supervision;
  /** The run tag and the reaper exist from the first child process on. */
  supervisor(): Promise<{ readonly nextTag: () => string; readonly reaper: Reaper }>;
  searchPath(): Promise<string>;
}

export const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'code' in value && 'message' in value && !(value instanceof Error);

/** Text of a server or system on one line, without control characters, cut to what a row can show. */
export function oneLine(text: string, charactersMax = 300): string {
  const line = text
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  return line.length > charactersMax ? `${line.slice(0, charactersMax - 1)}…` : line;
}

export const errorText = (error: unknown): string => oneLine(error instanceof Error ? error.message : String(error));
