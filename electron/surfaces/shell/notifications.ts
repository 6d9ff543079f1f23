/** Tells the person when a server starts to fail, works again or waits for approval; off by setting. */
import { Notification } from 'electron';
import type { Engine } from '../../engine/engine.ts';
import { type Notice, nothingTold, noticesOf, noticeText, type Told } from './notices.ts';

/** What happens together is told together; a failure that is over within this time is not told at all. */
const settleMs = 500;

/** Follows the feed; `open` shows a place in the window. Gives a function that ends it. */
export function notifyChanges(
  engine: Pick<Engine, 'view' | 'subscribe'>,
  isWanted: () => boolean,
  open: (place: string) => void,
): () => void {
  let told: Told = nothingTold;
  let timer: NodeJS.Timeout | null = null;
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
    timer = null;
    const found = noticesOf(engine.view(), told);
    told = found.told;
    // Counted as told even when off, so that switching on does not bring up old news.
    if (isWanted()) for (const notice of found.notices) show(notice);
  }

  const unfollow = engine.subscribe(() => {
    timer ??= setTimeout(look, settleMs);
  });
  return () => {
    unfollow();
    if (timer) clearTimeout(timer);
    shown.clear();
  };
}
