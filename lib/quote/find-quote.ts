import { isUuid } from '@/lib/kernel/id';
import type { Ctx } from '@/lib/ports';
import { findQuoteRow } from './store';
import type { Quote } from './types';

/** A quote by its id, whether or not its time is over; null where there is none, or another merchant's than the one that is given. */
export async function findQuote(ctx: Ctx, { quoteId, merchantId }: { quoteId: string; merchantId?: string }): Promise<Quote | null> {
  if (!isUuid(quoteId)) return null;
  const quote = await findQuoteRow(ctx, quoteId);
  return quote && (merchantId === undefined || quote.merchantId === merchantId) ? quote : null;
}
