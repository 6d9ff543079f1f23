/** What is worth a notification between two views: each cause once, many at once as one. */
import type { AppView } from '../../contract/app-view.ts';
import type { ServerId } from '../../contract/ids.ts';
import { plainLine } from '../../core/lib/plain-line.ts';

export interface Notice {
  readonly title: string;
  readonly body: string;
  /** Place in the window that a click opens. */
  readonly place: string;
  readonly urgent: boolean;
}

/** What the person was told already. */
export interface Told {
  /** Cause of the failure that was told, by server. */
  readonly failures: ReadonlyMap<ServerId, string>;
  /** Launch that was told to be waiting, by server. */
  readonly approvals: ReadonlyMap<ServerId, string>;
}

export const nothingTold: Told = { failures: new Map(), approvals: new Map() };

/** More than this at once become one notification. */
const singlyMax = 2;

/** Longer texts are cut by the desktop anyway, in the middle of a word. */
const charactersMax = 200;

type ServerNotice = Notice & { readonly name: string };

/** Notices for a view, given what was told before, and what is told after them. */
export function noticesOf(view: AppView, told: Told): { readonly notices: readonly Notice[]; readonly told: Told } {
  const failures = failureNotices(view, told.failures);
  const approvals = approvalNotices(view, told.approvals);
  return {
    notices: [
      ...joined(failures.failed, (count) => ({ title: `${count} servers fail`, place: '/servers', urgent: true })),
      ...joined(failures.recovered, (count) => ({ title: `${count} servers work again`, place: '/servers', urgent: false })),
      ...joined(approvals.waiting, (count) => ({ title: `${count} servers wait for your approval`, place: '/approvals', urgent: true })),
    ],
    told: { failures: failures.told, approvals: approvals.told },
  };
}

function failureNotices(view: AppView, before: Told['failures']) {
  const told = new Map<ServerId, string>();
  const failed: ServerNotice[] = [];
  const recovered: ServerNotice[] = [];
  for (const server of view.servers) {
    const { id, name, status, problem } = server;
    const place = `/servers/${encodeURIComponent(id)}`;
    const known = before.get(id);
    const cause = problem?.code ?? 'failed';
    if (status === 'failed' && server.enabled) {
      told.set(id, cause);
      // The same cause again after a retry is no news, and a crash loop is what follows from the one that was told.
      if (known !== cause && !(known !== undefined && cause === 'crash-loop'))
        failed.push({ name, title: `${name} failed`, body: problem?.message ?? '', place, urgent: true });
    } else if (status === 'synced' || status === 'idle') {
      if (known !== undefined) recovered.push({ name, title: `${name} works again`, body: '', place, urgent: false });
    } else if (known !== undefined && status !== 'disabled') {
      told.set(id, known);
    }
  }
  return { told, failed, recovered };
}

function approvalNotices(view: AppView, before: Told['approvals']) {
  const told = new Map<ServerId, string>();
  const waiting: ServerNotice[] = [];
  for (const { server, name, launchHash, rejected, previous, clientLabel } of view.approvals) {
    told.set(server, launchHash);
    if (rejected || before.get(server) === launchHash) continue;
    const body =
      previous === null
        ? `A new server in ${clientLabel}. Nothing runs before you have seen its command.`
        : `Its launch changed in ${clientLabel}.`;
    waiting.push({ name, title: `${name} needs your approval`, body, place: '/approvals', urgent: true });
  }
  return { told, waiting };
}

/** Each by itself while they are few, else one that names them all. */
function joined(notices: readonly ServerNotice[], many: (count: number) => Omit<Notice, 'body'>): readonly Notice[] {
  if (notices.length <= singlyMax) return notices.map(({ name: _name, ...notice }) => notice);
  return [{ ...many(notices.length), body: notices.map((notice) => notice.name).join(', ') }];
}

/** Text as a notification daemon may get it: one line, and no markup, which daemons read in it. */
export function noticeText(text: string): string {
  const characters = [...plainLine(text).replaceAll('<', '‹').replaceAll('>', '›').replaceAll('&', '＆')];
  return characters.length <= charactersMax ? characters.join('') : `${characters.slice(0, charactersMax - 1).join('')}…`;
}
