/** Top of a page: the sentence that answers, and what can be done. */

export interface PageHeadProps {
  readonly title: React.ReactNode;
  /** Numbers below the sentence. */
  readonly below?: React.ReactNode;
  readonly actions?: React.ReactNode;
}

export function PageHead({ title, below, actions }: PageHeadProps) {
  return (
    <header className="page-head">
      <div className="words">
        <h1>{title}</h1>
        {below ? <div className="dim">{below}</div> : null}
      </div>
      {actions ? <div className="actions">{actions}</div> : null}
    </header>
  );
}
