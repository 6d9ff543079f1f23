/** Commands that only show what is known: status, lists, sources, flags, doctor. */

import type { SourceView } from '../../../contract/app-view.ts';
import type { CapabilityChoice, ListedRow } from '../../../contract/capability.ts';
import { plainLine } from '../../../core/lib/plain-line.ts';
import type { ExitCode } from '../invocation.ts';
import { problemLines } from '../print/problem-lines.ts';
import { statusLines } from '../print/status-lines.ts';
import { statusShape } from '../print/status-mark.ts';
import { tableLines } from '../print/table.ts';
import { ago, plural, visible } from '../print/text.ts';
import { answerWith, fail, printResult, type Session } from '../session.ts';

/** `status`: reads the sources, starts nothing. */
export async function runStatus(session: Session): Promise<ExitCode> {
  if (session.globals.json) return answerWith(session, 'status.get', {}, () => []);
  const { world, paint } = session;
  return answerWith(session, 'view.get', {}, (view) =>
    statusLines(view, { paint, nowMs: world.nowMs(), widthMax: world.stdout.columns() }),
  );
}

/** `tools`, `prompts`, `resources`. Our own engine first does what `sync --auto` does; a running one is up to date. */
export async function runList(session: Session, capability: CapabilityChoice): Promise<ExitCode> {
  if (!session.desk.isRunning) await session.desk.call('servers.sync', { auto: true });
  return answerWith(session, 'listings.get', { capability }, (rows) => listLines(session, capability, rows));
}

function listLines({ world, paint }: Session, capability: CapabilityChoice, rows: readonly ListedRow[]): readonly string[] {
  if (rows.length === 0) return [`No ${capability}.`];
  const columns = [{ title: 'SERVER' }, { title: capability.slice(0, -1).toUpperCase() }, { title: 'AS OF' }, { title: 'DESCRIPTION' }];
  const cells = rows.map((row) => [
    row.enabled ? plainLine(row.server) : `${plainLine(row.server)} (disabled)`,
    plainLine(row.name),
    `${row.stale ? `${statusShape('stale', paint)} ` : ''}${ago(row.as_of === null ? null : Date.parse(row.as_of), world.nowMs())}`,
    plainLine(row.description ?? row.title ?? ''),
  ]);
  return tableLines({ columns, rows: cells, paint, widthMax: world.stdout.columns() });
}

/** `sources`: the files, in order of rank. */
export function runSources(session: Session): Promise<ExitCode> {
  return answerWith(session, 'sources.list', {}, (sources) => sourceLines(session, sources));
}

function sourceLines({ world, paint }: Session, sources: readonly SourceView[]): readonly string[] {
  const columns = [{ title: 'CLIENT' }, { title: 'SERVERS', align: 'right' as const }, { title: 'STATE' }, { title: 'PATH' }];
  const state = (source: SourceView): string =>
    source.problem ? 'problem' : source.presence === 'absent' ? 'no file' : source.presence === 'unread' ? 'not read' : 'read';
  const rows = sources.map((source) => [plainLine(source.clientLabel), String(source.servers), state(source), visible(source.path)]);
  const problems = sources.flatMap((source) => [
    ...(source.problem ? [source.problem] : []),
    ...source.entryProblems.map((entry) => entry.problem),
  ]);
  return [
    ...tableLines({ columns, rows, paint, widthMax: Number.POSITIVE_INFINITY }),
    ...problems.flatMap((problem) => problemLines(problem, paint)),
    ...hintLines(world.stdout.isTerminal, sources),
  ];
}

const hintLines = (isTerminal: boolean, sources: readonly SourceView[]): readonly string[] =>
  isTerminal && sources.length <= 1 ? ['', 'tooltray sources discover shows what other clients have here.'] : [];

/** `sources discover`: config files of known clients; nothing is watched by asking. */
export function runDiscover(session: Session): Promise<ExitCode> {
  const { paint } = session;
  return answerWith(session, 'sources.discover', {}, (found) => {
    if (found.length === 0) return ['No config file of a known client was found.'];
    const columns = [{ title: 'CLIENT' }, { title: 'WATCHED' }, { title: 'PATH' }, { title: 'SERVERS' }];
    const rows = found.map((file) => [
      plainLine(file.clientLabel),
      file.watched ? 'yes' : 'no',
      visible(file.path),
      plainLine(file.problem ?? (file.servers.join(', ') || 'none')),
    ]);
    return [
      ...tableLines({ columns, rows, paint, widthMax: Number.POSITIVE_INFINITY }),
      '',
      'tooltray sources add PATH watches one of them.',
    ];
  });
}

/** `flags`: value and origin of each. */
export async function runFlags(session: Session): Promise<ExitCode> {
  const answer = await session.desk.call('status.get', {});
  if (!answer.ok) return fail(session, answer.problem);
  const { flags } = answer.result;
  const rows = Object.entries(flags).map(([name, { value, source }]) => [name, visible(String(value)), source]);
  const columns = [{ title: 'FLAG' }, { title: 'VALUE' }, { title: 'FROM' }];
  printResult(session, flags, () => tableLines({ columns, rows, paint: session.paint, widthMax: session.world.stdout.columns() }));
  return 0;
}

/** `doctor`: every check with its detail; a failed one makes the command fail. */
export async function runDoctor(session: Session): Promise<ExitCode> {
  const answer = await session.desk.call('doctor.run', {});
  if (!answer.ok) return fail(session, answer.problem);
  const report = answer.result;
  printResult(session, report, () => {
    const lines = report.checks.flatMap(({ name, ok, detail, hint }) => [
      `${ok ? session.paint('green', '●') : session.paint('red', '▲')} ${plainLine(name)}: ${plainLine(detail)}`,
      ...(hint === undefined ? [] : [`  ${plainLine(hint)}`]),
    ]);
    const failed = report.checks.filter((check) => !check.ok).length;
    return [...lines, failed === 0 ? 'All checks passed.' : `${plural(failed, 'check')} failed.`];
  });
  return report.ok ? 0 : 1;
}
