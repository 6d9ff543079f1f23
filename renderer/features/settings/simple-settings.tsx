/** Settings that are chosen with one click: switches and choices of a few. */
import { SegmentedControl, Switch } from '@mantine/core';
import type { Settings } from '../../../electron/contract/settings.ts';
import { SettingRow } from './setting-row.tsx';
import { type SettingsAccess, useSaving } from './use-settings.ts';

type SwitchName = 'notifications' | 'launchAtLogin' | 'keepAlive' | 'smartSync';

interface SwitchSettingProps {
  readonly access: SettingsAccess;
  readonly settings: Settings;
  readonly name: SwitchName;
  readonly title: string;
  readonly about: string;
}

export function SwitchSetting({ access, settings, name, title, about }: SwitchSettingProps) {
  const { save, busy, problem } = useSaving(access);
  return (
    <SettingRow title={title} about={about} problem={problem}>
      <Switch
        aria-label={title}
        checked={settings[name]}
        disabled={busy}
        onChange={(event) => void save({ [name]: event.currentTarget.checked })}
      />
    </SettingRow>
  );
}

const themes = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

export function ThemeSetting({ access, settings }: { readonly access: SettingsAccess; readonly settings: Settings }) {
  const { save, problem } = useSaving(access);
  return (
    <SettingRow title="Theme" about="Colours of this window; System follows the desktop." problem={problem}>
      <SegmentedControl
        size="xs"
        aria-label="Theme"
        transitionDuration={0}
        data={themes}
        value={settings.theme}
        onChange={(theme) => void save({ theme: theme as Settings['theme'] })}
      />
    </SettingRow>
  );
}
