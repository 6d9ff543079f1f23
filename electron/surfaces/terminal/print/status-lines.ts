/** The whole state for a person: a sentence, the servers, what is wrong. */
import type { AppView, ServerView } from '../../../contract/app-view.ts';
import { plainLine } from '../../../core/lib/plain-line.ts';
import type { Paint } from './paint.ts';
import { aboutLines } from './problem-lines.ts';
import { statusMark } from './status-mark.ts';
import { tableLines } from './table.ts';
import { ago } from './text.ts';

export interface StatusOptions {
  readonly paint: Paint;
  readonly nowMs: number;
  readonly widthMax: number;
}

const count = (value: number | null): string => (value === null ? '–' : String(value));

function serverRow(server: ServerView, { paint, nowMs }: StatusOptions): readonly string[] {
  return [
    plainLine(server.name),
    plainLine(server.clientLabel),
    statusMark(server.status, paint),
    `${count(server.tools)}${server.stale && server.tools !== null && server.status !== 'stale' ? ' ◔' : ''}`,
    count(server.prompts),
    count(server.resources),
    ago(server.lastSyncAt, nowMs),
  ];
}

const serverColumns = [
  { title: 'SERVER' },
  { title: 'SOURCE' },
  { title: 'STATUS' },
  { title: 'TOOLS', align: 'right' },
  { title: 'PROMPTS', align: 'right' },
  { title: 'RESOURCES', align: 'right' },
  { title: 'SYNCED' },
] as const;

/** The table of servers, without what is wrong with them. */
export function serverTable(servers: readonly ServerView[], options: StatusOptions): readonly string[] {
  if (servers.length === 0) return [];
  return tableLines({
    columns: serverColumns,
    rows: servers.map((server) => serverRow(server, options)),
    paint: options.paint,
    widthMax: options.widthMax,
  });
}

/** Everything that is wrong, each with its next step. */
export function problemSections(view: AppView, paint: Paint): readonly string[] {
  const named = [
    ...view.servers.flatMap(({ name, problem }) => (problem ? [{ about: name, problem }] : [])),
    ...view.sources.flatMap(({ path, problem }) => (problem ? [{ about: path, problem }] : [])),
    ...(view.watcher.problem ? [{ about: 'watching', problem: view.watcher.problem }] : []),
    ...(view.lastError ? [{ about: 'Tooltray', problem: view.lastError }] : []),
  ];
  return aboutLines(named, paint);
}

/** What `status` prints. */
export function statusLines(view: AppView, options: StatusOptions): readonly string[] {
  const table = serverTable(view.servers, options);
  const problems = problemSections(view, options.paint);
  const waiting = view.approvals.some((approval) => !approval.rejected) ? ['', 'tooltray approve shows what waits for you.'] : [];
  return [
    options.paint('bold', plainLine(view.sentence)),
    ...(table.length === 0 ? [] : ['', ...table]),
    ...(problems.length === 0 ? [] : ['', ...problems]),
    ...waiting,
  ];
}
