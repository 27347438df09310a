/** Sent to this order's addresses alone, so its name need not tell which. */
export const PASS_COOKIE = 'order_pass';

const DAYS_30_SECONDS = 30 * 24 * 60 * 60;

/** Keeps an order's secret where no script and no other order's page reads it. `secure`: the origin is https. */
export const passCookie = (orderId: string, secret: string, { secure }: { secure: boolean }): string =>
  `${PASS_COOKIE}=${secret}; Path=/orders/${orderId}; Max-Age=${DAYS_30_SECONDS}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;

/** The secret that a request brings; empty without one. */
export const readPassCookie = (headers: Headers): string => new RegExp(`(?:^|; *)${PASS_COOKIE}=([\\w-]{1,100})(?:;|$)`).exec(headers.get('cookie') ?? '')?.[1] ?? '';
