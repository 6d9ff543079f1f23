/** Colours, where a person can see them and has not switched them off. */
import type { Output } from '../world.ts';

const codes = { red: 31, green: 32, amber: 33, blue: 34, violet: 35, grey: 90, bold: 1 } as const;
export type Colour = keyof typeof codes;
export type Paint = (colour: Colour, text: string) => string;

/** Paints for one output; gives the text as it is when it is no terminal or `NO_COLOR` is set. */
export function painter(output: Pick<Output, 'isTerminal'>, environment: Readonly<Record<string, string | undefined>>): Paint {
  const isPlain = !output.isTerminal || (environment.NO_COLOR ?? '') !== '' || environment.TERM === 'dumb';
  return isPlain ? (_colour, text) => text : (colour, text) => `\u001b[${codes[colour]}m${text}\u001b[0m`;
}
