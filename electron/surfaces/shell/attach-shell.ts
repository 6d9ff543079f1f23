/** Puts tray, window and notifications onto a running engine; `main.ts` calls it once the app is ready. */
import { type App, nativeTheme } from 'electron';
import type { Settings } from '../../contract/settings.ts';
import type { TrayCommand } from '../../core/view/tray-view.ts';
import type { Engine } from '../../engine/engine.ts';
import { followLaunchAtLogin, type LoginStart } from './login-item.ts';
import { notifyChanges } from './notifications.ts';
import { createTray, type TrayFace } from './tray.ts';
import { createTrayHint } from './tray-hint.ts';
import { watchTrayHost } from './tray-host.ts';
import type { Windows } from './windows.ts';

export interface ShellOptions {
  readonly app: App;
  readonly engine: Engine;
  readonly windows: Windows;
  readonly hidden: boolean;
  readonly settings: () => Pick<Settings, 'notifications' | 'toldAboutTray'>;
  /** How the system starts this very app at login. */
  readonly loginStart: LoginStart;
  readonly log: (message: string, fields: Record<string, unknown>) => void;
  readonly quit: () => void;
}

export interface Shell {
  /** A tray is there to come back from. */
  hasTray(): boolean;
  /** The window was closed and the app goes on in the tray. */
  hidden(): void;
  detach(): void;
}

/** Shows the window unless it shall stay hidden, and the tray as soon as it is known whether there is one. */
export function attachShell(options: ShellOptions): Shell {
  const { app, engine, windows } = options;
  const unfollowTheme = engine.subscribe(() => {
    const { theme } = engine.view();
    if (nativeTheme.themeSource !== theme) nativeTheme.themeSource = theme;
  });
  const endLoginItem = followLaunchAtLogin(engine, app, options.loginStart, (error) =>
    options.log('starting at login could not be set', { error: String(error) }),
  );
  const endNotifications = notifyChanges(
    engine,
    () => options.settings().notifications,
    (place) => windows.open(place),
  );
  app.on('activate', () => windows.open());
  if (!options.hidden) windows.open();
  const tray = keepTray(options);
  const isHintWanted = () => tray.present() && options.settings().notifications && !options.settings().toldAboutTray;
  const hint = createTrayHint({ engine, isWanted: isHintWanted, open: () => windows.open() });
  return {
    hasTray: tray.present,
    hidden: hint,
    detach() {
      endNotifications();
      endLoginItem();
      unfollowTheme();
      windows.destroy();
      tray.retire();
    },
  };
}

/** The tray on desktops that have one, have one later, or lose it; without one there is always a window to come back to. */
function keepTray(options: ShellOptions): { present(): boolean; retire(): void } {
  const { engine, windows } = options;
  let tray: TrayFace | null = null;
  let retired = false;
  /** Once registered, an icon finds a panel that was started anew by itself. */
  let registered = false;
  const host = watchTrayHost({
    onChange(present) {
      if (!present) windows.openMinimised();
      else if (tray !== null && !registered) {
        registered = true;
        tray.show();
      }
    },
  });
  void host.ready.then(() => {
    if (retired) return;
    registered = host.present();
    tray = createTray(engine, (command) => runCommand(options, command));
  });
  // Hidden without a tray would be gone for good.
  void host.certain.then(() => {
    if (!retired && options.hidden && !host.present()) windows.openMinimised();
  });
  return {
    present: () => host.present(),
    retire() {
      retired = true;
      host.close();
      tray?.retire();
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
