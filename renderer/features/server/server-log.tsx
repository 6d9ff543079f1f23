/** What a server wrote to its error output: live, searchable, and left in peace while a person reads. */
import { Button, NativeSelect, Skeleton, TextInput } from '@mantine/core';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ServerView } from '../../../electron/contract/app-view.ts';
import { useAnswer } from '../../bridge/use-answer.ts';
import { useOperation } from '../../bridge/use-operation.ts';
import { plural } from '../../lib/plural.ts';
import { visibleLine, visibleText } from '../../lib/visible-text.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Note } from '../../ui/note.tsx';
import { chosenLines, type LogLevel, type LogLine, leveledLines, logLevels } from './log-levels.ts';

const followMs = 1_000;
/** Scrolled back further than this, a person is reading and is left in peace. */
const nearEndPixels = 40;

const levelChoices: readonly { readonly value: string; readonly label: string }[] = [
  { value: '', label: 'All lines' },
  { value: 'error', label: 'Errors' },
  { value: 'warning', label: 'Warnings and errors' },
  { value: 'info', label: 'Without debugging' },
];

const asLevel = (value: string): LogLevel | null => logLevels.find((level) => level === value) ?? null;

export function ServerLog({ server }: { readonly server: ServerView }) {
  const { result, problem } = useAnswer('servers.log', { server: server.id }, { everyMs: followMs });
  const [held, setHeld] = useState<readonly string[] | null>(null);
  const lines = held ?? result?.lines ?? null;
  if (lines === null) return problem ? <Note alert tone="red" title={problem.message} hint={problem.hint} /> : <Skeleton height={180} />;
  if (lines.length === 0) {
    return (
      <EmptyState title="Nothing written yet" action={<OpenLogs />}>
        Lines that the server writes to its error output appear here.
      </EmptyState>
    );
  }
  return (
    <Log server={server} lines={lines} following={held === null} onFollow={(follow) => setHeld(follow ? null : (result?.lines ?? lines))} />
  );
}

function OpenLogs() {
  const reveal = useOperation('files.reveal');
  return (
    <>
      <Button size="xs" variant="default" loading={reveal.busy} onClick={() => void reveal.run({ what: 'logs' })}>
        Open log folder
      </Button>
      {reveal.problem ? <span className="tone-red">{reveal.problem.message}</span> : null}
    </>
  );
}

interface LogProps {
  readonly server: ServerView;
  readonly lines: readonly string[];
  readonly following: boolean;
  readonly onFollow: (follow: boolean) => void;
}

function Log({ server, lines, following, onFollow }: LogProps) {
  const [search, setSearch] = useState('');
  const [level, setLevel] = useState('');
  // The same lines come as a new list every second; only other ones are worth any work.
  const text = lines.join('\n');
  const leveled = useMemo(() => leveledLines(text.split('\n')), [text]);
  const shown = useMemo(() => chosenLines(leveled, { level: asLevel(level), search }), [leveled, level, search]);
  const hasLevels = leveled.some((line) => line.level !== null);
  return (
    <>
      <div className="tools-line">
        <TextInput
          size="xs"
          w={220}
          placeholder="Search log"
          aria-label="Search log"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        {hasLevels || level !== '' ? (
          <NativeSelect
            size="xs"
            aria-label="Level"
            data={[...levelChoices]}
            value={level}
            onChange={(event) => setLevel(event.currentTarget.value)}
          />
        ) : null}
        <span className="dim small listed-sum">
          {shown.length === leveled.length
            ? `${plural(leveled.length, 'line')}, ${following ? 'live' : 'held'}`
            : `${shown.length} of ${plural(leveled.length, 'line')}, ${following ? 'live' : 'held'}`}
        </span>
        <Button size="xs" variant="default" aria-pressed={following} onClick={() => onFollow(!following)}>
          {following ? 'Stop following' : 'Follow'}
        </Button>
        <CopyButton text={shown.map((line) => visibleLine(line.text)).join('\n')} label="Copy log" />
        <OpenLogs />
      </div>
      {shown.length === 0 ? (
        <p className="dim">No line fits. Search for something else, or show all lines.</p>
      ) : (
        <Lines name={visibleText(server.name)} lines={shown} following={following} onFollow={onFollow} />
      )}
    </>
  );
}

interface LinesProps {
  readonly name: string;
  readonly lines: readonly LogLine[];
  readonly following: boolean;
  readonly onFollow: (follow: boolean) => void;
}

function Lines({ name, lines, following, onFollow }: LinesProps) {
  const box = useRef<HTMLPreElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it moves when the lines do
  useLayoutEffect(() => {
    if (following && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [following, lines]);
  return (
    <pre
      className="log server-log"
      role="log"
      // A flood of lines must not be read out; whoever wants to hear them walks through them.
      aria-live="off"
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={`Log of ${name}`}
      onScroll={(event) => {
        const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
        if (following && scrollHeight - scrollTop - clientHeight > nearEndPixels) onFollow(false);
      }}
    >
      {lines.map((line, index) => (
        <span key={line.number} className={line.level === null ? undefined : `log-${line.level}`}>
          {visibleLine(line.text)}
          {index < lines.length - 1 ? '\n' : ''}
        </span>
      ))}
    </pre>
  );
}
