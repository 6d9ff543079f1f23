/** All settings as a text for another machine: to copy, or saved to a file. */
import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAnswer } from '../../bridge/use-answer.ts';
import { useOperation } from '../../bridge/use-operation.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { copyText } from '../../ui/copy-button.tsx';
import { Note } from '../../ui/note.tsx';
import { showToast } from '../../ui/toast.tsx';

export function ExportDialog({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Export settings" size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      <ExportForm onClose={onClose} />
    </Modal>
  );
}

function ExportForm({ onClose }: { readonly onClose: () => void }) {
  const read = useAnswer('settings.export', {});
  const write = useOperation('settings.export');
  const [path, setPath] = useState('');
  const text = read.result?.text ?? '';
  const save = async () => {
    const written = await write.run({ path: path.trim() });
    if (written === null) return;
    showToast({ message: `Settings saved to ${visibleText(written.path ?? path)}`, tone: 'good' });
    onClose();
  };
  if (read.problem) return <Note alert tone="red" title={read.problem.message} hint={read.problem.hint} />;
  return (
    <div className="stack">
      <Textarea
        label="Settings text"
        description="Paste it into “Import settings” on another machine. It holds no secrets: servers stay in their own files."
        readOnly
        rows={12}
        classNames={{ input: 'mono' }}
        spellCheck={false}
        value={text}
      />
      <div className="dialog-foot">
        <Button
          variant="default"
          disabled={read.result === null}
          onClick={() => {
            copyText(text);
            showToast({ message: 'Settings copied', tone: 'good' });
          }}
        >
          Copy settings
        </Button>
      </div>
      <form
        className="path-line"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextInput
          label="Save to a file"
          placeholder="~/tooltray-settings.json"
          spellCheck={false}
          value={path}
          onChange={(event) => {
            setPath(event.currentTarget.value);
            write.clear();
          }}
          error={write.problem ? [write.problem.message, write.problem.hint].filter(Boolean).join('. ') : null}
        />
        <Button type="submit" variant="default" loading={write.busy} disabled={path.trim() === ''}>
          Save
        </Button>
      </form>
    </div>
  );
}
