/** Remembers the window's place over restarts, in a small file of its own. */
import path from 'node:path';
import { ipcMain } from 'electron';
import Store from 'electron-store';
import { firstPlace, parsePlace, type WindowPlace } from './window-place.ts';

/** electron-store listens here for pages that ask for folders and version; none of ours does. */
const strayChannel = 'electron-store-get-data';

export interface PlaceFile {
  read(): WindowPlace;
  /** Never throws: a place that cannot be kept is no reason not to close. */
  write(place: WindowPlace): void;
}

/** The file `window.json` beside Electron's own data; one that is broken counts as none. */
export function createPlaceFile(home: string): PlaceFile {
  const open = () => {
    const store = new Store<Record<string, unknown>>({ cwd: path.join(home, 'electron'), name: 'window', clearInvalidConfig: true });
    ipcMain.removeAllListeners(strayChannel);
    return store;
  };
  return {
    read() {
      try {
        return parsePlace(open().store);
      } catch {
        return firstPlace;
      }
    },
    write(place) {
      try {
        open().store = { ...place };
      } catch {
        // The next start opens where the last one that could be kept was.
      }
    },
  };
}
