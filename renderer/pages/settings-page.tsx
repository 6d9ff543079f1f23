/** Settings, flags, import and export, and which Tooltray this is. */
import '../features/settings/settings.css';
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { AppView } from '../../electron/contract/app-view.ts';
import { useAppView } from '../bridge/use-app-view.ts';
import { AboutSection } from '../features/settings/about-section.tsx';
import { ExportDialog } from '../features/settings/export-dialog.tsx';
import { FlagsTable } from '../features/settings/flags-table.tsx';
import { ImportDialog } from '../features/settings/import-dialog.tsx';
import { SettingGroup, SettingRow } from '../features/settings/setting-row.tsx';
import { SettingsGroups } from '../features/settings/settings-groups.tsx';
import { SettingsSkeleton } from '../features/settings/settings-skeleton.tsx';
import { type SettingsAccess, useSettings } from '../features/settings/use-settings.ts';
import { Note } from '../ui/note.tsx';
import { PageHead } from '../ui/page-head.tsx';

/** What the view tells of the settings. */
const versionOf = ({ theme, launchAtLogin, refresh, flags, welcomed, sources }: AppView): string =>
  JSON.stringify([theme, launchAtLogin, refresh.interval_ms, flags, welcomed, sources.map(({ path, trust }) => [path, trust])]);

export function SettingsPage() {
  const view = useAppView();
  const access = useSettings(versionOf(view));
  const { settings, problem } = access;
  return (
    <>
      <PageHead title="Settings" below="Saved as you change them, and kept in settings.json; edits of that file show here." />
      {problem ? (
        <Note
          alert
          tone="red"
          title={problem.message}
          hint={problem.hint}
          actions={
            <Button size="compact-sm" variant="default" onClick={access.reload}>
              Try again
            </Button>
          }
        />
      ) : null}
      {settings === null && problem === null ? <SettingsSkeleton /> : null}
      {settings === null ? null : <SettingsGroups access={access} settings={settings} flags={view.flags} />}
      <section className="setting-group" aria-label="Flags">
        <h2 className="section-title">Flags</h2>
        <FlagsTable flags={view.flags} />
      </section>
      <Transfer access={access} />
      <AboutSection version={view.version} home={view.home} />
    </>
  );
}

function Transfer({ access }: { readonly access: SettingsAccess }) {
  const [dialog, setDialog] = useState<'import' | 'export' | null>(null);
  const close = () => setDialog(null);
  return (
    <SettingGroup title="Import and export">
      <SettingRow title="Export" about="All settings as a text that can be imported on another machine.">
        <Button size="xs" variant="default" onClick={() => setDialog('export')}>
          Export settings
        </Button>
      </SettingRow>
      <SettingRow title="Import" about="Takes such a text, and shows what would change before anything does.">
        <Button size="xs" variant="default" onClick={() => setDialog('import')}>
          Import settings
        </Button>
      </SettingRow>
      <ExportDialog opened={dialog === 'export'} onClose={close} />
      <ImportDialog opened={dialog === 'import'} onClose={close} settings={access.settings} onImported={access.take} />
    </SettingGroup>
  );
}
