/** The numbered feed for each window: a snapshot when it asks, then every change, until it is gone. */
import type { IpcMain, IpcMainEvent, WebContents } from 'electron';
import type { Engine } from '../../engine/engine.ts';
import { isTrustedSender, type TrustedOrigins } from './trusted-sender.ts';

export const feedChannel = 'tooltray:feed';
export const subscribeChannel = 'tooltray:subscribe';
export const unsubscribeChannel = 'tooltray:unsubscribe';

type FeedIpc = Pick<IpcMain, 'on' | 'off'>;
type Subscriber = Pick<WebContents, 'id' | 'send' | 'isDestroyed' | 'once' | 'off'>;

/** Serves the feed to our pages; gives a function that ends it for all of them. */
export function serveFeed(ipc: FeedIpc, engine: Pick<Engine, 'subscribe'>, origins: TrustedOrigins): () => void {
  const endings = new Map<number, () => void>();

  function subscribe(page: Subscriber): void {
    // A page that asks again missed something, or was loaded anew: it starts over with a snapshot.
    endings.get(page.id)?.();
    const end = () => {
      unfollow();
      page.off('destroyed', end);
      page.off('render-process-gone', end);
      endings.delete(page.id);
    };
    const unfollow = engine.subscribe((message) => {
      if (!page.isDestroyed()) page.send(feedChannel, message);
    });
    page.once('destroyed', end);
    page.once('render-process-gone', end);
    endings.set(page.id, end);
  }

  const trusted = (event: IpcMainEvent): boolean => {
    try {
      return isTrustedSender(event.senderFrame, origins);
    } catch {
      return false;
    }
  };
  const onSubscribe = (event: IpcMainEvent): void => {
    if (trusted(event)) subscribe(event.sender);
  };
  const onUnsubscribe = (event: IpcMainEvent): void => {
    if (trusted(event)) endings.get(event.sender.id)?.();
  };
  ipc.on(subscribeChannel, onSubscribe);
  ipc.on(unsubscribeChannel, onUnsubscribe);
  return () => {
    ipc.off(subscribeChannel, onSubscribe);
    ipc.off(unsubscribeChannel, onUnsubscribe);
    for (const end of [...endings.values()]) end();
  };
}
