/** All settings in groups, each with one line that says what it does; they are saved as they are changed. */
import type { FlagView } from '../../../electron/contract/flags.ts';
import type { Settings } from '../../../electron/contract/settings.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { DurationSetting, NumberSetting } from './number-setting.tsx';
import { SettingGroup } from './setting-row.tsx';
import { SwitchSetting, ThemeSetting } from './simple-settings.tsx';
import { TrustSetting } from './trust-setting.tsx';
import type { SettingsAccess } from './use-settings.ts';

interface SettingsGroupsProps {
  readonly access: SettingsAccess;
  readonly settings: Settings;
  readonly flags: Readonly<Record<string, FlagView>>;
}

export function SettingsGroups(props: SettingsGroupsProps) {
  const of = { access: props.access, settings: props.settings };
  return (
    <>
      <SettingGroup title="Desktop">
        <ThemeSetting {...of} />
        <SwitchSetting
          {...of}
          name="notifications"
          title="Notifications"
          about="When a server starts to fail, works again, or waits for your approval."
        />
        <SwitchSetting
          {...of}
          name="launchAtLogin"
          title="Launch at login"
          about="Starts in the tray, without a window, when you log in."
        />
      </SettingGroup>
      <SettingGroup title="Safety">
        <TrustSetting {...of} flag={props.flags.TOOLTRAY_TRUST} />
      </SettingGroup>
      <ServerSettings {...of} />
      <SettingGroup title="Files and connections">
        <DurationSetting
          {...of}
          name="debounceMs"
          title="Quiet time after an edit"
          about="How long a file has to rest before it is read; several saves in a row count as one edit."
        />
        <NumberSetting {...of} name="port" title="Port" about={portWords(props.flags.TOOLTRAY_PORT)} />
      </SettingGroup>
    </>
  );
}

function portWords(flag: FlagView | undefined): string {
  const what = 'Where programs on this machine reach Tooltray; takes effect at the next start.';
  return flag?.source === 'environment'
    ? `${what} TOOLTRAY_PORT is set to ${visibleText(String(flag.value))}, which decides for this run.`
    : what;
}

function ServerSettings(of: Omit<SettingsGroupsProps, 'flags'>) {
  return (
    <SettingGroup title="Servers">
      <SwitchSetting
        {...of}
        name="keepAlive"
        title="Keep servers running"
        about="Otherwise a server that is not used for a while is stopped, and starts again when it is needed."
      />
      <DurationSetting
        {...of}
        name="idleStopMs"
        title="Stop when unused"
        about={
          of.settings.keepAlive
            ? 'Without effect while servers are kept running.'
            : 'How long a server may be unused before its process is stopped; its lists stay known.'
        }
      />
      <DurationSetting
        {...of}
        name="refreshIntervalMs"
        title="Refresh interval"
        about="How often a running server is asked again for its tools, prompts and resources."
      />
      <NumberSetting
        {...of}
        name="parallel"
        title="Parallel starts"
        unit="at once"
        about="How many servers are started and read at the same time; more is faster but loads the machine."
      />
      <SwitchSetting
        {...of}
        name="smartSync"
        title="Smart sync"
        about="An automatic sync leaves out servers for which nothing has changed since their last one."
      />
    </SettingGroup>
  );
}
