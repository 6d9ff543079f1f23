/** Adds one server to Tooltray's own file: a name, and a command line or an address. Entering it here approves it. */
import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useOperation } from '../../bridge/use-operation.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { DiffText } from '../../ui/diff-text.tsx';
import { Note } from '../../ui/note.tsx';
import { readServerForm } from './read-server-form.ts';

export function AddServerDialog({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Add server" size="lg" transitionProps={{ duration: 0 }}>
      <AddServerForm onClose={onClose} />
    </Modal>
  );
}

function AddServerForm({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const [launch, setLaunch] = useState('');
  const [variables, setVariables] = useState('');
  const [diff, setDiff] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const add = useOperation('servers.add');
  const form = readServerForm({ name, launch, variables });
  const change = (set: (text: string) => void) => (event: { currentTarget: { value: string } }) => {
    set(event.currentTarget.value);
    setDiff(null);
    add.clear();
  };

  async function submit(dryRun: boolean): Promise<void> {
    setTried(true);
    if (form.server === null) return;
    const report = await add.run({ servers: { [name.trim()]: form.server }, dryRun });
    if (report === null) return;
    if (dryRun) setDiff(report.diff);
    else onClose();
  }

  const complaint = (field: keyof typeof form.complaints) => (tried ? form.complaints[field] : undefined);
  return (
    <form
      style={{ display: 'grid', gap: 14 }}
      onSubmit={(event) => {
        event.preventDefault();
        void submit(false);
      }}
    >
      <TextInput label="Name" data-autofocus value={name} onChange={change(setName)} error={complaint('name')} />
      <Textarea
        label="Command line or URL"
        description="For example: npx -y @modelcontextprotocol/server-memory@1.0.0, or https://example.com/mcp"
        autosize
        minRows={1}
        classNames={{ input: 'mono' }}
        spellCheck={false}
        value={launch}
        onChange={change(setLaunch)}
        error={complaint('launch')}
      />
      {form.isAddress ? null : (
        <Textarea
          label="Environment variables"
          description="One NAME=value a line; may stay empty"
          autosize
          minRows={1}
          classNames={{ input: 'mono' }}
          spellCheck={false}
          value={variables}
          onChange={change(setVariables)}
          error={complaint('variables')}
        />
      )}
      {form.words.length > 0 && !form.isAddress ? <Words words={form.words} /> : null}
      {diff === null ? null : <DiffText text={diff} />}
      {add.problem ? <Note alert tone="red" title={add.problem.message} hint={add.problem.hint} evidence={add.problem.evidence} /> : null}
      <p className="dim small">It is written to Tooltray’s own mcp.json and starts at once: adding it here is your approval.</p>
      <div style={{ display: 'flex', gap: 8, justifyContent: 'flex-end' }}>
        <Button variant="default" onClick={() => void submit(true)}>
          Preview changes
        </Button>
        <Button type="submit" loading={add.busy}>
          Add
        </Button>
      </div>
    </form>
  );
}

function Words({ words }: { readonly words: readonly string[] }) {
  return (
    <div className="launch">
      <h3>Will run, one argument a line</h3>
      <ol>
        {words.map((word, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same argument may come twice; its place is its identity
          <li key={index}>{word === '' ? <span className="unseen">empty</span> : visibleText(word)}</li>
        ))}
      </ol>
    </div>
  );
}
