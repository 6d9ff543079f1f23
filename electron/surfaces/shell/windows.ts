/** The one window: made when it is asked for, destroyed when it is closed, so that a hidden app stays small. */
import path from 'node:path';
import { BrowserWindow, nativeImage, nativeTheme, type Rectangle } from 'electron';
import { windowPicture } from './tray-icon.ts';
import { zoomWithKeys } from './zoom-keys.ts';

const firstSize = { width: 1180, height: 760 };
const smallestSize = { width: 560, height: 420 };
const backgrounds = { light: '#ffffff', dark: '#16181d' };

export interface WindowOptions {
  readonly preload: string;
  /** Address of the page without a fragment. */
  readonly address: string;
  readonly developing: boolean;
  /** False: closing would leave no way back, so the window is minimised instead. */
  readonly mayHide: () => boolean;
}

export interface Windows {
  /** Shows the window, at this place of the page when one is given (`/approvals`). */
  open(place?: string): void;
  /** Opens it without taking the person's attention: somewhere to come back to on a desktop without a tray. */
  openMinimised(): void;
  isFocused(): boolean;
  /** From now on closing means closing. */
  destroy(): void;
}

/** Makes the window's keeper; no window is opened yet. */
export function createWindows(options: WindowOptions): Windows {
  let window: BrowserWindow | null = null;
  let bounds: Rectangle | null = null;
  let maximised = false;
  let ending = false;

  function make(place: string, show: boolean): BrowserWindow {
    const made = new BrowserWindow(windowSettings(options, bounds));
    if (maximised) made.maximize();
    zoomWithKeys(made.webContents);
    made.on('page-title-updated', (event) => event.preventDefault());
    made.on('close', (event) => {
      bounds = made.getNormalBounds();
      maximised = made.isMaximized();
      if (ending || options.mayHide()) return;
      event.preventDefault();
      made.minimize();
    });
    made.on('closed', () => {
      if (window === made) window = null;
    });
    // A page that died is loaded anew; the engine was not part of it.
    made.webContents.on('render-process-gone', (_event, details) => {
      if (details.reason !== 'clean-exit' && !made.isDestroyed()) void load(made, place);
    });
    if (show) made.once('ready-to-show', () => made.show());
    void load(made, place);
    return made;
  }

  async function load(made: BrowserWindow, place: string): Promise<void> {
    try {
      await made.loadURL(`${options.address}#${place}`);
    } catch {
      // Loading was cut short by a newer load or by closing.
    }
  }

  return {
    open(place) {
      if (window === null) {
        window = make(place ?? '/servers', true);
        return;
      }
      // Same page, other fragment: the page itself stays.
      if (place !== undefined) void load(window, place);
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    openMinimised() {
      if (window !== null) return;
      window = make('/servers', false);
      window.minimize();
    },
    isFocused: () => window?.isFocused() ?? false,
    destroy() {
      ending = true;
      window?.destroy();
      window = null;
    },
  };
}

function windowSettings(options: WindowOptions, bounds: Rectangle | null): Electron.BrowserWindowConstructorOptions {
  return {
    ...firstSize,
    ...bounds,
    minWidth: smallestSize.width,
    minHeight: smallestSize.height,
    title: 'Tooltray',
    show: false,
    autoHideMenuBar: true,
    // Elsewhere the program's file carries it.
    ...(process.platform === 'linux' ? { icon: nativeImage.createFromDataURL(windowPicture()) } : {}),
    backgroundColor: nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light,
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: options.developing,
    },
  };
}

/** Files of the built app, beside the main bundle. */
export const builtFiles = (mainFolder: string) => ({
  page: path.join(mainFolder, '..', 'renderer'),
  preload: path.join(mainFolder, '..', 'preload', 'preload.cjs'),
});
