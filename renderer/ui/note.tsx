/** A card for something that needs a person: what happened, the evidence, the next step, the button. */
import { Mark, type MarkShape } from './mark.tsx';

export interface NoteProps {
  readonly tone: 'red' | 'violet' | 'amber';
  /** What happened, in plain words. */
  readonly title: React.ReactNode;
  /** The next step. */
  readonly hint?: string | undefined;
  /** Lines as they came from outside. */
  readonly evidence?: readonly string[] | undefined;
  readonly actions?: React.ReactNode;
  /** Announced at once when it appears. */
  readonly alert?: boolean;
}

const shapes: Readonly<Record<NoteProps['tone'], MarkShape>> = { red: 'triangle', violet: 'diamond', amber: 'quarter' };

export function Note({ tone, title, hint, evidence = [], actions, alert = false }: NoteProps) {
  return (
    <div className={`note ${tone}`} role={alert ? 'alert' : undefined}>
      <span className={`tone-${tone}`}>
        <Mark shape={shapes[tone]} />
      </span>
      <div className="body">
        <strong>{title}</strong>
        {hint ? <p>{hint}</p> : null}
        {evidence.length > 0 ? <pre className="evidence">{evidence.join('\n')}</pre> : null}
      </div>
      {actions ? <div className="actions">{actions}</div> : null}
    </div>
  );
}
