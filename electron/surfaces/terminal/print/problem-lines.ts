/** A problem for a person: what happened, where, the evidence, the next step. */
import type { Problem } from '../../../contract/problem.ts';
import { plainLine } from '../../../core/lib/plain-line.ts';
import type { World } from '../world.ts';
import type { Paint } from './paint.ts';

/** Place as editors understand it: `path:line:column`. */
export function placeText(problem: Problem): string | null {
  const { path, line, column, pointer } = problem.where ?? {};
  const file = path === undefined ? '' : `${path}${line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`}`;
  const parts = [file, pointer ?? ''].filter((part) => part !== '');
  return parts.length === 0 ? null : plainLine(parts.join(' '));
}

/** Shows what servers print on stderr, each line under its server's name. */
export const serverLine =
  ({ stderr }: Pick<World, 'stderr'>) =>
  (server: string, line: string): void =>
    stderr.write(`[${plainLine(server)}] ${plainLine(line)}\n`);

/** One problem with what it is about. */
export interface AboutProblem {
  readonly about: string | undefined;
  readonly problem: Problem;
}

/** Problems with their subjects; a file's problem that every server of the file repeats is shown once, for the file. */
export function aboutLines(problems: readonly AboutProblem[], paint: Paint): readonly string[] {
  const key = ({ code, message, where }: Problem): string | null =>
    where?.path === undefined ? null : JSON.stringify([code, message, where]);
  const last = new Map(problems.map(({ problem }, index) => [key(problem), index]));
  return problems.flatMap(({ about, problem }, index) => {
    const own = key(problem);
    if (own !== null && last.get(own) !== index) return [];
    const [first = '', ...rest] = problemLines(problem, paint);
    return [about === undefined ? first : `${paint('red', '▲')} ${plainLine(about)}: ${first.slice(first.indexOf(' ') + 1)}`, ...rest];
  });
}

/** The lines, the first one without indentation. */
export function problemLines(problem: Problem, paint: Paint): readonly string[] {
  const place = placeText(problem);
  return [
    `${paint('red', '▲')} ${plainLine(problem.message)}`,
    ...(place === null ? [] : [`  at ${place}`]),
    ...(problem.evidence ?? []).map((line) => `  | ${plainLine(line)}`),
    ...(problem.hint === undefined ? [] : [`  ${plainLine(problem.hint)}`]),
  ];
}
