/** Tells the person when a server starts to fail, works again or waits for approval; off by setting. */
import { Notification } from 'electron';
import type { Engine } from '../../engine/engine.ts';
import { isSettling, type Notice, nothingTold, noticesOf, noticeText, type Told } from './notices.ts';

/** What happens together is told together; a failure that is over within this time is not told at all. */
const settleMs = 500;
/** After a start, servers are tried one after the other: what they come to is told at once, but not later than this. */
const startLimitMs = 5_000;

/** Follows the feed; `open` shows a place in the window. Gives a function that ends it. */
export function notifyChanges(
  engine: Pick<Engine, 'view' | 'subscribe'>,
  isWanted: () => boolean,
  open: (place: string) => void,
): () => void {
  let told: Told = nothingTold;
  let timer: NodeJS.Timeout | undefined;
  let nextLookMs = 0;
  let starting = true;
  const startedMs = performance.now();
  // One that is collected as garbage can no longer be clicked.
  const shown = new Set<Notification>();

  function show(notice: Notice): void {
    if (!Notification.isSupported()) return;
    const urgency = notice.urgent ? 'normal' : 'low';
    const note = new Notification({ title: noticeText(notice.title), body: noticeText(notice.body), urgency, silent: !notice.urgent });
    const forget = () => shown.delete(note);
    note.on('click', () => {
      forget();
      open(notice.place);
    });
    note.on('close', forget);
    // No notification daemon: the tray and the window say the same.
    note.on('failed', forget);
    shown.add(note);
    note.show();
  }

  function look(): void {
    clearTimeout(timer);
    timer = undefined;
    const view = engine.view();
    const nowMs = performance.now();
    if (starting && isSettling(view) && nowMs - startedMs < startLimitMs) {
      lookIn(settleMs);
      return;
    }
    starting &&= isSettling(view) || view.servers.length === 0;
    const found = noticesOf(view, told, nowMs);
    told = found.told;
    // Counted as told even when off, so that switching on does not bring up old news.
    if (isWanted()) for (const notice of found.notices) show(notice);
    if (found.againAtMs < Number.POSITIVE_INFINITY) lookIn(Math.max(settleMs, found.againAtMs - nowMs));
  }

  /** An earlier look than the planned one takes its place. */
  function lookIn(delayMs: number): void {
    const at = performance.now() + delayMs;
    if (timer !== undefined && at >= nextLookMs) return;
    clearTimeout(timer);
    nextLookMs = at;
    timer = setTimeout(look, delayMs);
  }

  const unfollow = engine.subscribe(() => lookIn(settleMs));
  return () => {
    unfollow();
    clearTimeout(timer);
    shown.clear();
  };
}
