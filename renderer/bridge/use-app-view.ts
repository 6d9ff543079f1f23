/** The view for parts of the page. */
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { AppView } from '../../electron/contract/app-view.ts';
import type { AppViewStore, StoreState } from './app-view-store.ts';

export const StoreContext = createContext<AppViewStore | null>(null);

export function useStore(): AppViewStore {
  const store = useContext(StoreContext);
  if (store === null) throw new Error('there is no store around this part of the page');
  return store;
}

/** Loading, silent or ready. */
export function useStoreState(): StoreState {
  const store = useStore();
  return useSyncExternalStore(store.onChange, store.state);
}

/** The whole view, where the page is already known to have one. */
export const ViewContext = createContext<AppView | null>(null);

export function useAppView(): AppView {
  const view = useContext(ViewContext);
  if (view === null) throw new Error('there is no view around this part of the page');
  return view;
}
