/** The focus in the table stays with its server, through sorting, filtering and coming back to the page. */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import type { ServerView } from '../../../electron/contract/app-view.ts';

const rowOf = (body: HTMLElement | null, id: string): HTMLElement | null =>
  body?.querySelector<HTMLElement>(`tr[data-server="${CSS.escape(id)}"]`) ?? null;

/** Gives a function that moves the focus to a row once it is in the document. */
export function useKeptFocus(body: RefObject<HTMLElement | null>, servers: readonly ServerView[], chosen: string | null) {
  const wanted = useRef<string | null>(null);
  // Moving a row in the document takes the focus from what is in it: what had it is looked at before that happens.
  const focused = useRef<Element | null>(null);
  focused.current = body.current?.contains(document.activeElement) ? document.activeElement : null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: rows move when the servers change
  useLayoutEffect(() => {
    const lost = focused.current;
    if (lost instanceof HTMLElement && document.activeElement === document.body && lost.isConnected) lost.focus({ preventScroll: true });
  }, [servers]);

  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const row = rowOf(body.current, wanted.current);
    wanted.current = null;
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
  });

  // Back from a server's page, the keys go on where they were.
  const first = useRef(chosen);
  useEffect(() => {
    const nothingFocused = document.activeElement === document.body || document.activeElement === null;
    const row = first.current !== null && nothingFocused ? rowOf(body.current, first.current) : null;
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
  }, [body]);

  return useCallback(
    (id: string) => {
      const row = rowOf(body.current, id);
      if (row === null) wanted.current = id;
      row?.focus({ preventScroll: true });
      row?.scrollIntoView({ block: 'nearest' });
    },
    [body],
  );
}
