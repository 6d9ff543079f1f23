/** A card for something that needs a person: what happened, the evidence, the next step as buttons, details folded. */
import { Mark, type MarkShape } from './mark.tsx';

export interface NoteProps {
  readonly tone: 'red' | 'violet' | 'amber' | 'grey';
  /** What happened, in plain words. */
  readonly title: React.ReactNode;
  /** The next step in words. */
  readonly hint?: React.ReactNode;
  /** Lines as they came from outside; bounded in height, scrolled by mouse or keys. */
  readonly evidence?: readonly string[] | undefined;
  /** What the evidence is, for screen readers. */
  readonly evidenceLabel?: string;
  /** The next step as buttons. */
  readonly actions?: React.ReactNode;
  /** Shown when asked for. */
  readonly details?: React.ReactNode;
  /** Announced at once when it appears. */
  readonly alert?: boolean;
}

const shapes: Readonly<Record<NoteProps['tone'], MarkShape>> = { red: 'triangle', violet: 'diamond', amber: 'quarter', grey: 'ring' };

export function Note(props: NoteProps) {
  const { tone, title, hint, evidence = [], evidenceLabel = 'Evidence', actions, details, alert = false } = props;
  return (
    <div className={`note ${tone}`} role={alert ? 'alert' : undefined}>
      <span className={`note-mark tone-${tone}`}>
        <Mark shape={shapes[tone]} />
      </span>
      <div className="body">
        <strong>{title}</strong>
        {hint ? <p className="note-hint">{hint}</p> : null}
        {evidence.length > 0 ? <Evidence lines={evidence} label={evidenceLabel} /> : null}
        {details ? (
          <details className="note-details">
            <summary>Details</summary>
            {details}
          </details>
        ) : null}
      </div>
      {actions ? <div className="actions">{actions}</div> : null}
    </div>
  );
}

function Evidence({ lines, label }: { readonly lines: readonly string[]; readonly label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    <section className="evidence" aria-label={label} tabIndex={0}>
      <code>{lines.join('\n')}</code>
    </section>
  );
}
