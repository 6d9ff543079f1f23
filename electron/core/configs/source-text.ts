/** The text of a source, for saying where something stands in it. */
import { pointerStep, type SourceId } from '../../contract/ids.ts';
import type { Problem, ProblemPlace } from '../../contract/problem.ts';
import { placesIn } from './codecs/place-of.ts';
import type { Member } from './codecs/value-tree.ts';

export interface SourceText {
  /** Path, pointer, line and column of the value at `offset`, to which `keys` lead. */
  placeOf(offset: number, keys: readonly string[]): ProblemPlace;
  /** The warning about a member that a later one of the same name takes out of force. */
  doubled(member: Member, keys: readonly string[]): Problem;
}

/** JSON pointer of a path of keys. */
export const pointerOf = (keys: readonly string[]): string => keys.map((key) => `/${pointerStep(key)}`).join('');

export function sourceText(path: SourceId, text: string): SourceText {
  const placeIn = placesIn(text);
  const place = (offset: number, keys: readonly string[]): ProblemPlace => ({ path, pointer: pointerOf(keys), ...placeIn(offset) });
  return {
    placeOf: place,
    doubled: (member, keys) => ({
      code: 'duplicate-key',
      message: `"${member.key}" is there twice; the last one counts.`,
      hint: 'Remove or rename one of them.',
      where: place(member.keyStart, keys),
    }),
  };
}
