/** `tooltray sync`: one sync, its report, and the exit code that a script or hook needs. */
import type { Problem } from '../../../contract/problem.ts';
import type { SyncReport } from '../../../contract/reports.ts';
import { plainLine } from '../../../core/lib/plain-line.ts';
import type { Command, ExitCode } from '../invocation.ts';
import { painter } from '../print/paint.ts';
import { aboutLines, problemLines } from '../print/problem-lines.ts';
import { plural } from '../print/text.ts';
import { fail, printResult, type Session } from '../session.ts';
import { followSync, syncedSentence } from '../sync-notices.ts';

export type SyncCommand = Extract<Command, { kind: 'sync' }>;

/** Runs the sync. With `--auto` it always gives 0: a hook must never stop the program that it is part of. */
export async function runSync(session: Session, command: SyncCommand): Promise<ExitCode> {
  const { names, auto, only, smartSync } = command;
  const notices = followSync(session, auto);
  const input = { names, auto, ...(only === undefined ? {} : { only }), ...(smartSync === undefined ? {} : { smartSync }) };
  const answer = await session.desk.call('servers.sync', input);
  if (!answer.ok) return auto ? failQuietly(session, answer.problem) : fail(session, answer.problem);
  await notices.finish(answer.result);
  printResult(session, answer.result, () => (auto ? [] : reportLines(answer.result, session)));
  return !auto && answer.result.servers.failed.length > 0 ? 3 : 0;
}

/** A failed `--auto`: said in the result, to a person who is watching, and nowhere else. */
export function failQuietly({ world, globals }: Pick<Session, 'world' | 'globals'>, problem: Problem): ExitCode {
  if (globals.json) world.stdout.write(`${JSON.stringify({ ...nothingSynced, problems: [problem] }, null, 2)}\n`);
  else if (world.stderr.isTerminal) world.stderr.write(`${problemLines(problem, painter(world.stderr, world.environment)).join('\n')}\n`);
  return 0;
}

/** The report of a sync that could not even decide; `reason` is null because none of the reasons applies. */
const nothingSynced = {
  synced: false,
  reason: null,
  check_ms: 0,
  duration_ms: 0,
  durable: false,
  servers: { total: 0, ok: 0, created: 0, updated: 0, skipped: 0, removed: 0, restarted: 0, failed: [], pending: [] },
  tools: 0,
  prompts: 0,
  resources: 0,
  resource_templates: 0,
};

function reportLines(report: SyncReport, { paint }: Session): readonly string[] {
  const { pending } = report.servers;
  const waiting = `${paint('violet', '◆')} ${plural(pending.length, 'server')} waiting for approval: ${pending.map(plainLine).join(', ')}`;
  return [
    report.synced ? syncedSentence(report) : unsyncedSentence(report),
    ...(pending.length === 0 ? [] : [waiting, '  tooltray approve shows what would run.']),
    ...aboutLines(
      report.problems.map((problem) => ({ about: problem.server ?? problem.source, problem })),
      paint,
    ),
  ];
}

function unsyncedSentence({ reason }: SyncReport): string {
  switch (reason) {
    case 'no-config':
      return 'Nothing is watched yet: there is no config file.';
    case 'no-servers':
      return 'No servers are configured.';
    case 'config-invalid':
      return 'A config file cannot be read; its last good servers stay.';
    case 'registry-unwritable':
      return 'The result could not be written to disk; the next sync tries again.';
    default:
      return 'Nothing changed.';
  }
}
