/** The settings store of the headless program: conf, at the place and with the rights that the app's electron-store uses too. */
import Conf from 'conf';

/** The part of conf and electron-store that is used: the whole content, written as a whole when it is set. */
export interface SettingsStore {
  store: Record<string, unknown>;
}

/** Name of the file without its ending, for conf (`configName`) and electron-store (`name`). */
export const settingsName = 'settings';
export const settingsFileMode = 0o600;

/** A store over `settings.json` in `home`. Throws when the file that is there is not JSON. */
export function confStore(home: string): SettingsStore {
  return new Conf<Record<string, unknown>>({
    cwd: home,
    configName: settingsName,
    fileExtension: 'json',
    configFileMode: settingsFileMode,
    // Keys of ours never mean a path into a value.
    accessPropertiesByDotNotation: false,
  });
}
