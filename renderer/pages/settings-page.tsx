/** Settings, and which Tooltray this is. */
import type { AppView } from '../../electron/contract/app-view.ts';
import { useAppView } from '../bridge/use-app-view.ts';
import { SettingsForm, type Trust } from '../features/settings/settings-form.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { PageHead } from '../ui/page-head.tsx';

function trustOf({ flags }: AppView): Trust {
  const flag = flags.TOOLTRAY_TRUST;
  const policy = String(flag?.value ?? 'ask');
  if (flag?.source === 'environment') return { policy, about: `TOOLTRAY_TRUST is set to ${policy}, which decides for this run.` };
  if (policy === 'always') return { policy, about: 'New and changed servers run without being asked about.' };
  return { policy, about: 'New and changed servers wait for your approval before they run.' };
}

export function SettingsPage() {
  const view = useAppView();
  return (
    <>
      <PageHead title="Settings" />
      <SettingsForm trust={trustOf(view)} />
      <dl className="facts" style={{ marginTop: 20 }}>
        <dt>Version</dt>
        <dd>Tooltray {view.version}</dd>
        <dt>Files</dt>
        <dd>
          <code>{view.home}</code> <CopyButton text={view.home} label="Copy path" />
        </dd>
      </dl>
    </>
  );
}
