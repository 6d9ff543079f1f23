/** Short notices that something was done, in a strip of their own below the page, so that they never lie over a button. */
import { Button } from '@mantine/core';
import { Notifications, notifications } from '@mantine/notifications';
import { useEffect, useRef } from 'react';
import { Mark, type MarkShape } from './mark.tsx';

export interface ToastAction {
  /** A verb: "Undo". */
  readonly label: string;
  readonly run: () => void;
}

export interface Toast {
  readonly message: string;
  readonly tone?: 'plain' | 'good' | 'bad';
  readonly action?: ToastAction;
}

/** Long enough to read one sentence. */
const plainMs = 5_000;
/** Long enough to find the key or the way to the action; looking at it or having the focus in it stops the clock. */
const actionMs = 12_000;
/** More would push the page up; further ones wait. */
const shownMax = 2;
/** The key that moves the focus to the newest notice. */
export const toastKey = 'F8';

const marks: Readonly<Record<'good' | 'bad', { readonly shape: MarkShape; readonly tone: string }>> = {
  good: { shape: 'disc', tone: 'tone-green' },
  bad: { shape: 'triangle', tone: 'tone-red' },
};

/** Shows a notice for a while; it is read out politely. */
export function showToast({ message, tone = 'plain', action }: Toast): void {
  const id = notifications.show({
    message: <ToastLine message={message} tone={tone} action={action} onDone={() => notifications.hide(id)} />,
    role: 'group',
    'aria-label': 'Notice',
    autoClose: action === undefined ? plainMs : actionMs,
    withBorder: true,
    closeButtonProps: { 'aria-label': 'Dismiss notice', size: 'sm' },
    classNames: { root: 'toast' },
  });
}

/** Takes every notice away, for a page that starts over. */
export function clearToasts(): void {
  notifications.clean();
  notifications.cleanQueue();
}

interface ToastLineProps {
  readonly message: string;
  readonly tone: 'plain' | 'good' | 'bad';
  readonly action: ToastAction | undefined;
  readonly onDone: () => void;
}

function ToastLine({ message, tone, action, onDone }: ToastLineProps) {
  const mark = tone === 'plain' ? null : marks[tone];
  return (
    <div className="toast-line">
      {mark === null ? null : (
        <span className={mark.tone}>
          <Mark shape={mark.shape} />
        </span>
      )}
      <span className="toast-message">{message}</span>
      {action === undefined ? null : (
        <Button
          size="compact-xs"
          variant="default"
          data-toast-action
          onClick={() => {
            onDone();
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
    </div>
  );
}

/** The strip; mounted once, below the page. */
export function Toasts() {
  const strip = useRef<HTMLElement>(null);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== toastKey) return;
      const buttons = strip.current?.querySelectorAll<HTMLElement>('[data-toast-action], button');
      const newest = [...(buttons ?? [])].filter((button) => button.matches('[data-toast-action]')).at(-1) ?? buttons?.[buttons.length - 1];
      if (newest === undefined) return;
      event.preventDefault();
      newest.focus();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  return (
    <section ref={strip} className="toasts" aria-label="Notices" aria-live="polite" aria-relevant="additions">
      <Notifications withinPortal={false} position="bottom-center" limit={shownMax} transitionDuration={120} />
    </section>
  );
}
