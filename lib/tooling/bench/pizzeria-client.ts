import { httpSender } from './client';

/** Reads and prices of the pizzeria's public API. */
export const MENU = 'menu';
export const QUOTE = 'quote';

/** A public budget is of an address: each call has one of its own on this machine, so that the budget is not what is measured. */
const ADDRESSES = { [MENU]: '127.0.0.2', [QUOTE]: '127.0.0.3' } as const;
const HEADERS = { 'content-type': 'application/json', 'x-merchant-handle': 'au-comptoir-a-patons' };

export type PizzeriaCalls = { readonly [MENU]: () => Promise<unknown>; readonly [QUOTE]: () => Promise<unknown>; readonly close: () => Promise<void> };

export function pizzeriaCalls(origin: string, connections: number): PizzeriaCalls {
  const menu = httpSender(origin, connections, ADDRESSES[MENU]);
  const quote = httpSender(origin, connections, ADDRESSES[QUOTE]);
  const body = JSON.stringify({
    items: [{ sku: 'PZ-MAR', qty: 2 }, { sku: 'DR-COL', qty: 1 }], fulfillment: { type: 'pickup' }, paymentMethod: 'card',
    contact: { name: 'Ada Martin', phone: '+33 6 00 00 00 01', email: 'ada@example.com' },
  });
  return {
    [MENU]: () => menu.send({ method: 'GET', path: '/v1/menu', headers: HEADERS, status: 200 }),
    [QUOTE]: () => quote.send({ path: '/v1/orders/quote', headers: HEADERS, body, status: 200 }),
    close: async () => void (await Promise.all([menu.close(), quote.close()])),
  };
}
