/** The first screen, in three steps: what was found on this machine, what it would bring, and the question whether to watch it. */
import './sources.css';
import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useAnswer } from '../../bridge/use-answer.ts';
import { useOperation } from '../../bridge/use-operation.ts';
import { plural } from '../../lib/plural.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { Note } from '../../ui/note.tsx';
import { PathText } from '../../ui/path-text.tsx';
import { SkeletonLines } from '../../ui/skeletons.tsx';
import { AddFileDialog } from './add-file-dialog.tsx';
import { Brings, type Discovered } from './discovered-list.tsx';

interface FirstRunProps {
  /** The person's home folder, shown as `~`. */
  readonly home?: string | null;
  /** Opens the form for a single server. */
  readonly onAddServer?: (() => void) | undefined;
}

export function FirstRun({ home = null, onAddServer }: FirstRunProps) {
  const { result: found, problem, reload } = useAnswer('sources.discover', {});
  return (
    <section className="card welcome" aria-label="Welcome">
      <header>
        <h2>{title(found)}</h2>
        <p className="dim">
          {found?.length === 0 ? '' : 'Tooltray only reads these files. '}Nothing starts before you have approved its command.
        </p>
      </header>
      {problem ? (
        <Note
          alert
          tone="red"
          title={problem.message}
          hint={problem.hint}
          actions={
            <Button size="compact-sm" variant="default" onClick={reload}>
              Look again
            </Button>
          }
        />
      ) : null}
      {found === null && problem === null ? <SkeletonLines lines={6} label="Looking for MCP clients" /> : null}
      {found !== null && found.length > 0 ? <Steps found={found} home={home} /> : null}
      {found?.length === 0 || problem !== null ? <NothingFound onAddServer={onAddServer} /> : null}
    </section>
  );
}

function title(found: readonly Discovered[] | null): string {
  if (found === null) return 'Looking for MCP clients on this machine…';
  if (found.length === 0) return 'No MCP client was found on this machine';
  const servers = found.reduce((total, file) => total + file.servers.length, 0);
  return `${plural(found.length, 'file')} with ${plural(servers, 'server')} found on this machine`;
}

function Steps({ found, home }: { readonly found: readonly Discovered[]; readonly home: string | null }) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const add = useOperation('sources.add');
  const chosen = found.filter((file) => !left.has(file.path));
  const toggle = (path: string) => {
    const next = new Set(left);
    if (!next.delete(path)) next.add(path);
    setLeft(next);
  };
  return (
    <ol className="steps">
      <Step title="What was found">
        {found.map((file) => (
          <Checkbox
            key={file.path}
            size="xs"
            checked={!left.has(file.path)}
            onChange={() => toggle(file.path)}
            label={visibleText(file.clientLabel)}
            description={<PathText path={file.path} home={home} />}
          />
        ))}
      </Step>
      <Step title="What each would bring">
        {chosen.length === 0 ? <p className="dim">No file is chosen.</p> : null}
        <dl className="brings">
          {chosen.map((file) => (
            <div key={file.path}>
              <dt className="dim">{visibleText(file.clientLabel)}</dt>
              <dd>
                <Brings found={file} />
              </dd>
            </div>
          ))}
        </dl>
      </Step>
      <Step title="Watch them">
        <p className="dim">
          A change in a watched file is picked up at once. New and changed servers wait for you on the page “Approvals”.
        </p>
        {add.problem ? <Note alert tone="red" title={add.problem.message} hint={add.problem.hint} /> : null}
        <div className="step-actions">
          <Button
            size="sm"
            loading={add.busy}
            disabled={chosen.length === 0}
            onClick={() => void add.run({ sources: chosen.map(({ path, client }) => ({ path, client })) })}
          >
            {chosen.length === 1 ? 'Watch this file' : `Watch these ${chosen.length} files`}
          </Button>
          <Skip />
        </div>
      </Step>
    </ol>
  );
}

function Step({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <li>
      <h3>{title}</h3>
      <div className="step-body">{children}</div>
    </li>
  );
}

function NothingFound({ onAddServer }: Pick<FirstRunProps, 'onAddServer'>) {
  const [adding, setAdding] = useState(false);
  return (
    <>
      <p>Add a server by its command line or address, or name a config file that Tooltray should watch.</p>
      <div className="step-actions">
        {onAddServer === undefined ? null : (
          <Button size="sm" onClick={onAddServer}>
            Add a first server
          </Button>
        )}
        <Button size="sm" variant="default" onClick={() => setAdding(true)}>
          Add file
        </Button>
        <Skip />
      </div>
      <AddFileDialog opened={adding} onClose={() => setAdding(false)} />
    </>
  );
}

function Skip() {
  const skip = useOperation('settings.set');
  return (
    <>
      <Button size="sm" variant="default" loading={skip.busy} onClick={() => void skip.run({ welcomed: true })}>
        Skip
      </Button>
      {skip.problem ? <Note alert tone="red" title={skip.problem.message} hint={skip.problem.hint} /> : null}
    </>
  );
}
