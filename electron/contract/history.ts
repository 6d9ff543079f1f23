/** The timeline: what happened when, and which file edit caused it. Names and words only; secrets are taken out before it is kept. */
import { z } from 'zod';
import { CapabilityKind } from './capability.ts';
import { ServerId, SourceId } from './ids.ts';
import { Problem } from './problem.ts';

export const HistoryKind = z.enum([
  'engine.started',
  'engine.stopped',
  /** A file asks for other servers than before; `edit` says which. */
  'source.changed',
  /** A file cannot be used any more; `problem` says why. */
  'source.failed',
  'source.recovered',
  /** A server's lists were read and something about them is new, or a person asked for it; `lists` says what. */
  'server.synced',
  'server.failed',
  'server.recovered',
  'server.stopped',
  'approval.asked',
  'approval.approved',
  'approval.rejected',
  'watching.paused',
  'watching.resumed',
]);
export type HistoryKind = z.infer<typeof HistoryKind>;

/** A server as it was called then; the link leads nowhere when it is gone. */
export const HistoryServer = z.object({ id: ServerId, name: z.string() });
export type HistoryServer = z.infer<typeof HistoryServer>;

/** What a file edit did to the servers of its source; the lists are cut at a bound, counts are not. */
export const HistoryEdit = z.object({
  added: z.array(HistoryServer),
  removed: z.array(HistoryServer),
  /** `changes`: in plain words what differs; values that could be secrets are left out. */
  changed: z.array(HistoryServer.extend({ changes: z.array(z.string()) })),
  addedCount: z.number(),
  removedCount: z.number(),
  changedCount: z.number(),
});
export type HistoryEdit = z.infer<typeof HistoryEdit>;

/** What a sync brought for one list; names are cut at a bound, counts are not. */
export const HistoryList = z.object({
  capability: CapabilityKind,
  added: z.array(z.string()),
  removed: z.array(z.string()),
  /** Same name, other description, schema or the like. */
  changed: z.array(z.string()),
  addedCount: z.number(),
  removedCount: z.number(),
  changedCount: z.number(),
  /** How many there are now. */
  total: z.number(),
});
export type HistoryList = z.infer<typeof HistoryList>;

export const HistoryEntry = z.object({
  /** Grows by one with every entry of a home, over restarts too. */
  number: z.number().int(),
  /** Milliseconds since 1970. */
  at: z.number(),
  kind: HistoryKind,
  source: SourceId.nullable(),
  server: HistoryServer.nullable(),
  /** Number of the entry that caused this one: the file edit or approval behind a sync, a failure, a question. */
  cause: z.number().int().nullable(),
  edit: HistoryEdit.nullable(),
  lists: z.array(HistoryList),
  durationMs: z.number().nullable(),
  problem: Problem.nullable(),
});
export type HistoryEntry = z.infer<typeof HistoryEntry>;

export const HistoryPage = z.object({
  /** Newest first. */
  entries: z.array(HistoryEntry),
  /** There are older ones: ask again with `before` = number of the last. */
  more: z.boolean(),
  /** Why the timeline is not (or not all) kept on disk; null when it is. */
  problem: Problem.nullable(),
});
export type HistoryPage = z.infer<typeof HistoryPage>;

/** Sync times and failures in equal pieces of time, oldest first, empty pieces included. */
export const HistoryChart = z.object({
  from: z.number(),
  to: z.number(),
  pieceMs: z.number(),
  pieces: z.array(
    z.object({
      at: z.number(),
      syncs: z.number(),
      failures: z.number(),
      /** null: no sync in this piece. */
      medianMs: z.number().nullable(),
      slowestMs: z.number().nullable(),
    }),
  ),
});
export type HistoryChart = z.infer<typeof HistoryChart>;
