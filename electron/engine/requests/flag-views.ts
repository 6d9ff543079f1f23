/** Every flag with its value and where it came from. */
import type { FlagName, FlagView } from '../../contract/flags.ts';
import { defaultSettings, type Settings } from '../../contract/settings.ts';

/** Flags as `status` and `flags` show them. */
export function flagViews(environment: Readonly<Record<string, string | undefined>>, settings: Settings): Record<FlagName, FlagView> {
  const choose = (name: FlagName, setting: boolean | string | number, fallback: boolean | string | number): FlagView => {
    const value = environment[name];
    if (value !== undefined && value !== '') return { value, source: 'environment' };
    return setting === fallback ? { value: fallback, source: 'default' } : { value: setting, source: 'setting' };
  };
  return {
    TOOLTRAY_TRUST: choose('TOOLTRAY_TRUST', settings.trust, defaultSettings.trust),
    TOOLTRAY_PORT: choose('TOOLTRAY_PORT', settings.port, defaultSettings.port),
    TOOLTRAY_LOG: choose('TOOLTRAY_LOG', 'info', 'info'),
    smartSync:
      settings.smartSync === defaultSettings.smartSync
        ? { value: settings.smartSync, source: 'default' }
        : { value: settings.smartSync, source: 'setting' },
  };
}
