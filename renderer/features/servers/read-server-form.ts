/** What a person typed into the form for a new server, as the entry for the file. */
import type { ServerInput } from '../../../electron/contract/server.ts';
import { splitCommand, variableLines } from '../../lib/split-command.ts';

export interface ServerForm {
  readonly name: string;
  readonly launch: string;
  readonly variables: string;
}

export interface ReadForm {
  /** null while something is missing or wrong. */
  readonly server: ServerInput | null;
  readonly isAddress: boolean;
  /** Program and arguments as they would be passed. */
  readonly words: readonly string[];
  readonly complaints: { readonly name?: string; readonly launch?: string; readonly variables?: string };
}

export function readServerForm({ name, launch, variables }: ServerForm): ReadForm {
  const text = launch.trim();
  const isAddress = /^https?:\/\//i.test(text);
  const split = splitCommand(text);
  const words = split.kind === 'words' ? split.words : [];
  const { values, wrong } = variableLines(variables);
  const complaints: { name?: string; launch?: string; variables?: string } = {};
  if (name.trim() === '') complaints.name = 'Give the server a name.';
  if (text === '') complaints.launch = 'Enter what to run, or an address.';
  else if (isAddress && !isUrl(text)) complaints.launch = 'This is no valid address.';
  else if (!isAddress && split.kind === 'open') complaints.launch = `The quote ${split.quote} is not closed.`;
  if (!isAddress && wrong.length > 0) complaints.variables = `Not NAME=value: ${wrong[0]}`;
  if (Object.keys(complaints).length > 0) return { server: null, isAddress, words, complaints };
  const [command = '', ...args] = words;
  const env = Object.keys(values).length > 0 ? { env: values } : {};
  return { server: isAddress ? { url: text } : { command, args, ...env }, isAddress, words, complaints };
}

function isUrl(text: string): boolean {
  try {
    return new URL(text).host !== '';
  } catch {
    return false;
  }
}
