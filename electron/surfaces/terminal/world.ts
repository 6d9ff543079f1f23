/** What the command line needs from around it; the door (cli.ts) fills it in, tests hand in their own. */
import type { FeedMessage } from '../../contract/feed.ts';
import type { OperationName } from '../../contract/operations.ts';
import type { Problem } from '../../contract/problem.ts';
import type { Answer, Engine } from '../../engine/engine.ts';

export interface Output {
  readonly isTerminal: boolean;
  /** Width of the terminal; a generous guess when it is none. */
  columns(): number;
  rows(): number;
  write(text: string): void;
}

/** One engine as a single command sees it: our own for this command, or the one that already runs. */
export interface Desk {
  readonly home: string;
  /** Another process serves this home; it keeps everything up to date by itself. */
  readonly isRunning: boolean;
  call<Name extends OperationName>(name: Name, input: unknown): Promise<Answer<Name>>;
  /** As the engine's; says nothing when another process serves the home. */
  subscribe(listener: (message: FeedMessage) => void): () => void;
  close(): Promise<void>;
}

/** An engine that follows its sources until closed, for `watch`. */
export interface Serving {
  readonly engine: Engine;
  readonly home: string;
  /** Begins; a problem when the home is served already or cannot be used. */
  start(): Promise<Problem | null>;
  /** Starts the API; port 0 and a problem when that failed. */
  startApi(): Promise<{ readonly port: number; readonly problem: Problem | null }>;
  close(): Promise<void>;
}

export interface OpenOptions {
  readonly home: string | undefined;
  /** A line that a server printed on stderr. */
  readonly onStderrLine?: ((server: string, line: string) => void) | undefined;
}

export interface World {
  readonly version: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Working folder, for relative paths. */
  readonly folder: string;
  readonly stdout: Output;
  readonly stderr: Output;
  nowMs(): number;
  /** The text of a file that the person named; throws when it cannot be read. */
  readText(path: string): string;
  openDesk(options: OpenOptions): Promise<Desk>;
  openServing(options: OpenOptions): Promise<Serving>;
  /** Calls back when the person or the system wants the program to end; gives a function that takes it back. */
  onInterrupt(callback: () => void): () => void;
}
