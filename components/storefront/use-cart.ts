import { useSyncExternalStore } from 'react';
import { parseCart, type Cart } from './cart';

const keyOf = (handle: string): string => `cart:${handle}`;
const listeners = new Set<() => void>();
/** Of each merchant that this page looked at. `text` is what the browser kept, so that other tabs are seen. */
const carts = new Map<string, { text: string | null; cart: Cart }>();

/** A browser may refuse to keep anything: then the cart lives as long as the page. */
function readText(handle: string): string | null {
  try {
    return localStorage.getItem(keyOf(handle));
  } catch {
    return carts.get(handle)?.text ?? null;
  }
}

function readCart(handle: string): Cart {
  const text = readText(handle);
  const known = carts.get(handle);
  if (known?.text === text) return known.cart;
  const cart = parseCart(text);
  carts.set(handle, { text, cart });
  return cart;
}

export function changeCart(handle: string, change: (cart: Cart) => Cart): void {
  const cart = change(readCart(handle));
  const text = JSON.stringify(cart);
  try {
    localStorage.setItem(keyOf(handle), text);
  } catch {
    // kept in this page alone
  }
  carts.set(handle, { text, cart });
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

/** The cart of this merchant, the same in every leaf and every tab. Null until the browser has taken over. */
export const useCart = (handle: string): Cart | null => useSyncExternalStore(subscribe, () => readCart(handle), () => null);

