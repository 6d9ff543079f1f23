/** How it stands with a watched file: read, not there yet, or what is wrong with it and where. */
import type { SourceView } from '../../../electron/contract/app-view.ts';
import type { Problem } from '../../../electron/contract/problem.ts';
import { plural } from '../../lib/plural.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { Mark } from '../../ui/mark.tsx';

/** More say nothing new at a glance; they are unfolded. */
const troublesShown = 2;

export function SourceState({ source }: { readonly source: SourceView }) {
  const { problem, presence, servers } = source;
  if (problem !== null) {
    return (
      <>
        <Trouble problem={problem} />
        <div className="dim small">{servers > 0 ? `Its last good servers stay: ${servers}.` : 'It brings no servers so far.'}</div>
      </>
    );
  }
  const shape = presence === 'good' ? 'disc' : 'ring';
  const word = { good: 'watched', absent: 'not there yet', unread: 'not read yet' }[presence];
  return (
    <>
      <div title={presence === 'absent' ? 'Its servers appear as soon as the file exists.' : undefined}>
        <span className={`status tone-${presence === 'good' ? 'green' : 'grey'}`}>
          <Mark shape={shape} />
          {word}
        </span>
        {presence === 'good' ? <span className="dim"> · {servers === 0 ? 'no servers' : plural(servers, 'server')}</span> : null}
      </div>
      <EntryTroubles source={source} />
    </>
  );
}

function EntryTroubles({ source: { entryProblems } }: { readonly source: SourceView }) {
  const troubles = entryProblems.map(({ name, problem }, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: entries without a name have nothing but their place
    <Trouble key={index} name={name} problem={problem} />
  ));
  const rest = troubles.slice(troublesShown);
  return (
    <>
      {troubles.slice(0, troublesShown)}
      {rest.length === 0 ? null : (
        <details className="more-troubles">
          <summary>{plural(rest.length, 'more problem')}</summary>
          {rest}
        </details>
      )}
    </>
  );
}

function Trouble({ problem, name }: { readonly problem: Problem; readonly name?: string | null }) {
  const { line, column } = problem.where ?? {};
  const place = line === undefined ? '' : ` (line ${line}${column === undefined ? '' : `, column ${column}`})`;
  return (
    <div className="trouble">
      <span className="tone-red">
        <Mark shape="triangle" /> {name ? `${visibleText(name)}: ` : ''}
        {visibleText(problem.message)}
        {problem.message.includes(`line ${line}`) ? '' : place}
      </span>
      {problem.hint === undefined ? null : <div className="dim small">{visibleText(problem.hint)}</div>}
    </div>
  );
}
