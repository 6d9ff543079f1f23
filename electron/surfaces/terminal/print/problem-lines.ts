/** A problem for a person: what happened, where, the evidence, the next step. */
import type { Problem } from '../../../contract/problem.ts';
import { plainLine } from '../../../core/lib/plain-line.ts';
import type { Paint } from './paint.ts';

/** Place as editors understand it: `path:line:column`. */
export function placeText(problem: Problem): string | null {
  const { path, line, column, pointer } = problem.where ?? {};
  const file = path === undefined ? '' : `${path}${line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`}`;
  const parts = [file, pointer ?? ''].filter((part) => part !== '');
  return parts.length === 0 ? null : plainLine(parts.join(' '));
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
