/** Whether new and changed servers are asked about; giving that up is confirmed first. */
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { FlagView } from '../../../electron/contract/flags.ts';
import type { Settings } from '../../../electron/contract/settings.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { SettingRow } from './setting-row.tsx';
import { type SettingsAccess, useSaving } from './use-settings.ts';

interface TrustSettingProps {
  readonly access: SettingsAccess;
  readonly settings: Settings;
  /** The flag `TOOLTRAY_TRUST`: it may come from the environment, which then decides. */
  readonly flag: FlagView | undefined;
}

const policies = [
  { value: 'ask', label: 'Ask' },
  { value: 'always', label: 'Always' },
];

const meanings = {
  ask: 'New and changed servers wait for your approval before they run.',
  always: 'Warning: new and changed servers of every file run without being asked about.',
} as const;

export function TrustSetting({ access, settings, flag }: TrustSettingProps) {
  const { save, problem } = useSaving(access);
  const [asking, setAsking] = useState(false);
  const fixed = flag?.source === 'environment';
  const policy = (fixed ? flag.value : settings.trust) === 'always' ? 'always' : 'ask';
  const about = fixed
    ? `TOOLTRAY_TRUST is set to ${visibleText(String(flag.value))} in the environment, which decides for this run. ${meanings[policy]}`
    : meanings[policy];
  return (
    <SettingRow title="Trust" about={policy === 'always' ? <span className="tone-amber">{about}</span> : about} problem={problem}>
      <SegmentedControl
        size="xs"
        aria-label="Trust"
        transitionDuration={0}
        data={policies}
        value={policy}
        disabled={fixed}
        onChange={(value) => {
          if (value === 'always') setAsking(true);
          else void save({ trust: 'ask' });
        }}
      />
      <ConfirmDialog
        opened={asking}
        title="Run every server without asking?"
        action="Always trust all files"
        dangerous
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          void save({ trust: 'always' });
        }}
      >
        <p>
          Any program that can write to one of the watched files can then run commands as you, without a question. Servers that wait for
          approval now start at once.
        </p>
        <p>Trusting a single file is safer: choose that on the Clients page.</p>
      </ConfirmDialog>
    </SettingRow>
  );
}
