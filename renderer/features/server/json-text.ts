/** Values as readable JSON that never fails and never floods the page. */
import { visibleLine } from '../../lib/visible-text.ts';

/** More is data for a program; nobody reads it here. */
const charactersMax = 60_000;

/** Indented JSON with hidden characters as codes; cut with a note when it is enormous. */
export function jsonText(value: unknown): string {
  let text: string;
  try {
    text = JSON.stringify(value, null, 2) ?? String(value);
  } catch {
    return 'It is nested too deeply to be shown.';
  }
  const shown = text.slice(0, charactersMax).split('\n').map(visibleLine).join('\n');
  const more = text.length - charactersMax;
  return more > 0 ? `${shown}\n… (${more.toLocaleString('en')} more characters)` : shown;
}

const charactersPerToken = 4;

/** Rough number of model tokens that an item costs, counted like the whole list. */
export function tokensOf(item: unknown): number {
  try {
    return Math.ceil((JSON.stringify(item)?.length ?? 0) / charactersPerToken);
  } catch {
    return 0;
  }
}
