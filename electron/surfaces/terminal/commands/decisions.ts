/** Commands that decide: approvals and which files are watched. */
import { plainLine } from '../../../core/lib/plain-line.ts';
import type { Command, ExitCode } from '../invocation.ts';
import { approvalsLines } from '../print/approval-lines.ts';
import { visible } from '../print/text.ts';
import { absolutePath, answerWith, type Session } from '../session.ts';

type CommandOf<Kind extends Command['kind']> = Extract<Command, { kind: Kind }>;

const named = (names: readonly string[]): string => names.map(plainLine).join(', ');

/** `approve`: the named ones or all; with neither, everything that waits is shown in full. */
export function runApprove(session: Session, { names, all }: CommandOf<'approve'>): Promise<ExitCode> {
  if (names.length === 0 && !all) {
    return answerWith(session, 'approvals.list', {}, (approvals) =>
      approvalsLines(approvals, session.paint, session.world.stdout.columns()),
    );
  }
  return answerWith(session, 'approvals.approve', all ? { all } : { names }, ({ approved }) => [
    approved.length === 0 ? 'Nothing waits for approval.' : `Approved ${named(approved)}.`,
  ]);
}

/** `reject`: these launches never start. */
export function runReject(session: Session, { names }: CommandOf<'reject'>): Promise<ExitCode> {
  return answerWith(session, 'approvals.reject', { names }, ({ rejected }) => [`Rejected ${named(rejected)}.`]);
}

/** `sources add`. */
export function runAddSource(session: Session, { path, client }: CommandOf<'sources.add'>): Promise<ExitCode> {
  const source = { path: absolutePath(session, path), ...(client === undefined ? {} : { client }) };
  return answerWith(session, 'sources.add', { sources: [source] }, ({ added }) => [
    added.length === 0 ? `${visible(source.path)} is watched already.` : `Watching ${added.map(visible).join(', ')}.`,
  ]);
}

/** `sources remove`. */
export function runRemoveSource(session: Session, command: CommandOf<'sources.remove'>): Promise<ExitCode> {
  const path = absolutePath(session, command.path);
  return answerWith(session, 'sources.remove', { path }, ({ removed }) => [
    removed ? `${visible(path)} is not watched any more.` : `${visible(path)} was not watched.`,
  ]);
}
