/** Single keys for the page, silent while a person types or a dialog is open. */
import { useEffect, useRef } from 'react';

/** True where a key belongs to the field that has the focus. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && !isSwitch(target));
}

const isSwitch = (input: HTMLInputElement): boolean => ['checkbox', 'radio', 'button'].includes(input.type);

/** Calls `act` when the key is pressed; the event is then used up. */
export function useHotkey(key: string, act: () => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== key || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target) || document.querySelector('[role="dialog"]') !== null) return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [key]);
}
