/** What is worth a notification between two looks at the view: each cause once, many at once as one. */
import type { AppView, ServerView } from '../../contract/app-view.ts';
import type { ServerId } from '../../contract/ids.ts';
import { plainLine } from '../../core/lib/plain-line.ts';

export interface Notice {
  readonly title: string;
  readonly body: string;
  /** Place in the window that a click opens. */
  readonly place: string;
  readonly urgent: boolean;
}

/** What the person knows about the failures of one server. */
interface FailureTold {
  /** Causes told since it last worked for good. */
  readonly causes: ReadonlySet<string>;
  /** Since when it works without a break; null while it does not. */
  readonly worksSinceMs: number | null;
  /** Number of its starts when that began: a start in between is a break. */
  readonly starts: number;
  /** When it was told to work again; null while the failure is the last thing the person heard. */
  readonly closedAtMs: number | null;
  /** It failed again soon after it was told to work. */
  readonly relapsed: boolean;
}

/** What the person was told already in this run of the app. */
export interface Told {
  readonly failures: ReadonlyMap<ServerId, FailureTold>;
  /** Launches that were told to be waiting, by server. */
  readonly launches: ReadonlyMap<ServerId, ReadonlySet<string>>;
}

export const nothingTold: Told = { failures: new Map(), launches: new Map() };

export interface Notices {
  readonly notices: readonly Notice[];
  readonly told: Told;
  /** Something is worth telling at this time unless it changes before; Infinity when there is no such thing. */
  readonly againAtMs: number;
}

/** More than this at once become one notification. */
const singlyMax = 2;
/** A server that dies over and over works for moments in between: that is no recovery yet. */
const steadyMs = 10_000;
/** One that failed again soon after it was told to work must prove itself for longer. */
const steadyAfterRelapseMs = 600_000;
const relapseWithinMs = 3_600_000;
/** Longer texts are cut by the desktop anyway, in the middle of a word. */
const charactersMax = 200;

type ServerNotice = Notice & { readonly name: string };

/** Sources are still being read or servers tried for the first time: what they come to is told together. */
export const isSettling = (view: AppView): boolean =>
  view.sources.some((source) => source.presence === 'unread') || view.servers.some((server) => server.status === 'syncing');

/** Notices for a view, given what was told before, and what is told after them. */
export function noticesOf(view: AppView, told: Told, nowMs: number): Notices {
  const failures = failureNotices(view, told.failures, nowMs);
  const approvals = approvalNotices(view, told.launches);
  return {
    notices: [
      ...joined(failures.failed, (count) => ({ title: `${count} servers fail`, place: '/servers', urgent: true })),
      ...joined(failures.recovered, (count) => ({ title: `${count} servers work again`, place: '/servers', urgent: false })),
      ...joined(approvals.waiting, (count) => ({ title: `${count} servers wait for your approval`, place: '/approvals', urgent: true })),
    ],
    told: { failures: failures.told, launches: approvals.told },
    againAtMs: failures.againAtMs,
  };
}

function failureNotices(view: AppView, before: Told['failures'], nowMs: number) {
  const told = new Map<ServerId, FailureTold>();
  const failed: ServerNotice[] = [];
  const recovered: ServerNotice[] = [];
  let againAtMs = Number.POSITIVE_INFINITY;
  for (const server of view.servers) {
    const known = before.get(server.id);
    const { name, problem } = server;
    const place = `/servers/${encodeURIComponent(server.id)}`;
    if (server.status === 'failed' && server.enabled) {
      const { next, isNews } = afterFailure(known, problem?.code ?? 'failed', nowMs);
      told.set(server.id, next);
      if (isNews) failed.push({ name, title: `${name} failed`, body: problem?.message ?? '', place, urgent: true });
    } else if (known !== undefined && server.status !== 'disabled') {
      const next = isWorking(server) ? afterWorking(known, server.starts, nowMs) : known;
      told.set(server.id, next);
      if (next.closedAtMs !== known.closedAtMs) recovered.push({ name, title: `${name} works again`, body: '', place, urgent: false });
      else if (isWorking(server) && next.closedAtMs === null) againAtMs = Math.min(againAtMs, steadyAt(next));
    }
  }
  return { told, failed, recovered, againAtMs };
}

const isWorking = ({ status }: ServerView): boolean => status === 'synced' || status === 'idle';

const steadyAt = ({ worksSinceMs, relapsed }: FailureTold): number =>
  (worksSinceMs ?? Number.POSITIVE_INFINITY) + (relapsed ? steadyAfterRelapseMs : steadyMs);

function afterFailure(known: FailureTold | undefined, cause: string, nowMs: number): { next: FailureTold; isNews: boolean } {
  const failing = { worksSinceMs: null, starts: 0, closedAtMs: null };
  if (known === undefined || known.closedAtMs !== null) {
    const relapsed = known !== undefined && nowMs - (known.closedAtMs ?? 0) < relapseWithinMs;
    return { next: { ...failing, causes: new Set([cause]), relapsed }, isNews: true };
  }
  // A crash loop is what follows from the failure that was told.
  const isNews = !known.causes.has(cause) && cause !== 'crash-loop';
  return { next: { ...failing, causes: new Set([...known.causes, cause]), relapsed: known.relapsed }, isNews };
}

function afterWorking(known: FailureTold, starts: number, nowMs: number): FailureTold {
  if (known.closedAtMs !== null) return known;
  const unbroken = known.worksSinceMs !== null && known.starts === starts;
  const next = { ...known, starts, worksSinceMs: unbroken ? known.worksSinceMs : nowMs };
  return nowMs >= steadyAt(next) ? { ...next, closedAtMs: nowMs } : next;
}

function approvalNotices(view: AppView, before: Told['launches']) {
  // Kept for the whole run: an entry that is changed there and back again asks nothing new.
  const told = new Map(before);
  const waiting: ServerNotice[] = [];
  for (const { server, name, launchHash, rejected, previous, clientLabel } of view.approvals) {
    const known = told.get(server);
    told.set(server, new Set(known).add(launchHash));
    if (rejected || known?.has(launchHash)) continue;
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
