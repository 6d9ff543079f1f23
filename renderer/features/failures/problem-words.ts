/** One table: what to call each problem of a server or its file, and what a person can do next. */
import type { Problem, ProblemCode } from '../../../electron/contract/problem.ts';

/** Next steps that a card can offer; each is a button that does something. */
export type NextStep = 'resync' | 'copy-launch' | 'show-file' | 'show-log' | 'open-logs' | 'review';

export interface ProblemWords {
  /** What happened, in a few plain words without a full stop. */
  readonly title: (problem: Problem) => string;
  /** What the title leaves out; null when it says everything. Without it: the whole message. */
  readonly rest?: (problem: Problem) => string | null;
  /** In the order of their use; the first one is the likeliest to help. */
  readonly steps: readonly NextStep[];
  /** What the lines of evidence are. */
  readonly evidence?: (lines: readonly string[]) => string;
}

/** The part of the message that a pattern names, or null: messages come from other versions of the engine too. */
const part = ({ message }: Problem, pattern: RegExp): string | null => pattern.exec(message)?.[1] ?? null;

const withPart = (lead: string, pattern: RegExp, otherwise: string) => (problem: Problem) => {
  const found = part(problem, pattern);
  return found === null ? otherwise : `${lead}${found}`;
};

/** ` at line 7, column 3`, as much of it as is known. */
function at({ where }: Problem): string {
  if (where?.line === undefined) return '';
  return where.column === undefined ? ` at line ${where.line}` : ` at line ${where.line}, column ${where.column}`;
}

const placed = (words: string) => (problem: Problem) => `${words}${at(problem)}`;
const always = (words: string) => () => words;
const asWritten = ({ message }: Problem): string => message;
const asSaid = ({ message }: Problem): string => message.replace(/\.$/, '');

const fileName = ({ where }: Problem): string | null => where?.path?.split(/[\\/]/).at(-1) ?? null;
const withFile = (lead: string, otherwise: string) => (problem: Problem) => {
  const name = fileName(problem);
  return name === null ? otherwise : `${lead}: ${name}`;
};

function lastCause(problem: Problem): string {
  const last = part(problem, /; last: (.+)$/);
  return last === null ? problem.message : `The last time: ${last}`;
}

const listNames: Readonly<Record<string, string>> = {
  'tools/list': 'tools',
  'prompts/list': 'prompts',
  'resources/list': 'resources',
  'resources/templates/list': 'resource templates',
};

const listOf = (problem: Problem): string => listNames[part(problem, /\b([a-z]+(?:\/[a-z]+)*\/list)\b/) ?? ''] ?? 'lists';

function exitTitle(problem: Problem): string {
  const [, code, when = ''] = /exited with code (\S+?)((?: before it answered)?)\.?(?:$|\s)/.exec(problem.message) ?? [];
  if (code !== undefined) return `Exited with code ${code}${when}`;
  const signal = part(problem, /ended by (SIG[A-Z0-9]+)/);
  return signal === null ? 'Exited' : `Ended by ${signal}`;
}

function unauthorizedTitle(problem: Problem): string {
  const status = part(problem, /answered (\d{3})\b/);
  return status === null ? 'Not authorised' : `Not authorised (${status})`;
}

/** Nothing is left to say once the title has taken all that the message says. */
const unless = (pattern: RegExp) => (problem: Problem) => (pattern.test(problem.message) ? null : problem.message);

const lastLines = (lines: readonly string[]): string => (lines.length === 1 ? 'Its last line' : `Its last ${lines.length} lines`);
const lookedIn = (lines: readonly string[]): string =>
  lines.length === 1 ? 'Looked in this folder' : `Looked in these ${lines.length} folders`;
const itSays = always('What was said');

const file = (title: ProblemWords['title']): ProblemWords => ({ title, steps: ['show-file', 'resync'] });
const own = (title: ProblemWords['title']): ProblemWords => ({ title, steps: ['open-logs', 'resync'] });
const asking = (title: ProblemWords['title']): ProblemWords => ({ title, steps: ['review', 'show-file'] });
const program = (title: ProblemWords['title'], rest: NonNullable<ProblemWords['rest']> = asWritten): ProblemWords => ({
  title,
  rest,
  steps: ['resync', 'show-log', 'copy-launch', 'show-file'],
  evidence: lastLines,
});
const remote = (title: ProblemWords['title']): ProblemWords => ({
  title,
  steps: ['resync', 'copy-launch', 'show-file'],
  evidence: itSays,
});

