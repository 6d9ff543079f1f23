/** The one window: made when it is asked for, destroyed when it is closed, so that a hidden app stays small. */
import path from 'node:path';
import { BrowserWindow, nativeImage, nativeTheme, screen } from 'electron';
import { recoverPage } from './page-recovery.ts';
import type { PlaceFile } from './place-file.ts';
import { windowPicture } from './tray-icon.ts';
import { reachableBounds, type WindowPlace } from './window-place.ts';
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
  /** The person closed it, and the app goes on in the tray. */
  readonly onHidden: () => void;
  readonly placeFile: PlaceFile;
  readonly log: (message: string, fields: Record<string, unknown>) => void;
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
  let ending = false;
  const crashes: number[] = [];

  function make(place: string, show: boolean): void {
    const made = makeWindow(options, { place, show, crashes });
    made.on('close', (event) => {
      keepPlace(options.placeFile, made);
      if (ending) return;
      if (options.mayHide()) return options.onHidden();
      event.preventDefault();
      made.minimize();
    });
    made.on('closed', () => {
      if (window === made) window = null;
    });
    window = made;
  }

  return {
    open(place) {
      if (window === null) return make(place ?? '/servers', true);
      // Same page, other fragment: the page itself stays.
      if (place !== undefined) void load(window, options.address, place);
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    openMinimised() {
      if (window !== null) return;
      make('/servers', false);
    },
    isFocused: () => window?.isFocused() ?? false,
    destroy() {
      ending = true;
      // Destroying asks nobody, so it is not told as closing.
      if (window !== null) keepPlace(options.placeFile, window);
      window?.destroy();
      window = null;
    },
  };
}

interface Opening {
  readonly place: string;
  readonly show: boolean;
  /** Times of earlier crashes, over all windows. */
  readonly crashes: number[];
}

/** A window as it was left, on its way to a place; it comes back there by itself when its page dies. */
function makeWindow(options: WindowOptions, { place, show, crashes }: Opening): BrowserWindow {
  const remembered = options.placeFile.read();
  const made = new BrowserWindow(windowSettings(options, remembered));
  const { webContents } = made;
  let { zoomLevel } = remembered;
  let at = place;
  zoomWithKeys(webContents);
  webContents.on('dom-ready', () => webContents.setZoomLevel(zoomLevel));
  webContents.on('did-navigate-in-page', (_event, address) => {
    at = new URL(address).hash.slice(1) || place;
  });
  made.on('page-title-updated', (event) => event.preventDefault());
  const reload = () => {
    zoomLevel = webContents.getZoomLevel();
    void load(made, options.address, at);
  };
  recoverPage(made, crashes, { reload, giveUp: () => made.destroy(), log: options.log });
  // Maximising shows a window, so it waits as well.
  if (show) made.once('ready-to-show', () => (remembered.maximised ? made.maximize() : made.show()));
  else made.minimize();
  void load(made, options.address, place);
  return made;
}

function keepPlace(placeFile: PlaceFile, window: BrowserWindow): void {
  placeFile.write({ bounds: window.getNormalBounds(), maximised: window.isMaximized(), zoomLevel: window.webContents.getZoomLevel() });
}

async function load(window: BrowserWindow, address: string, place: string): Promise<void> {
  try {
    await window.loadURL(`${address}#${place}`);
  } catch {
    // Loading was cut short by a newer load or by closing.
  }
}

function windowSettings(options: WindowOptions, { bounds }: WindowPlace): Electron.BrowserWindowConstructorOptions {
  const workAreas = screen.getAllDisplays().map((display) => display.workArea);
  return {
    ...firstSize,
    ...(bounds === null ? {} : reachableBounds(bounds, workAreas)),
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
