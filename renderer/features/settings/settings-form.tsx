/** The few settings there are, each with one line that says what it does; they are saved as they are changed. */
import { SegmentedControl, Switch } from '@mantine/core';
import { useState } from 'react';
import type { OperationInput } from '../../../electron/contract/operations.ts';
import type { Settings } from '../../../electron/contract/settings.ts';
import { useAnswer } from '../../bridge/use-answer.ts';
import { useOperation } from '../../bridge/use-operation.ts';
import { Note } from '../../ui/note.tsx';

/** The policy in force and what it means; it may come from the environment. */
export interface Trust {
  readonly policy: string;
  readonly about: string;
}

const themes = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

export function SettingsForm({ trust }: { readonly trust: Trust }) {
  const read = useAnswer('settings.get', {});
  const save = useOperation('settings.set');
  const [saved, setSaved] = useState<Settings | null>(null);
  const settings = saved ?? read.result;
  const problem = save.problem ?? read.problem;
  const set = (change: OperationInput<'settings.set'>) => void save.run(change).then((result) => result && setSaved(result));
  return (
    <>
      {problem ? <Note alert tone="red" title={problem.message} hint={problem.hint} /> : null}
      {settings === null ? null : <Fields settings={settings} trust={trust} set={set} />}
    </>
  );
}

interface FieldsProps {
  readonly settings: Settings;
  readonly trust: Trust;
  readonly set: (change: OperationInput<'settings.set'>) => void;
}

function Fields({ settings, trust, set }: FieldsProps) {
  return (
    <>
      <Setting title="Theme" about="Colours of this window.">
        <SegmentedControl
          size="xs"
          aria-label="Theme"
          transitionDuration={0}
          data={themes}
          value={settings.theme}
          onChange={(theme) => set({ theme: theme as Settings['theme'] })}
        />
      </Setting>
      <Setting title="Notifications" about="When a server starts to fail, works again, or waits for your approval.">
        <Switch
          aria-label="Notifications"
          checked={settings.notifications}
          onChange={(event) => set({ notifications: event.currentTarget.checked })}
        />
      </Setting>
      <Setting
        title="Keep servers running"
        about="Otherwise a server that is not used for a while is stopped, and starts again when it is needed."
      >
        <Switch
          aria-label="Keep servers running"
          checked={settings.keepAlive}
          onChange={(event) => set({ keepAlive: event.currentTarget.checked })}
        />
      </Setting>
      <Setting title="Trust" about={trust.about}>
        <strong>{trust.policy === 'always' ? 'Always' : 'Ask'}</strong>
      </Setting>
    </>
  );
}

function Setting({ title, about, children }: { readonly title: string; readonly about: string; readonly children: React.ReactNode }) {
  return (
    <div className="setting">
      <div>
        <div>{title}</div>
        <div className="dim small">{about}</div>
      </div>
      {children}
    </div>
  );
}
