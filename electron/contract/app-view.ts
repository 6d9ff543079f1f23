/** What any face may show: the whole app as plain data, secrets left out. */
import { z } from 'zod';
import { FlagView } from './flags.ts';
import { ServerId, SourceId } from './ids.ts';
import { Problem } from './problem.ts';
import { ServerStatus } from './server.ts';

const WallTime = z.number().nullable();

export const SourceView = z.object({
  id: SourceId,
  path: z.string(),
  client: z.string(),
  clientLabel: z.string(),
  rank: z.number(),
  presence: z.enum(['unread', 'absent', 'good']),
  servers: z.number(),
  problem: Problem.nullable(),
  /** Trust policy: ask about every new launch, or approve all of them. */
  trust: z.enum(['ask', 'always']),
  entryProblems: z.array(z.object({ name: z.string().nullable(), problem: Problem })),
  /** Tooltray may add and remove servers here. */
  editable: z.boolean(),
});
export type SourceView = z.infer<typeof SourceView>;

export const ServerView = z.object({
  id: ServerId,
  /** Name everywhere a server is named: plain for the first in rank, `NAME@CLIENT` for further ones. */
  name: z.string(),
  ownName: z.string(),
  source: SourceId,
  client: z.string(),
  clientLabel: z.string(),
  transport: z.enum(['stdio', 'http', 'sse']),
  /** Command and arguments, or the address, as written in the file. */
  launch: z.string(),
  enabled: z.boolean(),
  editable: z.boolean(),
  status: ServerStatus,
  /** null: never listed. */
  tools: z.number().nullable(),
  prompts: z.number().nullable(),
  resources: z.number().nullable(),
  resourceTemplates: z.number().nullable(),
  /** Rough size of the tool list in model tokens (4 characters each). */
  tokens: z.number().nullable(),
  /** At least one list is not fresh. */
  stale: z.boolean(),
  lastSyncAt: WallTime,
  durationMs: z.number().nullable(),
  pid: z.number().nullable(),
  runningSince: WallTime,
  retryAt: WallTime,
  /** Since when it fails without having worked in between; null while it works. */
  failingSince: WallTime,
  starts: z.number(),
  protocolVersion: z.string().nullable(),
  problem: Problem.nullable(),
});
export type ServerView = z.infer<typeof ServerView>;

/** One side of an approval: everything that would run, values of variables and secrets as fingerprints only. */
export const LaunchView = z.object({
  transport: z.enum(['stdio', 'http', 'sse']),
  command: z.string().nullable(),
  args: z.array(z.string()),
  url: z.string().nullable(),
  cwd: z.string().nullable(),
  envFile: z.string().nullable(),
  /** Environment variables or header names, with a fingerprint of the value. */
  values: z.array(z.object({ name: z.string(), fingerprint: z.string(), dangerous: z.boolean() })),
  files: z.array(z.object({ role: z.string(), path: z.string(), fingerprint: z.string() })),
});
export type LaunchView = z.infer<typeof LaunchView>;

export const ApprovalView = z.object({
  server: ServerId,
  name: z.string(),
  source: SourceId,
  clientLabel: z.string(),
  launchHash: z.string(),
  next: LaunchView,
  /** What was approved before; null for a new entry. */
  previous: LaunchView.nullable(),
  /** In plain words: what differs from the approved launch. */
  changes: z.array(z.string()),
  /** Things a careful person would want pointed out (unpinned package, dangerous variable). */
  warnings: z.array(z.string()),
  /** The old launch is still running. */
  running: z.boolean(),
  rejected: z.boolean(),
});
export type ApprovalView = z.infer<typeof ApprovalView>;

export const Totals = z.object({
  /** Enabled servers; disabled ones are left out of totals. */
  servers: z.number(),
  /** Synced and idle together. */
  ok: z.number(),
  failed: z.number(),
  pending: z.number(),
  tools: z.number(),
  prompts: z.number(),
  resources: z.number(),
  resourceTemplates: z.number(),
  tokens: z.number(),
});
export type Totals = z.infer<typeof Totals>;

export const ReloadView = z.object({
  last_at: z.string().nullable(),
  cause: z.string().nullable(),
  result: z.object({ added: z.number(), removed: z.number(), changed: z.number(), unchanged: z.number() }).nullable(),
  error: z.string().nullable(),
});
export type ReloadView = z.infer<typeof ReloadView>;

export const AppView = z.object({
  version: z.string(),
  home: z.string(),
  /** The sentence at the top of every face. */
  sentence: z.string(),
  /** fine, working, attention or paused: the icon. */
  mood: z.enum(['fine', 'working', 'attention', 'paused']),
  welcomed: z.boolean(),
  servers: z.array(ServerView),
  sources: z.array(SourceView),
  approvals: z.array(ApprovalView),
  totals: Totals,
  watcher: z.object({ state: z.enum(['watching', 'polling', 'paused']), problem: Problem.nullable() }),
  reload: ReloadView,
  refresh: z.object({ async: z.boolean(), interval_ms: z.number(), next_at: z.string().nullable() }),
  flags: z.record(z.string(), FlagView),
  theme: z.enum(['system', 'light', 'dark']),
  launchAtLogin: z.boolean(),
  /** Number of the newest entry of the timeline: whoever shows the timeline reads it again when this grows. */
  historyNumber: z.number().int(),
  lastError: Problem.nullable(),
});
export type AppView = z.infer<typeof AppView>;
