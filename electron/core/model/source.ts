/** A source in the state: its last good reading and what is wrong with it now. */
import type { SourceId } from '../../contract/ids.ts';
import type { Problem } from '../../contract/problem.ts';
import type { FileStat, ServerDefinition } from './server.ts';

export interface SourceReading {
  /** Last good servers, in file order. */
  readonly servers: readonly ServerDefinition[];
  /** Entries that could not be used, each with its place. */
  readonly entryProblems: readonly EntryProblem[];
  /** What is odd about the file, or about an entry that is used all the same; shown with the source, costs no server. */
  readonly warnings?: readonly EntryProblem[];
  /** Variables the file refers to, over all entries. */
  readonly variables: readonly string[];
  readonly stat: FileStat | null;
  /** Digest of the bytes of the file. */
  readonly contentHash: string;
}

export interface EntryProblem {
  /** Name of the entry, if it has one. */
  readonly name: string | null;
  readonly problem: Problem;
}

export interface Source {
  readonly id: SourceId;
  readonly client: string;
  /** Lower comes first and wins names. */
  readonly rank: number;
  /** `absent`: the file does not exist; `good`: last reading counts; `unread`: nothing known yet. */
  readonly presence: 'unread' | 'absent' | 'good';
  readonly reading: SourceReading | null;
  /** Why the newest bytes could not be used; the last good reading stays in force. */
  readonly problem: Problem | null;
}
