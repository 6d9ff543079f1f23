/** The first screen: what was found on this machine, and the question whether to watch it. */
import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useAnswer } from '../../bridge/use-answer.ts';
import { useOperation } from '../../bridge/use-operation.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { Note } from '../../ui/note.tsx';
import type { Discovered } from './discovered-list.tsx';
import { serversWords } from './source-table.tsx';

export function FirstRun() {
  const { result: found, problem } = useAnswer('sources.discover', {});
  const add = useOperation('sources.add');
  const skip = useOperation('settings.set');
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const files = found ?? [];
  const chosen = files.filter((file) => !left.has(file.path));
  const failed = problem ?? add.problem ?? skip.problem;

  const toggle = (path: string) => {
    const next = new Set(left);
    if (!next.delete(path)) next.add(path);
    setLeft(next);
  };
  return (
    <section className="card" aria-label="Welcome">
      <header>
        <h2>{title(found)}</h2>
        <span className="dim small">Tooltray reads these files and never starts anything before you have approved its command.</span>
      </header>
      {files.map((file) => (
        <Checkbox
          key={file.path}
          mb={10}
          size="xs"
          checked={!left.has(file.path)}
          onChange={() => toggle(file.path)}
          label={file.clientLabel}
          description={`${file.path} · ${file.problem === null ? serversWords(file.servers) : visibleText(file.problem)}`}
        />
      ))}
      {failed ? <Note alert tone="red" title={failed.message} hint={failed.hint} /> : null}
      <footer>
        {files.length > 0 ? (
          <Button
            size="xs"
            loading={add.busy}
            disabled={chosen.length === 0}
            onClick={() => void add.run({ sources: chosen.map(({ path, client }) => ({ path, client })) })}
          >
            {chosen.length === 1 ? 'Watch this file' : `Watch these ${chosen.length} files`}
          </Button>
        ) : null}
        <Button size="xs" variant="default" loading={skip.busy} onClick={() => void skip.run({ welcomed: true })}>
          Skip
        </Button>
      </footer>
    </section>
  );
}

function title(found: readonly Discovered[] | null): string {
  if (found === null) return 'Looking for MCP clients on this machine…';
  if (found.length === 0) return 'No MCP client was found on this machine';
  return 'These clients have MCP servers on this machine';
}
