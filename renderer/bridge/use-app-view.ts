/** The view for parts of the page; each part names what it shows and is drawn anew only when that changes. */
import { createContext, useCallback, useContext, useRef, useSyncExternalStore } from 'react';
import type { AppView } from '../../electron/contract/app-view.ts';
import type { AppViewStore, StoreState } from './app-view-store.ts';

export const StoreContext = createContext<AppViewStore | null>(null);

export function useStore(): AppViewStore {
  const store = useContext(StoreContext);
  if (store === null) throw new Error('there is no store around this part of the page');
  return store;
}

/** Loading, silent or ready. */
export function usePhase(): StoreState['phase'] {
  const store = useStore();
  return useSyncExternalStore(store.onChange, () => store.state().phase);
}

/** What `select` takes from the view. `isSame` keeps the last answer when a new one only looks new. */
export function useView<Part>(select: (view: AppView) => Part, isSame: (one: Part, other: Part) => boolean = Object.is): Part {
  const store = useStore();
  const last = useRef<{ readonly part: Part } | null>(null);
  const read = useCallback(() => {
    const state = store.state();
    if (state.phase !== 'ready') throw new Error('there is no view yet');
    const part = select(state.view);
    if (last.current === null || !isSame(last.current.part, part)) last.current = { part };
    return last.current.part;
  }, [store, select, isSame]);
  return useSyncExternalStore(store.onChange, read);
}

/** The same for parts that are on screen before there is a view; null until then. */
export function useViewOrNull<Part>(select: (view: AppView) => Part): Part | null {
  const store = useStore();
  return useSyncExternalStore(store.onChange, () => {
    const state = store.state();
    return state.phase === 'ready' ? select(state.view) : null;
  });
}

const whole = (view: AppView): AppView => view;

/** The whole view; a part that shows little of it asks `useView` for that instead. */
export function useAppView(): AppView {
  return useView(whole);
}

/** Lists with the same members in the same order. */
export const sameMembers = <Member>(one: readonly Member[], other: readonly Member[]): boolean =>
  one.length === other.length && one.every((member, at) => member === other[at]);
