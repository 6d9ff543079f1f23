/** An empty list: what it means and what to do. */

export interface EmptyStateProps {
  readonly title: string;
  readonly children?: React.ReactNode;
  readonly action?: React.ReactNode;
  /** Inside a card or below a heading: less room around it. */
  readonly small?: boolean;
}

export function EmptyState({ title, children, action, small = false }: EmptyStateProps) {
  return (
    <div className={small ? 'empty small-empty' : 'empty'}>
      <strong>{title}</strong>
      {children ? <p>{children}</p> : null}
      {action ? <div className="empty-action">{action}</div> : null}
    </div>
  );
}