/** Every code has its words; a new one does not compile without them. */
export const problemWords: Readonly<Record<ProblemCode, ProblemWords>> = {
  'source-unreadable': file(always('Its file cannot be read')),
  'source-invalid': file(placed('Bad JSON')),
  'source-too-large': file(always('Its file is too large')),
  'source-empty': file(always('Its file is empty')),
  'source-wrong-shape': file(placed('Its file holds something unexpected')),
  'entry-invalid': file(placed('Mistake in its entry')),
  'entry-unsupported': { title: placed('Its entry is of a kind that Tooltray does not run'), steps: ['show-file'] },
  'duplicate-key': file(placed('The same name twice')),
  'variable-missing': file(withPart('Variable not set: ', /The variable (\S+) is not set/, 'A variable is not set')),
  'watch-polling': file(always('Its file is looked at from time to time instead of being watched')),
  'command-not-found': {
    title: withPart('Command not found: ', /command "(.+)" was not found/, 'Command not found'),
    rest: unless(/^The command ".+" was not found\.?$/),
    steps: ['resync', 'copy-launch', 'show-file'],
    evidence: lookedIn,
  },
  'command-not-executable': {
    title: withFile('Not executable', 'Its command is not executable'),
    steps: ['resync', 'copy-launch', 'show-file'],
  },
  'cwd-missing': file(always('Its working folder does not exist')),
  'env-file-missing': file(always('Its env file does not exist')),
  'spawn-failed': program(always('Could not be started')),
  exited: program(exitTitle, unless(/^The server (?:exited with code \S+?(?: before it answered)?|was ended by SIG\w+)\.?$/)),
  'crash-loop': program(withPart('Keeps crashing: ', /failed (\d+ times in a row)/, 'Keeps crashing'), lastCause),
  deadline: program(
    withPart('No answer within ', /within ([\d.,]+ s)/, 'No answer in time'),
    unless(/^The server did not answer initialize within [\d.,]+ s\.?$/),
  ),
  'refused-initialize': program(
    withPart('Refused: ', /refused initialize: (.+)$/, 'It refused the handshake'),
    unless(/^The server refused initialize: /),
  ),
  'unsupported-protocol': {
    title: withPart('Unsupported protocol revision: ', /not supported: (\S+?)\.?$/, 'Unsupported protocol revision'),
    rest: unless(/protocol version is not supported: \S+$/),
    steps: ['resync', 'copy-launch', 'show-file'],
    evidence: always('Revisions'),
  },
  unauthorized: { ...remote(unauthorizedTitle), steps: ['show-file', 'resync', 'copy-launch'] },
  'http-status': remote(withPart('Answered ', /answered (\d{3}.*?)\.?$/, 'Answered with an error')),
  unreachable: remote(withPart('Not reachable: ', /cannot be reached: (.+?)\.?$/, 'Not usable at its address')),
  'connection-lost': program(always('Connection lost')),
  'list-failed': program((problem) => `Could not list its ${listOf(problem)}`),
  'list-endless': program((problem) => `The list of its ${listOf(problem)} never ends`),
  flooded: program(always('Stopped because it wrote far too much')),
  expired: remote(always('Session expired')),
  cancelled: { title: always('Called off'), steps: ['resync'] },
  'registry-corrupt': own(always('Known lists could not be read')),
  'registry-unwritable': own(always('Known lists could not be saved')),
  'trust-unwritable': own(always('Your answer could not be saved')),
  'history-unwritable': own(always('The history could not be saved')),
  'settings-invalid': own(always('Settings cannot be read')),
  busy: { title: asSaid, steps: ['resync'] },
  'not-found': { title: asSaid, steps: [] },
  'wrong-input': { title: asSaid, steps: [] },
  'not-editable': { title: asSaid, steps: ['show-file'] },
  'source-changed': { title: always('A file behind its launch has changed'), steps: ['review', 'resync'] },
  'name-taken': { title: asSaid, steps: [] },
  approval: asking(always('Waits for your approval')),
  rejected: asking(always('You rejected this launch')),
  'edit-refused': { title: asSaid, steps: ['show-file'] },
  'no-engine': { title: always('Tooltray does not answer'), steps: [] },
  'no-desktop': { title: asSaid, steps: [] },
  forbidden: { title: asSaid, steps: [] },
  internal: own(always('Something in Tooltray itself went wrong')),
};

/** A problem in a few words, for a title or the end of a sentence. */
export const problemTitle = (problem: Problem): string => problemWords[problem.code]?.title(problem) ?? asSaid(problem);

/** Lines of evidence without the words that their heading says already. */
export function evidenceLines({ code, evidence = [] }: Problem): readonly string[] {
  return code === 'command-not-found' ? evidence.map((line) => line.replace(/^looked in /, '')) : evidence;
}

/** What is left to say below the title; null when nothing is. */
export function problemRest(problem: Problem): string | null {
  const { rest = asWritten } = problemWords[problem.code] ?? {};
  const words = rest(problem);
  const plain = (text: string): string => text.toLowerCase().replace(/[.\s]+$/, '');
  return words === null || plain(words) === plain(problemTitle(problem)) ? null : words;
}
