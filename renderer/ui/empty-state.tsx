/** An empty list: what it means and what to do. */

export interface EmptyStateProps {
  readonly title: string;
  readonly children?: React.ReactNode;
  readonly action?: React.ReactNode;
}

export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="empty">
      <strong>{title}</strong>
      {children ? <p>{children}</p> : null}
      {action}
    </div>
  );
}
