/** The settings store of the app: electron-store, over the same file that the headless program keeps with conf. */
import { ipcMain } from 'electron';
import Store from 'electron-store';

const fileMode = 0o600;
/** electron-store listens here for pages that ask for folders and version; none of ours does. */
const strayChannel = 'electron-store-get-data';

/** A store over `settings.json` in `home`; written whole. Throws when the file that is there is not JSON. */
export function makeSettingsStore(home: string): { store: Record<string, unknown> } {
  const store = new Store<Record<string, unknown>>({
    cwd: home,
    name: 'settings',
    fileExtension: 'json',
    configFileMode: fileMode,
    // Keys of ours never mean a path into a value.
    accessPropertiesByDotNotation: false,
  });
  ipcMain.removeAllListeners(strayChannel);
  return store;
}
