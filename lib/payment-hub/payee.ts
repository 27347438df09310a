import { applyBasisPoints } from '@/lib/kernel/money';
import type { Ctx, Payee } from '@/lib/ports';
import { loadPaymentHub } from './hub';

/** Who is paid for a card order of this amount; null: the platform, for a merchant without an account that takes cards. */
export async function findPayee(ctx: Ctx, { merchantId, amount }: { merchantId: string; amount: bigint }): Promise<Payee | null> {
  const { accountId, availability, feeBasisPoints } = await loadPaymentHub(ctx, merchantId);
  if (accountId === null || availability !== 'available') return null;
  return { accountId, applicationFeeAmount: applyBasisPoints(amount, feeBasisPoints) };
}
