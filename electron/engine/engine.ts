/** The engine as every face sees it. */
import type { AppView } from '../contract/app-view.ts';
import type { FeedMessage } from '../contract/feed.ts';
import type { Access, OperationName, OperationResult } from '../contract/operations.ts';
import type { Problem } from '../contract/problem.ts';

/** Who asks: `owner` may everything (window, command line), `key` holds the API key. */
export type Caller = 'owner' | 'key';

export type Answer<Name extends OperationName> =
  | { readonly ok: true; readonly result: OperationResult<Name> }
  | { readonly ok: false; readonly problem: Problem };

export interface Engine {
  /** Loads what was known, then follows the sources until `stop`; a problem means that another engine serves this home. */
  start(): Promise<Problem | null>;
  /** Loads what was known and reads the sources once; nothing is watched and nothing due by time is done. */
  startOnce(): Promise<void>;
  /** Runs one operation of the contract; the input is checked against its schema here. Never throws. */
  call<Name extends OperationName>(name: Name, input: unknown, caller: Caller): Promise<Answer<Name>>;
  view(): AppView;
  /** Calls back at once with a numbered snapshot, then with every numbered change; gives a function that ends it. */
  subscribe(listener: (message: FeedMessage) => void): () => void;
  /** Writes what is unsaved and ends everything it started. */
  stop(): Promise<void>;
}

export type { Access };
