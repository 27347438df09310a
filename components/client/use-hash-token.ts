import { useSyncExternalStore } from 'react';

const subscribe = (changed: () => void): (() => void) => {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
};

/** The token of a mailed link: it stands behind the hash sign, and leaves it in bodies alone. Empty until the browser has taken over. */
export const useHashToken = (): string => useSyncExternalStore(subscribe, () => window.location.hash.slice(1), () => '');
