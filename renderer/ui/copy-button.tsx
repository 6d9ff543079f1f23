/** Copies a text; the page has no clipboard permission, so it goes through a selection. */
import { ActionIcon } from '@mantine/core';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';

const thanksMs = 1_500;

/** Puts the text on the clipboard; the focus stays where it is. */
export function copyText(text: string): void {
  const focused = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'screen-reader-only';
  // Inside an open dialog, which would take the focus back from anything outside.
  (focused?.closest('[role="dialog"]') ?? document.body).append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
}

/** `label` says what is copied ("Copy path"). */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), thanksMs);
    return () => clearTimeout(timer);
  }, [done]);
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={label}
      title={done ? 'Copied' : label}
      onClick={() => {
        copyText(text);
        setDone(true);
      }}
    >
      {done ? <Check size={14} /> : <Copy size={14} />}
    </ActionIcon>
  );
}
