/** All keys, in one place. */
import { Modal } from '@mantine/core';
import { Kbd } from '../../ui/kbd.tsx';
import { toastKey } from '../../ui/toast.tsx';

interface Shortcut {
  readonly keys: readonly string[];
  readonly does: string;
}

const groups: readonly { readonly title: string; readonly shortcuts: readonly Shortcut[] }[] = [
  {
    title: 'Everywhere',
    shortcuts: [
      { keys: ['mod+K'], does: 'Open the command palette' },
      { keys: ['?'], does: 'Show these shortcuts' },
      { keys: ['Escape'], does: 'Close a dialog, or go back' },
      { keys: [toastKey], does: 'Go to the newest notice, for example to undo' },
    ],
  },
  {
    title: 'Servers',
    shortcuts: [
      { keys: ['/'], does: 'Search servers and tools' },
      { keys: ['ArrowUp', 'ArrowDown'], does: 'Walk through the table' },
      { keys: ['PgUp', 'PgDn', 'Home', 'End'], does: 'Walk in big steps' },
      { keys: ['Enter'], does: 'Open the server' },
      { keys: ['R'], does: 'Resync the server' },
      { keys: ['Space'], does: 'Switch the server on or off' },
    ],
  },
];

export function ShortcutsDialog({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" size={480}>
      {groups.map(({ title, shortcuts }) => (
        <section key={title} className="shortcuts" aria-label={title}>
          <h3>{title}</h3>
          <dl>
            {shortcuts.map(({ keys, does }) => (
              <div key={does}>
                <dt>{does}</dt>
                <dd>
                  {keys.map((key) => (
                    <Kbd key={key} keys={key} />
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Modal>
  );
}
