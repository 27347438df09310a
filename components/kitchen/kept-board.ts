import type { Board } from './board';

/** As public/kitchen-sw.js names it. */
const CACHE = 'countersign-kitchen';
const PREFIX = 'countersign.kitchen.board.';

/** The last board that this tablet saw of the merchant: what it shows when it is opened without a connection. */
export function keptBoard(merchantId: string, storage: Pick<Storage, 'getItem'>): Board | null {
  try {
    const kept: unknown = JSON.parse(storage.getItem(PREFIX + merchantId) ?? 'null');
    return isBoard(kept) ? kept : null;
  } catch {
    return null;
  }
}

const isBoard = (value: unknown): value is Board =>
  typeof value === 'object' && value !== null && 'kitchen' in value && 'tickets' in value && Array.isArray(value.tickets) && 'items' in value && Array.isArray(value.items);

export const keepBoard = (merchantId: string, { kitchen, tickets, items }: Board, storage: Pick<Storage, 'setItem'>): void =>
  storage.setItem(PREFIX + merchantId, JSON.stringify({ kitchen, tickets, items } satisfies Board));

/** Lets /kitchen be opened on this tablet without a connection. Where a browser has no service workers, it needs one. */
export async function keepKitchenPage(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const registration = await navigator.serviceWorker.register('/kitchen-sw.js', { scope: '/kitchen' });
  await isActive(registration);
  const paths = performance.getEntriesByType('resource').map(({ name }) => new URL(name)).filter(({ origin }) => origin === window.location.origin).map(({ pathname, search }) => pathname + search);
  registration.active?.postMessage({ type: 'keep', paths });
}

/** `navigator.serviceWorker.ready` may be another worker's, of a wider scope. */
function isActive({ active, installing, waiting }: ServiceWorkerRegistration): Promise<void> {
  const coming = installing ?? waiting;
  if (active || !coming) return Promise.resolve();
  return new Promise((resolve) => coming.addEventListener('statechange', () => coming.state === 'activated' && resolve()));
}

/** Customers' names leave the tablet with whoever signs out; taps that were not sent stay, they hold none. */
export async function forgetKitchen(): Promise<void> {
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) localStorage.removeItem(key);
  if ('caches' in window) await caches.delete(CACHE);
}
