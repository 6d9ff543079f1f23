/** Why a server does not work, in four parts: what happened, the evidence, the next step as buttons, details folded. */
import './failures.css';
import type { ServerView } from '../../../electron/contract/app-view.ts';
import type { Problem } from '../../../electron/contract/problem.ts';
import { exactTime, until } from '../../lib/format-time.ts';
import { useNow } from '../../lib/use-now.ts';
import { visibleLine, visibleText } from '../../lib/visible-text.ts';
import { Mark } from '../../ui/mark.tsx';
import { NextSteps } from './next-steps.tsx';
import { evidenceLines, problemRest, problemTitle, problemWords } from './problem-words.ts';

const countDownMs = 1_000;

export interface FailureCardProps {
  readonly server: ServerView;
  readonly busy: boolean;
  readonly onResync: () => void;
}

export function FailureCard({ server, busy, onResync }: FailureCardProps) {
  const { problem } = server;
  if (problem === null) return null;
  const tone = server.status === 'failed' ? 'red' : server.status === 'approval' ? 'violet' : 'amber';
  const shape = ({ red: 'triangle', violet: 'diamond', amber: 'quarter' } as const)[tone];
  const title = visibleText(problemTitle(problem));
  return (
    <section className={`note ${tone} failure`} aria-label="Why it does not work">
      <span className={`note-mark tone-${tone}`}>
        <Mark shape={shape} />
      </span>
      <div className="body">
        {/* Only what happened is announced: a count-down would be read out every second. */}
        <strong role="alert">{title}</strong>
        <Cause problem={problem} />
        <Evidence problem={problem} />
        {server.retryAt === null ? null : <CountDown at={server.retryAt} />}
        <NextSteps server={server} steps={problemWords[problem.code]?.steps ?? []} busy={busy} onResync={onResync} />
        <Details server={server} problem={problem} />
      </div>
    </section>
  );
}

/** What the title leaves out, and the way out in words. */
function Cause({ problem }: { readonly problem: Problem }) {
  const rest = problemRest(problem);
  const { path } = problem.where ?? {};
  const place = path === undefined ? null : [path, problem.where?.line, problem.where?.column].filter((one) => one !== undefined).join(':');
  return (
    <>
      {rest === null ? null : <p className="note-hint">{visibleText(rest)}</p>}
      {problem.hint ? <p className="note-hint">{visibleText(problem.hint)}</p> : null}
      {place === null || problem.message.includes(path ?? '') ? null : (
        <p>
          <code>{visibleText(place)}</code>
        </p>
      )}
    </>
  );
}

function Evidence({ problem }: { readonly problem: Problem }) {
  const lines = evidenceLines(problem);
  if (lines.length === 0) return null;
  const heading = problemWords[problem.code]?.evidence?.(lines) ?? 'What was found';
  return (
    <figure className="failure-evidence">
      <figcaption>{heading}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <pre className="evidence" tabIndex={0}>
        {lines.map(visibleLine).join('\n')}
      </pre>
    </figure>
  );
}

function CountDown({ at }: { readonly at: number }) {
  const now = useNow(countDownMs);
  return (
    <p className="dim" title={exactTime(at)}>
      It is tried again by itself {until(at, now)}.
    </p>
  );
}

function Details({ server, problem }: { readonly server: ServerView; readonly problem: Problem }) {
  const rows: readonly (readonly [string, string | null])[] = [
    ['In full', problem.message],
    ['Kind', problem.code],
    ['Failing since', server.failingSince === null ? null : exactTime(server.failingSince)],
    ['Next try', server.retryAt === null ? null : exactTime(server.retryAt)],
    ['Last good sync', server.lastSyncAt === null ? 'never' : exactTime(server.lastSyncAt)],
    ['Starts', server.starts === 0 ? null : String(server.starts)],
    ['Protocol', server.protocolVersion],
    ['Place in the file', problem.where?.pointer ?? null],
  ];
  return (
    <details className="note-details">
      <summary>Details</summary>
      <dl className="facts">
        {rows.flatMap(([label, value]) =>
          value === null ? [] : [<dt key={label}>{label}</dt>, <dd key={`${label} value`}>{visibleText(value)}</dd>],
        )}
      </dl>
    </details>
  );
}
