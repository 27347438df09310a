/** How a merchant is named on every wire (rules.md, Paths). */
export const MERCHANT_HANDLE = /^[a-z0-9-]{3,40}$/;

/**
 * First segments of paths that are ours, of pages, endpoints and files: a storefront stands at `/{handle}`, so no merchant may be called so.
 * Those that are planned stand here too, and `photos`, which stands in the place of a handle under /art. A test compares the list with app/, public/ and the route table.
 */
const RESERVED: ReadonlySet<string> = new Set([
  'acs', 'agentic-commerce', 'api', 'approve', 'art', 'bank', 'cart', 'carts', 'checkout-sessions', 'compat', 'countersign', 'dashboard', 'device', 'docs', 'feed', 'health', 'icons',
  'invite', 'keep-account', 'kitchen', 'mailbox', 'mcp', 'merchant', 'metrics', 'oauth', 'ops', 'orders', 'partner', 'pay', 'photos', 'privacy', 'ready', 'recover', 'returns', 'sign-in', 'sign-up',
  'stop', 'terms', 'testing', 'ucp', 'undo-email', 'verify', 'wallet', 'webhooks', 'www', 'x402',
]);

/** Whether a new merchant may be called so, if nobody is yet. */
export const isAllowedHandle = (handle: string): boolean => MERCHANT_HANDLE.test(handle) && !RESERVED.has(handle);
