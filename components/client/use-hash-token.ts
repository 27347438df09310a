import { useSyncExternalStore } from 'react';

const subscribe = (changed: () => void): (() => void) => {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
};

const read = (): string => window.location.hash.slice(1);

/** The token of a mailed link: it stands behind the hash sign, and leaves it in bodies alone. Empty until the browser has taken over. */
export const useHashToken = (): string => useSyncExternalStore(subscribe, read, () => '');

/** The same where a missing token is told: null until the browser has taken over. */
export const useKnownHashToken = (): string | null => useSyncExternalStore(subscribe, read, () => null);
