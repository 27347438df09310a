import type { ItemTranslations } from '@/lib/catalog';
import type { Ctx } from '@/lib/ports';
import type { PaymentMethod } from '@/lib/storefront';
import type { PickupWindow, Quote, QuoteContact, QuoteContent } from './types';

type QuoteRow = { id: string; merchant_id: string; payment_method: PaymentMethod; content: QuoteContent; quote_hash: string; expires_at: Date };

const toQuote = (row: QuoteRow): Quote => ({
  id: row.id,
  merchantId: row.merchant_id,
  paymentMethod: row.payment_method,
  content: row.content,
  hash: row.quote_hash,
  expiresAt: row.expires_at,
});

/** A quote by its id, or null. */
export async function findQuoteRow(ctx: Ctx, quoteId: string): Promise<Quote | null> {
  const rows = await ctx.db.query<QuoteRow>({
    name: 'quote.find',
    text: `select id, merchant_id, payment_method, content, quote_hash, expires_at from quote where id = $1`,
    values: [quoteId],
  });
  return rows[0] ? toQuote(rows[0]) : null;
}

export type NewQuote = Quote & { readonly contact: QuoteContact; readonly locale: string | null; readonly window: PickupWindow | null; readonly etaAt: Date };

export async function insertQuote(ctx: Ctx, quote: NewQuote): Promise<void> {
  await ctx.db.write({
    name: 'quote.insert',
    text: `insert into quote (merchant_id, id, payment_method, contact, locale, window_starts_at, window_ends_at, eta_at, quote_hash, content, expires_at, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    values: [
      quote.merchantId, quote.id, quote.paymentMethod, JSON.stringify(quote.contact), quote.locale, quote.window?.startsAt ?? null, quote.window?.endsAt ?? null, quote.etaAt,
      quote.hash, JSON.stringify(quote.content), quote.expiresAt, ctx.clock.now(),
    ],
  });
}

/** Twice the median price of what stands on a merchant's menu, in minor units; null while nothing does. */
export async function findDoubledMedian(ctx: Ctx, merchantId: string): Promise<bigint | null> {
  const rows = await ctx.db.query<{ doubled: bigint | null }>({
    name: 'quote.doubled-median',
    text: `select (2 * percentile_cont(0.5) within group (order by amount))::bigint as doubled from item where merchant_id = $1 and available and not archived`,
    values: [merchantId],
  });
  return rows[0]?.doubled ?? null;
}

/** The names of items in a language, by sku, of those that have one. */
export async function findNames(ctx: Ctx, query: { merchantId: string; skus: readonly string[]; locale: string }): Promise<Map<string, string>> {
  const rows = await ctx.db.query<{ id: string; translations: ItemTranslations }>({
    name: 'quote.names',
    text: `select id, translations from item where merchant_id = $1 and id = any($2) and translations ? $3`,
    values: [query.merchantId, query.skus, query.locale],
  });
  return new Map(rows.flatMap(({ id, translations }) => {
    const name = translations[query.locale]?.name;
    return name === undefined ? [] : [[id, name]];
  }));
}

/** For tests alone (POST /testing/age): makes a quote that much older; its checkout ages by itself. False when there is none of this id. */
export async function ageQuote(ctx: Ctx, { id, seconds }: { id: string; seconds: number }): Promise<boolean> {
  const rows = await ctx.db.query<{ id: string }>({
    name: 'quote.age',
    text: `update quote set created_at = created_at - $2::int * interval '1 second', expires_at = expires_at - $2::int * interval '1 second' where id = $1 returning id`,
    values: [id, seconds],
  });
  return rows.length === 1;
}
