/** Single keys for the page, silent while a person types or a dialog is open. */
import { useEffect, useRef } from 'react';

/** True where a key belongs to the field that has the focus. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && !isSwitch(target));
}

const isSwitch = (input: HTMLInputElement): boolean => ['checkbox', 'radio', 'button'].includes(input.type);

/** Something lies over the page and has the keys. */
const isCovered = (): boolean => document.querySelector('[role="dialog"], [role="menu"]') !== null;

/** Calls `act` when the key is pressed; the event is then used up. */
export function useHotkey(key: string, act: () => void): void {
  useKey(act, (event) => event.key === key && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target));
}

/** The same for a letter with the key that commands are given with (Ctrl, or ⌘ on a Mac), which works in fields too. */
export function useCommandKey(letter: string, act: () => void): void {
  useKey(act, (event) => event.key.toLowerCase() === letter && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey);
}

function useKey(act: () => void, isMine: (event: KeyboardEvent) => boolean): void {
  const latest = useRef({ act, isMine });
  latest.current = { act, isMine };
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || !latest.current.isMine(event) || isCovered()) return;
      event.preventDefault();
      latest.current.act();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
