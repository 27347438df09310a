import type { Ctx } from '@/lib/ports';
import { findHosted } from './store';
import { toHostedCheckout } from './to-hosted-checkout';
import type { HostedCheckout } from './types';

/** A hosted checkout by its unguessable id, as it stands now; null where there is none, or a merchant was named and it is another's. */
export async function findHostedCheckout(ctx: Ctx, id: string, of: { readonly merchantId?: string } = {}): Promise<HostedCheckout | null> {
  const row = await findHosted(ctx, id);
  return row && (of.merchantId === undefined || row.merchantId === of.merchantId) ? toHostedCheckout(ctx, row) : null;
}
