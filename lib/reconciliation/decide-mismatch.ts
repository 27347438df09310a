import type { Mismatch } from './types';

/** A payment as both sides know it. Amounts in minor units. */
export type Pair = {
  readonly transactionId: string;
  readonly ours: { readonly status: string; readonly amount: bigint; readonly refundedAmount: bigint } | null;
  readonly theirs: { readonly status: string; readonly amount: bigint; readonly refundedAmount: bigint } | null;
};

/** How two records of one payment differ, or null where they agree. Pure. */
export function decideMismatch({ transactionId, ours, theirs }: Pair): Mismatch | null {
  const [ourState, providerState] = [ours ? ourStateOf(ours) : 'missing', theirs ? theirs.status : null];
  const differ = (kind: Mismatch['kind']): Mismatch => ({ transactionId, kind, ourState, providerState });
  if (!theirs) return differ('missing_there');
  if (!ours) return differ('missing_here');
  if (ourState !== providerState) return differ('state');
  return ours.amount === theirs.amount && ours.refundedAmount === theirs.refundedAmount ? null : differ('amount');
}

/** The order knows what was given back, the attempt what was taken. */
const ourStateOf = ({ status, amount, refundedAmount }: NonNullable<Pair['ours']>): string => (status === 'captured' && refundedAmount > 0n && refundedAmount === amount ? 'refunded' : status);
