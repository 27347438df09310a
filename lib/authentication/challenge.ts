import { challengeCode, isCode, MAX_WRONG_CODES } from '@/lib/acs';
import { getMerchant } from '@/lib/merchant';
import { isUuid } from '@/lib/kernel/id';
import { money, type Money } from '@/lib/kernel/money';
import { inTransaction, type Ctx } from '@/lib/ports';
import { withExpiry } from './access';
import { findAuthentication, lockAuthentication, writeAuthentication } from './store';
import { toResult } from './to-result';
import type { Authentication, AuthenticationResult } from './types';
import type { AuthenticationStatus } from './status';

/** What the bank shows the person whom it asks. */
export type Challenge = {
  readonly acsTransactionId: string;
  readonly serverTransactionId: string;
  readonly status: AuthenticationStatus;
  readonly merchantName: string;
  readonly amount: Money;
  readonly cardLast4: string;
  /** What a real bank would send to the person's phone. */
  readonly code: string;
  readonly triesLeft: number;
  readonly notificationUrl: string | null;
  readonly result: AuthenticationResult | null;
};

export type ChallengeAnswer = { readonly kind: 'code'; readonly code: string } | { readonly kind: 'cancel' };

/** A challenge by the issuer's unguessable name of it; null where there is none, or its holder was never asked. */
export async function findChallenge(ctx: Ctx, acsTransactionId: string): Promise<Challenge | null> {
  const found = isUuid(acsTransactionId) ? await findAuthentication(ctx, 'acs_transaction_id', acsTransactionId) : null;
  return found && toChallenge(ctx, withExpiry(found, ctx.clock.now()));
}

/** Takes the person's answer. Three wrong codes end it; what is over stays as it is. */
export function answerChallenge(ctx: Ctx, acsTransactionId: string, answer: ChallengeAnswer): Promise<Challenge | null> {
  return inTransaction(ctx, async (tx) => {
    const found = isUuid(acsTransactionId) ? await lockAuthentication(tx, 'acs_transaction_id', acsTransactionId) : null;
    if (!found) return null;
    const current = withExpiry(found, tx.clock.now());
    return toChallenge(tx, current.status === 'challenge' ? await take(tx, current, answer) : current);
  });
}

function take(tx: Ctx, authentication: Authentication, answer: ChallengeAnswer): Promise<Authentication> {
  if (answer.kind === 'cancel') return writeAuthentication(tx, authentication, { status: 'challenge_abandoned' });
  if (isCode(tx.keyring, authentication.acsTransactionId, answer.code)) return writeAuthentication(tx, authentication, { status: 'authenticated' });
  const wrongCodes = authentication.wrongCodes + 1;
  return writeAuthentication(tx, authentication, { wrongCodes, status: wrongCodes >= MAX_WRONG_CODES ? 'not_authenticated' : 'challenge' });
}

/** Nobody is shown what was not asked yet. */
async function toChallenge(ctx: Ctx, authentication: Authentication): Promise<Challenge | null> {
  const { status, acsTransactionId, serverTransactionId, cardLast4, wrongCodes, notificationUrl } = authentication;
  if (status === 'fingerprint' || status === 'pending' || status === 'not_supported') return null;
  const merchant = await getMerchant(ctx, authentication.merchantId);
  return {
    acsTransactionId, serverTransactionId, status, cardLast4, notificationUrl,
    merchantName: merchant.name,
    amount: money(authentication.amount, authentication.currency),
    code: challengeCode(ctx.keyring, acsTransactionId),
    triesLeft: MAX_WRONG_CODES - wrongCodes,
    result: toResult(ctx.keyring, authentication),
  };
}

/** Whether a 3DS server transaction is one that a browser may be looked at for. */
export async function hasMethod(ctx: Ctx, serverTransactionId: string): Promise<boolean> {
  return isUuid(serverTransactionId) && (await findAuthentication(ctx, 'server_transaction_id', serverTransactionId)) !== null;
}
