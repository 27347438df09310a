import type { Ctx } from '@/lib/ports';

export type FactKind = 'affiliate' | 'intent_trace' | 'marketing_consent' | 'risk_signals';
export type FactKey = { readonly merchantId: string; readonly checkoutId: string; readonly kind: FactKind; readonly key: string };

const PURPOSE = 'checkout.fact';

/** Writes a fact about a checkout, in the place of what was there under its key. */
export async function putFact(ctx: Ctx, { merchantId, checkoutId, kind, key }: FactKey, content: object): Promise<void> {
  await ctx.db.write({
    name: 'checkout.put-fact',
    text: `insert into checkout_fact (merchant_id, checkout_id, kind, key, sealed_content, created_at) values ($1, $2, $3, $4, $5, $6)
           on conflict (checkout_id, kind, key) do update set sealed_content = excluded.sealed_content, created_at = excluded.created_at`,
    values: [merchantId, checkoutId, kind, key, ctx.keyring.seal(JSON.stringify(content), PURPOSE), ctx.clock.now()],
  });
}

type FactRow = { kind: FactKind; key: string; sealed_content: string; created_at: Date };
const open = (ctx: Ctx, row: Pick<FactRow, 'sealed_content'>): unknown => JSON.parse(ctx.keyring.open(row.sealed_content, PURPOSE));

export async function findFact(ctx: Ctx, { merchantId, checkoutId, kind, key }: FactKey): Promise<unknown> {
  const rows = await ctx.db.query<Pick<FactRow, 'sealed_content'>>({
    name: 'checkout.find-fact',
    text: `select sealed_content from checkout_fact where merchant_id = $1 and checkout_id = $2 and kind = $3 and key = $4`,
    values: [merchantId, checkoutId, kind, key],
  });
  return rows[0] ? open(ctx, rows[0]) : null;
}

export type Fact = { readonly kind: FactKind; readonly key: string; readonly content: unknown; readonly at: Date };

/** All facts about a merchant's checkout, the oldest first. */
export async function listFacts(ctx: Ctx, query: { merchantId: string; checkoutId: string }): Promise<Fact[]> {
  const rows = await ctx.db.query<FactRow>({
    name: 'checkout.list-facts',
    text: `select kind, key, sealed_content, created_at from checkout_fact where merchant_id = $1 and checkout_id = $2 order by created_at, kind, key`,
    values: [query.merchantId, query.checkoutId],
  });
  return rows.map((row) => ({ kind: row.kind, key: row.key, content: open(ctx, row), at: row.created_at }));
}
