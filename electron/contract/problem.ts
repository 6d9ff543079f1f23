/** An expected failure, as a value: what the outside world can do to us. Bugs throw instead. */
import { z } from 'zod';

export const ProblemCode = z.enum([
  // reading sources
  'source-unreadable',
  'source-invalid',
  'source-too-large',
  'source-empty',
  'source-wrong-shape',
  'entry-invalid',
  'entry-unsupported',
  'duplicate-key',
  'variable-missing',
  'watch-polling',
  // starting and talking to servers
  'command-not-found',
  'command-not-executable',
  'cwd-missing',
  'env-file-missing',
  'spawn-failed',
  'exited',
  'crash-loop',
  'deadline',
  'refused-initialize',
  'unsupported-protocol',
  'unauthorized',
  'http-status',
  'unreachable',
  'connection-lost',
  'list-failed',
  'list-endless',
  'flooded',
  'expired',
  /** A person called its start or reading off. */
  'cancelled',
  // files of our own
  'registry-corrupt',
  'registry-unwritable',
  'trust-unwritable',
  'settings-invalid',
  'history-unwritable',
  'busy',
  // operations
  'not-found',
  'wrong-input',
  'not-editable',
  'source-changed',
  'name-taken',
  'approval',
  'rejected',
  'edit-refused',
  'no-engine',
  /** The request needs a desktop, and there is none. */
  'no-desktop',
  'forbidden',
  'internal',
]);
export type ProblemCode = z.infer<typeof ProblemCode>;

export const ProblemPlace = z.object({
  path: z.string().optional(),
  /** 1-based. */
  line: z.number().int().optional(),
  /** 1-based. */
  column: z.number().int().optional(),
  /** JSON pointer of the entry or value in question. */
  pointer: z.string().optional(),
});
export type ProblemPlace = z.infer<typeof ProblemPlace>;

export const Problem = z.object({
  code: ProblemCode,
  /** One line in plain words, no trace. */
  message: z.string(),
  /** The next step. */
  hint: z.string().optional(),
  where: ProblemPlace.optional(),
  /** Last stderr lines, looked-in folders and the like. */
  evidence: z.array(z.string()).optional(),
});
export type Problem = z.infer<typeof Problem>;

/** A problem together with what it is about, as reports print it. */
export const ReportedProblem = Problem.extend({ server: z.string().optional(), source: z.string().optional() });
export type ReportedProblem = z.infer<typeof ReportedProblem>;
