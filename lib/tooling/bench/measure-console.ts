import pg from 'pg';
import { sealSales } from '@/lib/analytics';
import { invariant } from '@/lib/kernel/invariant';
import type { Ctx } from '@/lib/ports';

/** How long a merchant waits for a page of the console, at one connection: from the request to the last byte of the answer. */
export type ConsolePage = { readonly path: string; readonly medianMs: number; readonly slowestMs: number };

type Owner = { readonly email: string; readonly password: string };

const VISITS = 20;
const WARMING = 5;

/** Gives the merchant a past of `orders` orders over the last 90 days, two lines each, then visits its pages as its owner. */
export async function measureConsole(ctx: Ctx, options: { origin: string; ownerUrl: string; handle: string; owner: Owner; orders: number }): Promise<ConsolePage[]> {
  const { origin, ownerUrl, handle, owner, orders } = options;
  await seedOrders(ctx, handle, orders);
  await sealSales(ctx); // what the worker does within the hour
  await analyze(ownerUrl);
  const cookie = await signIn(origin, owner);
  const paths = [
    '/dashboard/orders', '/dashboard/orders?status=voided', '/dashboard/orders?wire=quote', '/dashboard/orders?q=buyer-4242', '/dashboard/orders?from=2020-01-01&until=2020-12-31',
    '/dashboard/analytics?days=7', '/dashboard/analytics?days=30', '/dashboard/analytics?days=90',
  ];
  const pages: ConsolePage[] = [];
  for (const path of paths) pages.push({ path, ...(await visit(origin + path, cookie)) });
  return pages;
}

/** What PostgreSQL does by itself within a minute. */
async function analyze(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query('vacuum analyze purchase_order, sold_line, checkout, quote, sales_day, item_day, quote_day, sales_sealed').finally(() => client.end());
}

async function visit(url: string, cookie: string): Promise<Omit<ConsolePage, 'path'>> {
  const times: number[] = [];
  for (let index = 0; index < WARMING + VISITS; index++) {
    const startedAt = performance.now();
    const response = await fetch(url, { headers: { cookie }, redirect: 'manual' });
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`${url} answered ${response.status} ${response.headers.get('location') ?? ''}`);
    if (index >= WARMING) times.push(performance.now() - startedAt);
  }
  const sorted = times.toSorted((a, b) => a - b);
  return { medianMs: sorted[Math.floor(VISITS / 2)] ?? Number.NaN, slowestMs: sorted.at(-1) ?? Number.NaN };
}

async function signIn(origin: string, owner: Owner): Promise<string> {
  const response = await fetch(`${origin}/merchant/session/login`, { method: 'POST', headers: { 'content-type': 'application/json', origin }, body: JSON.stringify(owner) });
  invariant(response.ok, 'the owner signs in');
  return response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '').join('; ');
}

/** Orders as they are kept, with a content of some two kilobytes; one in a hundred was voided, one in twenty came by a quote, of which three more were not paid. */
async function seedOrders(ctx: Ctx, handle: string, orders: number): Promise<void> {
  const write = (name: string, text: string): Promise<void> => ctx.db.write({ name: `bench.${name}`, text, values: [handle, orders, ctx.clock.now()] });
  const past = `from merchant m cross join generate_series(1, $2::int) n cross join lateral (select $3::timestamptz - n * (interval '90 days' / $2::int) as at) t where m.handle = $1`;
  await write('checkouts', `insert into checkout (merchant_id, id, wire, wire_version, status, version, currency, total_amount, content, snapshot_hash, created_at, updated_at, expires_at)
    select m.id, 'bench-' || n, 'acp', '2026-04-17', 'completed', 1, m.currency, 2750, '{}', 'x', at, at, at ${past}`);
  await write('orders', `insert into purchase_order (merchant_id, id, checkout_id, attempt_id, agent_id, agent_name, wire, wire_version, status, payment_status, human_present, currency, total_amount, content, created_at, updated_at, buyer_email_key, buyer_name_key)
    select m.id, 'bench-' || n, 'bench-' || n, 'bench-' || n, case when n % 3 > 0 then 'agent_bench' end, 'Shopper', case when n % 20 = 0 then 'quote' else 'acp' end, '2026-04-17', 'confirmed', case when n % 100 = 0 then 'voided' else 'captured' end, n % 5 = 0, m.currency, 2750,
           jsonb_build_object('lines', jsonb_build_array(jsonb_build_object('id', 'line_1', 'itemId', 'birch-soap', 'name', 'Birch soap', 'quantity', 2, 'unitAmount', '1000', 'totalAmount', '2000', 'taxAmount', '0'),
                                                         jsonb_build_object('id', 'line_2', 'itemId', 'trail-guide', 'name', 'Trail guide', 'quantity', 1, 'unitAmount', '750', 'totalAmount', '750', 'taxAmount', '0')),
             'totals', jsonb_build_array(jsonb_build_object('label', 'Total', 'amount', '2750')), 'buyer', jsonb_build_object('name', 'Buyer ' || n, 'email', 'buyer-' || n || '@customer.example'), 'address', null, 'fulfillmentTitle', repeat(md5(n::text), 40)),
           at, at, 'buyer-' || n || '@customer.example', 'buyer ' || n ${past}`);
  await write('unpaid', `insert into checkout (merchant_id, id, wire, wire_version, status, version, currency, total_amount, content, snapshot_hash, created_at, updated_at, expires_at)
    select m.id, 'bench-unpaid-' || n, 'quote', 'v1', 'expired', 1, m.currency, 2750, '{}', 'x', at, at, at ${past} and n % 20 in (5, 10, 15)`);
  await write('quotes', `insert into quote (merchant_id, id, payment_method, contact, eta_at, quote_hash, content, expires_at, created_at)
    select m.id, case n % 20 when 0 then 'bench-' else 'bench-unpaid-' end || n, 'card', '{}', at, 'x', '{}', at, at ${past} and n % 20 in (0, 5, 10, 15)`);
  await write('lines', `insert into sold_line (merchant_id, order_id, line_id, item_id, name, quantity, amount, sold_at)
    select m.id, 'bench-' || n, 'line_' || l, case l when 1 then 'birch-soap' else 'trail-guide' end, 'Sold', 3 - l, 1000, at ${past.replace('cross join lateral', 'cross join generate_series(1, 2) l cross join lateral')}`);
}
