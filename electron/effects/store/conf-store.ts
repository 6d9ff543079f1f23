/** The settings store of the headless program: conf, at the place and with the rights that the app's electron-store uses too. */
/** The part of conf and electron-store that is used: the whole content, written as a whole when it is set. */
export interface SettingsStore {
  store: Record<string, unknown>;
}

/** Name of the file without its ending, for conf (`configName`) and electron-store (`name`). */
export const settingsName = 'settings';
export const settingsFileMode = 0o600;

/** How a store is made for a home. */
export type MakeSettingsStore = (home: string) => SettingsStore | Promise<SettingsStore>;

/** A store over `settings.json` in `home`; conf is loaded only here, since most runs save no settings. Throws when the file is not JSON. */
export async function confStore(home: string): Promise<SettingsStore> {
  const { default: Conf } = await import('conf');
  return new Conf<Record<string, unknown>>({
    cwd: home,
    configName: settingsName,
    fileExtension: 'json',
    configFileMode: settingsFileMode,
    // Keys of ours never mean a path into a value.
    accessPropertiesByDotNotation: false,
  });
}
