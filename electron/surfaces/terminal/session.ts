/** What every command has at hand: its engine, its outputs, and the one way to fail. */
import nodePath from 'node:path';
import type { OperationName, OperationResult } from '../../contract/operations.ts';
import type { Problem } from '../../contract/problem.ts';
import type { ExitCode, Globals } from './invocation.ts';
import { type Paint, painter } from './print/paint.ts';
import { problemLines } from './print/problem-lines.ts';
import type { Desk, World } from './world.ts';

export interface Session {
  readonly world: World;
  readonly globals: Globals;
  readonly desk: Desk;
  readonly paint: Paint;
}

/** Prints the result: the value with `--json`, the lines otherwise. */
export function printResult(session: Pick<Session, 'world' | 'globals'>, value: unknown, lines: () => readonly string[]): void {
  const { world, globals } = session;
  const text = globals.json ? [JSON.stringify(value, null, 2)] : lines();
  if (text.length > 0) world.stdout.write(`${text.join('\n')}\n`);
}

/** Says something in passing: on stderr, and only to a person. */
export function notice({ world, globals }: Pick<Session, 'world' | 'globals'>, text: string): void {
  if (world.stderr.isTerminal && !globals.json) world.stderr.write(`${text}\n`);
}

/** Reports a failure: as the one JSON value, or on stderr for a person. */
export function fail({ world, globals }: Pick<Session, 'world' | 'globals'>, problem: Problem, code: ExitCode = 1): ExitCode {
  const paint = painter(world.stderr, world.environment);
  if (globals.json) world.stdout.write(`${JSON.stringify({ error: problem }, null, 2)}\n`);
  else world.stderr.write(`${problemLines(problem, paint).join('\n')}\n`);
  return code;
}

/** Calls one operation and prints its result, or fails. */
export async function answerWith<Name extends OperationName>(
  session: Session,
  name: Name,
  input: unknown,
  lines: (result: OperationResult<Name>) => readonly string[],
): Promise<ExitCode> {
  const answer = await session.desk.call(name, input);
  if (!answer.ok) return fail(session, answer.problem);
  printResult(session, answer.result, () => lines(answer.result));
  return 0;
}

/** A path that the person gave, absolute. The engine may run in another folder. */
export const absolutePath = ({ world }: Pick<Session, 'world'>, path: string): string => nodePath.resolve(world.folder, path);
