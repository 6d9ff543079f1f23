/** Starting with the desktop session, as the setting says: an autostart entry on Linux, the system's own list elsewhere. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { App } from 'electron';
import type { Engine } from '../../engine/engine.ts';

const fileName = 'tooltray.desktop';
/** Only what carries this line was written by us, so only that is ever replaced or removed. */
const ownMark = 'X-Tooltray-Autostart=true';

export interface LoginStart {
  /** Program and arguments, as they are to be started. */
  readonly command: readonly string[];
  /** Folder of the session's autostart entries. */
  readonly folder: string;
}

/** `$XDG_CONFIG_HOME/autostart`; a relative value counts as none, as the specification says. */
export function autostartFolder(environment: Readonly<Record<string, string | undefined>>, homeFolder: string): string {
  const configured = environment.XDG_CONFIG_HOME;
  const base = configured !== undefined && path.isAbsolute(configured) ? configured : path.join(homeFolder, '.config');
  return path.join(base, 'autostart');
}

export interface RunningProgram {
  readonly program: string;
  readonly isPackaged: boolean;
  /** Folder of the app's sources, which an unpacked Electron has to be given. */
  readonly appFolder: string;
  /** The image that an AppImage was mounted from; its inner program is gone after the end. */
  readonly image: string | undefined;
  /** Set when this home is not the usual one. */
  readonly home: string | undefined;
}

/** The command that starts this very app in the tray. */
export function startCommand({ program, isPackaged, appFolder, image, home }: RunningProgram): readonly string[] {
  const own = isPackaged ? [image ?? program] : [program, appFolder];
  return [...(home === undefined ? [] : ['env', `TOOLTRAY_HOME=${home}`]), ...own, '--hidden'];
}

/** One argument of `Exec`: quoted, its special characters escaped, and all of that escaped once more because it is a string value. */
function execArgument(argument: string): string {
  const quoted = `"${argument.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`;
  return quoted.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
}

/** The autostart entry for a command. */
export function autostartEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Tooltray',
    'Comment=MCP servers, in sync with their files',
    `Exec=${command.map(execArgument).join(' ')}`,
    'Terminal=false',
    'StartupNotify=false',
    'X-GNOME-Autostart-enabled=true',
    ownMark,
    '',
  ].join('\n');
}

/** Makes the entry say what is wanted; nothing is touched when it does already, or when the file is not ours. Throws system errors. */
export function setAutostart(wanted: boolean, { command, folder }: LoginStart): void {
  const file = path.join(folder, fileName);
  const now = readOrNull(file);
  if (now !== null && !now.split('\n').includes(ownMark)) return;
  if (!wanted) {
    if (now !== null) rmSync(file, { force: true });
    return;
  }
  const text = autostartEntry(command);
  if (now === text) return;
  mkdirSync(folder, { recursive: true });
  const temp = `${file}.${process.pid}.new`;
  try {
    writeFileSync(temp, text, { mode: 0o644, flag: 'wx' });
    renameSync(temp, file);
  } finally {
    rmSync(temp, { force: true });
  }
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** How this running app is started at login; a home that is not the usual one is named, since a session knows nothing of it. */
export function loginStartOf(app: Pick<App, 'isPackaged' | 'getAppPath' | 'getPath'>, home: string): LoginStart {
  const personal = app.getPath('home');
  const usual = path.join(personal, '.tooltray');
  const running = { program: process.execPath, isPackaged: app.isPackaged, appFolder: app.getAppPath(), image: process.env.APPIMAGE };
  return {
    command: startCommand({ ...running, home: home === usual ? undefined : home }),
    folder: autostartFolder(process.env, personal),
  };
}

/** Keeps the system in step with the setting, outside edits included; gives the function that ends it. */
export function followLaunchAtLogin(
  engine: Pick<Engine, 'view' | 'subscribe'>,
  app: Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>,
  start: LoginStart,
  onFailure: (error: unknown) => void,
): () => void {
  let applied: boolean | null = null;
  return engine.subscribe(() => {
    const { launchAtLogin } = engine.view();
    if (launchAtLogin === applied) return;
    applied = launchAtLogin;
    try {
      if (process.platform === 'linux') setAutostart(launchAtLogin, start);
      else if (app.getLoginItemSettings().openAtLogin !== launchAtLogin)
        app.setLoginItemSettings({ openAtLogin: launchAtLogin, args: ['--hidden'] });
    } catch (error) {
      onFailure(error);
    }
  });
}
