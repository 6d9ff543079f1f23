/** Keeps a fault in one part of the page from taking the rest with it. */
import { Component, type ReactNode } from 'react';
import { Note } from './note.tsx';

interface State {
  readonly message: string | null;
}

/** React offers this to classes only. */
export class Faulty extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { message: null };

  static getDerivedStateFromError(error: unknown): State {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { message } = this.state;
    if (message === null) return this.props.children;
    return (
      <Note
        alert
        tone="red"
        title="This page could not be shown"
        hint="This is a fault in Tooltray; your servers are not affected. Choose another page, or close this window and open it again."
        evidence={[message]}
      />
    );
  }
}
