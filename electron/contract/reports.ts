/** The shapes that the command line and the API print (product.md, section 4). */
import { z } from 'zod';
import { ReloadView, Totals } from './app-view.ts';
import { FlagView } from './flags.ts';
import { Problem, ReportedProblem } from './problem.ts';
import { ServerStatus } from './server.ts';

export const SyncReason = z.enum([
  'first-run',
  'config-hash',
  'env',
  'retry-due',
  'forced',
  'unchanged',
  'no-config',
  'no-servers',
  'config-invalid',
  'registry-unwritable',
]);
export type SyncReason = z.infer<typeof SyncReason>;

export const SyncReport = z.object({
  synced: z.boolean(),
  reason: SyncReason,
  /** From the first stat of the sources to the decision. */
  check_ms: z.number(),
  duration_ms: z.number(),
  /** The registry is on disk. */
  durable: z.boolean(),
  servers: z.object({
    total: z.number(),
    ok: z.number(),
    created: z.number(),
    updated: z.number(),
    skipped: z.number(),
    removed: z.number(),
    restarted: z.number(),
    failed: z.array(z.string()),
    pending: z.array(z.string()),
  }),
  tools: z.number(),
  prompts: z.number(),
  resources: z.number(),
  resource_templates: z.number(),
  problems: z.array(ReportedProblem),
});
export type SyncReport = z.infer<typeof SyncReport>;

export const StatusServer = z.object({
  status: ServerStatus,
  transport: z.enum(['stdio', 'http', 'sse']),
  source: z.string(),
  enabled: z.boolean(),
  tools: z.number().nullable(),
  prompts: z.number().nullable(),
  resources: z.number().nullable(),
  resource_templates: z.number().nullable(),
  tokens: z.number().nullable(),
  last_sync: z.string().nullable(),
  duration_ms: z.number().nullable(),
  pid: z.number().optional(),
  problem: Problem.optional(),
});

export const StatusReport = z.object({
  servers: z.record(z.string(), StatusServer),
  totals: Totals,
  reload: ReloadView,
  watcher: z.object({ state: z.enum(['watching', 'polling', 'paused']) }),
  refresh: z.object({ async: z.boolean(), interval_ms: z.number(), next_at: z.string().nullable() }),
  flags: z.record(z.string(), FlagView),
  gateway: z.object({ enabled: z.boolean() }),
  sources: z.array(z.object({ path: z.string(), client: z.string(), problem: Problem.nullable() })),
  last_error: Problem.nullable(),
});
export type StatusReport = z.infer<typeof StatusReport>;

export const EditReport = z.object({
  changed: z.boolean(),
  path: z.string(),
  servers: z.array(z.string()),
  /** Unified diff of the file. */
  diff: z.string(),
  problems: z.array(ReportedProblem),
});
export type EditReport = z.infer<typeof EditReport>;

export const DoctorReport = z.object({
  ok: z.boolean(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string(), hint: z.string().optional() })),
});
export type DoctorReport = z.infer<typeof DoctorReport>;
