/** Takes settings from another machine: pasted or from a file, previewed in words, and undone with one click. */
import { Button, FileButton, List, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Settings } from '../../../electron/contract/settings.ts';
import { useClient } from '../../bridge/client.ts';
import { useOperation } from '../../bridge/use-operation.ts';
import { plural } from '../../lib/plural.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { Note } from '../../ui/note.tsx';
import { showToast } from '../../ui/toast.tsx';
import { changesWords, importBytesMax, type Preview, trustWarnings } from './import-words.ts';

interface ImportDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  /** As they are; null: not read yet. */
  readonly settings: Settings | null;
  readonly onImported: (settings: Settings) => void;
}

export function ImportDialog({ opened, ...form }: ImportDialogProps) {
  return (
    <Modal opened={opened} onClose={form.onClose} title="Import settings" size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      <ImportForm {...form} />
    </Modal>
  );
}

function ImportForm({ onClose, settings, onImported }: Omit<ImportDialogProps, 'opened'>) {
  const [text, setText] = useState('');
  const [complaint, setComplaint] = useState<string | null>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const look = useOperation('settings.import');
  const apply = useImport(onImported);
  const change = (next: string) => {
    setText(next);
    setPreview(null);
    setComplaint(null);
    look.clear();
  };
  const choose = async (file: File | null) => {
    if (file === null) return;
    if (file.size > importBytesMax) setComplaint('This file is too large for settings.');
    else change(await file.text());
  };
  const problem = apply.problem ?? look.problem;
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void look.run({ text, dryRun: true }).then(setPreview);
      }}
    >
      <Textarea
        data-autofocus
        label="Settings text"
        description="As “Export settings” gave it. Nothing changes before you have seen what would."
        rows={8}
        classNames={{ input: 'mono' }}
        spellCheck={false}
        value={text}
        error={complaint}
        onChange={(event) => change(event.currentTarget.value)}
      />
      {problem ? <Note alert tone="red" title={problem.message} hint={problem.hint} evidence={problem.evidence} /> : null}
      {preview === null ? null : <PreviewList preview={preview} settings={settings} />}
      <div className="dialog-foot">
        <FileButton onChange={(file) => void choose(file)} accept=".json,.txt,application/json,text/plain">
          {(file) => (
            <Button {...file} variant="default" mr="auto">
              Choose a file…
            </Button>
          )}
        </FileButton>
        <Button type="submit" variant="default" loading={look.busy} disabled={text.trim() === ''}>
          Preview changes
        </Button>
        <Button
          disabled={preview === null || preview.changes.length === 0}
          loading={apply.busy}
          onClick={() => void apply.run(text).then((done) => done && onClose())}
        >
          Import these settings
        </Button>
      </div>
    </form>
  );
}

function PreviewList({ preview, settings }: { readonly preview: Preview; readonly settings: Settings | null }) {
  return (
    <section aria-label="What would change" aria-live="polite">
      {trustWarnings(preview, settings).map((warning) => (
        <Note key={warning} tone="amber" title={visibleText(warning)} />
      ))}
      <p>{changesWords(preview.changes)}</p>
      <List size="sm">
        {preview.changes.map((change) => (
          <List.Item key={change}>{visibleText(change)}</List.Item>
        ))}
      </List>
    </section>
  );
}

/** Imports, and offers to bring back what was there before. */
function useImport(onImported: (settings: Settings) => void) {
  const client = useClient();
  const before = useOperation('settings.export');
  const apply = useOperation('settings.import');
  const run = async (text: string): Promise<boolean> => {
    const old = await before.run({});
    const done = old === null ? null : await apply.run({ text, dryRun: false });
    if (old === null || done === null) return false;
    onImported(done.settings);
    const undo = async () => {
      const answer = await client.ask('settings.import', { text: old.text, dryRun: false });
      if (answer.ok) onImported(answer.result.settings);
      showToast(
        answer.ok
          ? { message: 'Earlier settings are back', tone: 'good' }
          : { message: `Not undone: ${visibleText(answer.problem.message)}`, tone: 'bad' },
      );
    };
    const message = `Settings imported: ${plural(done.changes.length, 'change')}`;
    showToast({ message, tone: 'good', action: { label: 'Undo', run: () => void undo() } });
    return true;
  };
  return { run, busy: before.busy || apply.busy, problem: before.problem ?? apply.problem };
}
