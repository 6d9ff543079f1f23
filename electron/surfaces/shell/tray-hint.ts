/** Says once ever that closing the window leaves Tooltray in the tray. */
import { Notification } from 'electron';
import type { Engine } from '../../engine/engine.ts';

export interface TrayHintOptions {
  readonly engine: Pick<Engine, 'call'>;
  /** Notifications are wanted, and this one was not shown before. */
  readonly isWanted: () => boolean;
  readonly open: () => void;
}

/** Gives the function to call when the window was closed to the tray. */
export function createTrayHint({ engine, isWanted, open }: TrayHintOptions): () => void {
  // Kept, because one that is collected as garbage can no longer be clicked; and never twice in a run, whatever can be saved.
  let note: Notification | null = null;
  return () => {
    if (note !== null || !isWanted() || !Notification.isSupported()) return;
    note = new Notification({
      title: 'Tooltray keeps running in the tray',
      body: 'Click the icon in the tray to open it again, or choose Quit Tooltray in its menu.',
      urgency: 'low',
      silent: true,
    });
    note.on('click', open);
    note.show();
    void engine.call('settings.set', { toldAboutTray: true }, 'owner');
  };
}
