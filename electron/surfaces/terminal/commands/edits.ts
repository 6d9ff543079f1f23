/** Commands that change a server in its file. */
import type { EditReport } from '../../../contract/reports.ts';
import { plainLine } from '../../../core/lib/plain-line.ts';
import type { Command, EditChoice, ExitCode } from '../invocation.ts';
import { problemLines } from '../print/problem-lines.ts';
import { visible } from '../print/text.ts';
import { absolutePath, answerWith, fail, type Session } from '../session.ts';

type CommandOf<Kind extends Command['kind']> = Extract<Command, { kind: Kind }>;

/** Where the edit goes, as the operation takes it. */
function choice(session: Session, { source, dryRun }: EditChoice): { readonly source?: string; readonly dryRun: boolean } {
  return { ...(source === undefined ? {} : { source: absolutePath(session, source) }), dryRun };
}

function editLines(session: Session, { dryRun }: EditChoice, done: string): (report: EditReport) => readonly string[] {
  return (report) => {
    if (!report.changed) return ['Nothing to change.'];
    const problems = report.problems.flatMap((problem) => problemLines(problem, session.paint));
    if (!dryRun) return [`${done} in ${visible(report.path)}.`, ...problems];
    // Tabs belong to the exact change; other control characters could fake one.
    const lines = report.diff.replace(/\n$/, '').split('\n');
    return [...lines.map((line) => line.split('\t').map(visible).join('\t')), ...problems];
  };
}

/** `add FILE.json`: everything the file holds. */
export function runAddFile(session: Session, command: CommandOf<'addFile'>): Promise<ExitCode> {
  const servers = serversInFile(session, command.file);
  if (typeof servers === 'string') {
    const hint = 'Give a JSON file with {"mcpServers": {…}} or {"NAME": {…}}, or a command: tooltray add NAME -- COMMAND ARGS…';
    return Promise.resolve(
      fail(session, { code: 'wrong-input', message: servers, hint, where: { path: absolutePath(session, command.file) } }),
    );
  }
  return addServers(session, servers, command);
}

/** `add NAME -- COMMAND ARGS…` or `add NAME -- URL`. */
export function runAddServer(session: Session, command: CommandOf<'addServer'>): Promise<ExitCode> {
  const [first = '', ...rest] = command.words;
  const isUrl = /^https?:\/\//i.test(first);
  if (isUrl && rest.length > 0) return Promise.resolve(fail(session, { code: 'wrong-input', message: 'a URL takes no arguments' }, 2));
  const server = isUrl ? { url: first } : { command: first, ...(rest.length > 0 ? { args: rest } : {}) };
  return addServers(session, { [command.name]: server }, command);
}

function addServers(session: Session, servers: Readonly<Record<string, unknown>>, edit: EditChoice): Promise<ExitCode> {
  const names = Object.keys(servers).map(plainLine).join(', ');
  return answerWith(session, 'servers.add', { servers, ...choice(session, edit) }, editLines(session, edit, `Added ${names}`));
}

/** The servers of the file, or what is wrong with it. */
function serversInFile(session: Session, file: string): Readonly<Record<string, unknown>> | string {
  let value: unknown;
  try {
    value = JSON.parse(session.world.readText(absolutePath(session, file)).replace(/^\ufeff/, ''));
  } catch (error) {
    return error instanceof SyntaxError ? `${file} is no valid JSON: ${error.message}` : `${file} cannot be read`;
  }
  const servers = isMap(value) && isMap(value.mcpServers) ? value.mcpServers : value;
  if (!isMap(servers) || Object.keys(servers).length === 0 || !Object.values(servers).every(isMap)) return `${file} holds no servers`;
  return servers;
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `remove NAME`. */
export function runRemove(session: Session, command: CommandOf<'remove'>): Promise<ExitCode> {
  const input = { name: command.name, ...choice(session, command) };
  return answerWith(session, 'servers.remove', input, editLines(session, command, `Removed ${plainLine(command.name)}`));
}

/** `enable NAME` and `disable NAME`. */
export function runSetEnabled(session: Session, command: CommandOf<'setEnabled'>): Promise<ExitCode> {
  const input = { name: command.name, enabled: command.enabled, ...choice(session, command) };
  const done = `${command.enabled ? 'Enabled' : 'Disabled'} ${plainLine(command.name)}`;
  return answerWith(session, 'servers.setEnabled', input, editLines(session, command, done));
}
