/** What a server says about how its tools behave, as words; hints of the server, not promises. */
import type { MarkShape } from '../../ui/mark.tsx';

export interface Badge {
  readonly word: string;
  readonly tone: 'green' | 'amber' | 'red' | 'grey';
  readonly shape: MarkShape;
  readonly means: string;
}

/** Badges of a tool's `annotations`; anything unexpected gives none. */
export function badgesOf(annotations: unknown): readonly Badge[] {
  if (typeof annotations !== 'object' || annotations === null) return [];
  const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = annotations as Record<string, unknown>;
  const badges: Badge[] = [];
  if (readOnlyHint === true) badges.push({ word: 'read-only', tone: 'green', shape: 'ring', means: 'It says that it changes nothing.' });
  else if (destructiveHint === true)
    badges.push({ word: 'destructive', tone: 'red', shape: 'triangle', means: 'It says that it may delete or overwrite things.' });
  else if (readOnlyHint === false)
    badges.push({ word: 'changes things', tone: 'amber', shape: 'quarter', means: 'It says that it changes things.' });
  if (readOnlyHint !== true && idempotentHint === true)
    badges.push({ word: 'repeatable', tone: 'grey', shape: 'disc', means: 'It says that calling it again changes nothing more.' });
  if (openWorldHint === true)
    badges.push({ word: 'open world', tone: 'grey', shape: 'half', means: 'It says that it reaches things outside, such as the web.' });
  return badges;
}
