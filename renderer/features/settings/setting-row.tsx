/** One setting: its name, one line that says what it does, its control, and its own problem. */
import type { Problem } from '../../../electron/contract/problem.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { Mark } from '../../ui/mark.tsx';

interface SettingRowProps {
  readonly title: string;
  readonly about: React.ReactNode;
  readonly problem?: Problem | null;
  readonly children: React.ReactNode;
}

export function SettingRow({ title, about, problem = null, children }: SettingRowProps) {
  return (
    <div className="setting-row">
      <div className="setting-words">
        <div>{title}</div>
        <div className="dim small">{about}</div>
        {problem === null ? null : <FieldProblem problem={problem} />}
      </div>
      <div className="setting-control">{children}</div>
    </div>
  );
}

/** A problem at its field: shape, colour and words. */
export function FieldProblem({ problem }: { readonly problem: Problem }) {
  return (
    <p className="field-problem small" role="alert">
      <span className="tone-red">
        <Mark shape="triangle" /> Not saved: {visibleText(problem.message)}
      </span>
      {problem.hint === undefined ? null : ` ${visibleText(problem.hint)}`}
    </p>
  );
}

export function SettingGroup({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <section className="setting-group" aria-label={title}>
      <h2 className="section-title">{title}</h2>
      <div className="setting-box">{children}</div>
    </section>
  );
}
