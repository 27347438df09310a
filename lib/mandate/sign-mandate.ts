import { canonicalJson } from '@/lib/kernel/hash';
import { newId } from '@/lib/kernel/id';
import { invariant } from '@/lib/kernel/invariant';
import type { Ctx } from '@/lib/ports';
import { signCompact } from './signing-keys';
import { insertMandate } from './store';
import type { MandateContent, MandateDraft, SignedMandate } from './types';

export const MANDATE_TYP = 'mandate+jwt';

/** Gives a mandate its name and time, so that its hash may be signed by a passkey before the wallet signs it. */
export function draftMandate<C extends MandateContent>(ctx: Ctx, content: C): MandateDraft<C> {
  const now = ctx.clock.now();
  return { mandateId: newId('mandate', now.getTime()), ...content, createdAt: now.toISOString() };
}

/**
 * Signs a mandate with the wallet's key and records it, in the caller's transaction. Call ensureSigningKeys before the transaction.
 * `evidence` (a passkey assertion over the hash of the mandate) is kept beside it and is no part of what is signed.
 */
export async function signMandate<C extends MandateContent>(
  ctx: Ctx,
  command: { walletId: string; merchantId?: string; paymentId?: string; mandate: C | MandateDraft<C>; evidence?: object },
): Promise<SignedMandate<C>> {
  const mandate: MandateDraft<C> = 'mandateId' in command.mandate ? command.mandate : draftMandate(ctx, command.mandate);
  assertWholeNumbers(mandate);
  const { jws, kid } = await signCompact(ctx, 'mandate', MANDATE_TYP, canonicalJson(mandate));
  await insertMandate(ctx, {
    walletId: command.walletId,
    merchantId: command.merchantId ?? null,
    paymentId: command.paymentId ?? null,
    stored: { mandate, evidence: command.evidence ?? null },
    jws,
    keyId: kid,
  });
  return Object.assign({}, mandate, { signature: jws });
}

function assertWholeNumbers(value: unknown): void {
  if (typeof value === 'number') invariant(Number.isSafeInteger(value), 'a signed record holds whole numbers only');
  else if (typeof value === 'object' && value !== null) Object.values(value).forEach(assertWholeNumbers);
}
