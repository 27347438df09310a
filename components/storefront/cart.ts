/** What a guest chose at one merchant: skus and quantities alone. Prices are the server's, always. */
export type Cart = {
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly notes: string;
  /** Of the page to pay that the guest was sent to; null when nothing waits for payment. */
  readonly checkoutSessionId: string | null;
};

export const EMPTY_CART: Cart = { lines: [], notes: '', checkoutSessionId: null };
export const QUANTITY_MAX = 99;
export const LINES_MAX = 100;
export const NOTES_MAX = 300;

/** A cart with so many of an item; none takes its line away. */
export function withQuantity(cart: Cart, sku: string, quantity: number): Cart {
  const bounded = Math.max(0, Math.min(QUANTITY_MAX, Math.trunc(quantity)));
  const others = cart.lines.filter((line) => line.sku !== sku);
  if (bounded === 0) return { ...cart, lines: others };
  if (others.length < cart.lines.length) return { ...cart, lines: cart.lines.map((line) => (line.sku === sku ? { sku, quantity: bounded } : line)) };
  return others.length >= LINES_MAX ? cart : { ...cart, lines: [...others, { sku, quantity: bounded }] };
}

export const quantityOf = (cart: Cart, sku: string): number => cart.lines.find((line) => line.sku === sku)?.quantity ?? 0;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** What was kept, as far as it makes sense: another tab, an older version of this page or a person may have written it. */
export function parseCart(text: string | null): Cart {
  const kept = parseJson(text);
  if (!isRecord(kept)) return EMPTY_CART;
  const lines = Array.isArray(kept.lines) ? (kept.lines as readonly unknown[]) : [];
  const found = lines.reduce<Cart>((cart, line) => {
    if (!isRecord(line) || typeof line.sku !== 'string' || line.sku === '' || typeof line.quantity !== 'number' || !Number.isFinite(line.quantity)) return cart;
    return withQuantity(cart, line.sku, line.quantity);
  }, EMPTY_CART);
  return {
    lines: found.lines,
    notes: typeof kept.notes === 'string' ? kept.notes.slice(0, NOTES_MAX) : '',
    checkoutSessionId: typeof kept.checkoutSessionId === 'string' ? kept.checkoutSessionId : null,
  };
}

function parseJson(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
