/** Which Tooltray this is, where its files are, and what a bug report needs. */
import { Button } from '@mantine/core';
import { useOperation } from '../../bridge/use-operation.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { CopyButton, copyText } from '../../ui/copy-button.tsx';
import { Note } from '../../ui/note.tsx';
import { showToast } from '../../ui/toast.tsx';
import { SettingGroup, SettingRow } from './setting-row.tsx';

export function AboutSection({ version, home }: { readonly version: string; readonly home: string }) {
  const reveal = useOperation('files.reveal');
  const diagnostics = useOperation('diagnostics.get');
  const copyDiagnostics = async () => {
    const result = await diagnostics.run({});
    if (result === null) return;
    copyText(result.text);
    showToast({ message: 'Diagnostics copied, secrets left out', tone: 'good' });
  };
  const problem = reveal.problem ?? diagnostics.problem;
  return (
    <SettingGroup title="About">
      <SettingRow title={`Tooltray ${version}`} about="Press ? for all keyboard shortcuts, Ctrl K or ⌘ K for every command.">
        <Button size="xs" variant="default" loading={diagnostics.busy} onClick={() => void copyDiagnostics()}>
          Copy diagnostics
        </Button>
      </SettingRow>
      <SettingRow title="Files of Tooltray" about={<code>{visibleText(home)}</code>}>
        <CopyButton text={home} label="Copy path" />
        <Button size="xs" variant="default" onClick={() => void reveal.run({ what: 'home' })}>
          Show in files
        </Button>
      </SettingRow>
      <SettingRow title="Logs" about="What Tooltray and its servers wrote, secrets left out.">
        <Button size="xs" variant="default" onClick={() => void reveal.run({ what: 'logs' })}>
          Open log folder
        </Button>
      </SettingRow>
      {problem ? <Note alert tone="red" title={visibleText(problem.message)} hint={problem.hint} /> : null}
    </SettingGroup>
  );
}
