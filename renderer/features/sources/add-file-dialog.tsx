/** Watches a config file that was not found by itself: its path, and whose format it has. */
import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useOperation } from '../../bridge/use-operation.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { showToast } from '../../ui/toast.tsx';
import { byPath, clientChoices } from './client-choices.ts';

export function AddFileDialog({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Add file" size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      <AddFileForm onClose={onClose} />
    </Modal>
  );
}

function AddFileForm({ onClose }: { readonly onClose: () => void }) {
  const [path, setPath] = useState('');
  const [client, setClient] = useState(byPath);
  const [complaint, setComplaint] = useState<string | null>(null);
  const add = useOperation('sources.add');
  const submit = async () => {
    const wanted = path.trim();
    if (wanted === '') return setComplaint('Enter the path of a config file.');
    const result = await add.run({ sources: [client === byPath ? { path: wanted } : { path: wanted, client }] });
    if (result === null) return;
    if (result.added.length === 0) return setComplaint('This file is watched already.');
    showToast({ message: `Now watching ${visibleText(wanted)}`, tone: 'good' });
    onClose();
  };
  const problem =
    add.problem === null ? null : [add.problem.message, add.problem.hint].filter(Boolean).map(String).map(visibleText).join('. ');
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <TextInput
        data-autofocus
        label="Path"
        description="The whole path from the root. The file may be missing still: it is read as soon as it exists."
        placeholder="/home/you/project/.mcp.json"
        classNames={{ input: 'mono' }}
        spellCheck={false}
        value={path}
        error={complaint ?? problem}
        onChange={(event) => {
          setPath(event.currentTarget.value);
          setComplaint(null);
          add.clear();
        }}
      />
      <NativeSelect
        label="Client"
        description="Whose file it is decides how it is read."
        data={[...clientChoices]}
        value={client}
        onChange={(event) => setClient(event.currentTarget.value)}
      />
      <p className="dim small">Nothing of it starts before you have approved its command.</p>
      <div className="dialog-foot">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={add.busy}>
          Watch this file
        </Button>
      </div>
    </form>
  );
}
