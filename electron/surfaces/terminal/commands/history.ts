/** `tooltray history`: the timeline, newest last, where a terminal has its prompt. */
import type { Command, ExitCode } from '../invocation.ts';
import { historyLines } from '../print/history-lines.ts';
import { problemLines } from '../print/problem-lines.ts';
import { answerWith, type Session } from '../session.ts';

/** Prints the newest entries. */
export function runHistory(session: Session, { limit, server }: Extract<Command, { kind: 'history' }>): Promise<ExitCode> {
  const { paint, world } = session;
  const input = { limit, ...(server === undefined ? {} : { server }) };
  return answerWith(session, 'history.get', input, ({ entries, more, problem }) => [
    ...(entries.length === 0 ? ['Nothing has happened yet.'] : []),
    ...historyLines(entries, { paint, widthMax: world.stdout.columns() }),
    ...(more && world.stdout.isTerminal ? ['', `There are older entries: tooltray history --limit ${Math.min(1_000, limit * 4)}`] : []),
    ...(problem ? ['', ...problemLines(problem, paint)] : []),
  ]);
}
