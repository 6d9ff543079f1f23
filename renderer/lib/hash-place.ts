/** Where in the page a person is, kept in the address, so that the tray and notifications can lead there. */
import { useSyncExternalStore } from 'react';

/** Parts of `#/servers/some%20id`. */
export function placeOf(hash: string): readonly string[] {
  const parts = hash.replace(/^#?\/?/, '').split('/');
  return parts.filter((part) => part !== '').map(decoded);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Address of a place in the page. */
export const linkTo = (...parts: readonly string[]): string => `#/${parts.map(encodeURIComponent).join('/')}`;

export function goTo(...parts: readonly string[]): void {
  window.location.hash = linkTo(...parts);
}

function onHash(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** The current place, as parts. */
export function usePlace(): readonly string[] {
  return placeOf(useSyncExternalStore(onHash, () => window.location.hash));
}
