/** A question before something that is hard to take back: what would happen, the exact change, and a button that names it. */
import { Button, Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import { DiffText } from './diff-text.tsx';
import { Note } from './note.tsx';

export interface ConfirmDialogProps {
  readonly opened: boolean;
  /** A question: "Remove github from mcp.json?" */
  readonly title: string;
  readonly children?: React.ReactNode;
  /** A verb with its object: "Remove github". */
  readonly action: string;
  /** Red button; also for what gives away safety. */
  readonly dangerous?: boolean;
  /** The exact change, as a unified diff. */
  readonly diff?: string | null | undefined;
  readonly busy?: boolean;
  /** Why it did not work; the dialog stays open. */
  readonly problem?: { readonly message: string; readonly hint?: string | undefined } | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Opens on "Cancel": no key that a person presses by habit does the dangerous thing. Esc closes, and the focus goes back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { opened, title, children, action, dangerous = false, diff, busy = false, problem, onConfirm, onClose } = props;
  useFocusBack();
  return (
    <Modal opened={opened} onClose={onClose} title={title} size="lg" withCloseButton={false} centered>
      <div className="stack">
        {children}
        {diff ? <DiffText text={diff} /> : null}
        {problem ? <Note alert tone="red" title={problem.message} hint={problem.hint} /> : null}
        <div className="dialog-foot">
          <Button size="sm" variant="default" data-autofocus onClick={onClose}>
            Cancel
          </Button>
          <Button size="sm" color={dangerous ? 'red' : 'accent'} loading={busy} onClick={onConfirm}>
            {action}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

/** Whoever shows the dialog may take it away altogether; the focus then goes back all the same. */
function useFocusBack(): void {
  const [from] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (document.activeElement === document.body && from instanceof HTMLElement && from.isConnected) from.focus();
    },
    [from],
  );
}
