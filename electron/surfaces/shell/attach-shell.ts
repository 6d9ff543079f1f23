/** Puts tray, window and notifications onto a running engine; `main.ts` calls it once the app is ready. */
import { type App, nativeTheme } from 'electron';
import type { TrayCommand } from '../../core/view/tray-view.ts';
import type { Engine } from '../../engine/engine.ts';
import { notifyChanges } from './notifications.ts';
import { createTray } from './tray.ts';
import { watchTrayHost } from './tray-host.ts';
import type { Windows } from './windows.ts';

export interface ShellOptions {
  readonly app: App;
  readonly engine: Engine;
  readonly windows: Windows;
  readonly hidden: boolean;
  readonly notificationsWanted: () => boolean;
  readonly quit: () => void;
}

export interface Shell {
  /** A tray is there to come back from. */
  hasTray(): boolean;
  detach(): void;
}

/** Shows the tray at once and the window unless it shall stay hidden. */
export function attachShell(options: ShellOptions): Shell {
  const { app, engine, windows } = options;
  const tray = createTray(engine, (command) => runCommand(options, command));
  const host = watchTrayHost({
    onChange(present) {
      if (present) tray.show();
      else windows.openMinimised();
    },
  });
  const unfollowTheme = engine.subscribe(() => {
    const { theme } = engine.view();
    if (nativeTheme.themeSource !== theme) nativeTheme.themeSource = theme;
  });
  const endNotifications = notifyChanges(engine, options.notificationsWanted, (place) => windows.open(place));
  app.on('activate', () => windows.open());
  if (!options.hidden) windows.open();
  // Hidden without a tray would be gone for good.
  else void host.ready.then(() => !host.present() && windows.openMinimised());
  return {
    hasTray: () => host.present(),
    detach() {
      endNotifications();
      unfollowTheme();
      host.close();
      windows.destroy();
      tray.destroy();
    },
  };
}

function runCommand({ engine, windows, quit }: ShellOptions, command: TrayCommand): void {
  switch (command.kind) {
    case 'open':
      windows.open(command.page === null ? undefined : `/${command.page}`);
      return;
    case 'openServer':
      windows.open(`/servers/${encodeURIComponent(command.server)}`);
      return;
    case 'sync':
      // What comes of it is seen in the view, in tray and window alike.
      void engine.call('servers.sync', { names: command.server === null ? [] : [command.server] }, 'owner');
      return;
    case 'pause':
      void engine.call('watching.set', { paused: command.paused }, 'owner');
      return;
    case 'quit':
      quit();
  }
}
