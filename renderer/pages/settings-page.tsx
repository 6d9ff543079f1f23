/** Settings, and which Tooltray this is. */
import type { AppView } from '../../electron/contract/app-view.ts';
import { useAppView } from '../bridge/use-app-view.ts';
import { SettingsForm } from '../features/settings/settings-form.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { PageHead } from '../ui/page-head.tsx';

const trustWords = ({ flags }: AppView): string => {
  const flag = flags.TOOLTRAY_TRUST;
  if (flag?.source === 'environment') return `TOOLTRAY_TRUST is set to ${String(flag.value)}, which decides for this run.`;
  return 'New and changed servers wait for your approval before they run.';
};

export function SettingsPage() {
  const view = useAppView();
  return (
    <>
      <PageHead title="Settings" />
      <SettingsForm trust={trustWords(view)} />
      <div className="facts" style={{ marginTop: 20 }}>
        <span>Tooltray {view.version}</span>
        <span>
          Everything is kept in <code>{view.home}</code> <CopyButton text={view.home} label="Copy path" />
        </span>
      </div>
    </>
  );
}
