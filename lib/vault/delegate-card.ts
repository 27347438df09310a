import { openExternalCard } from '@/lib/bank';
import { newId, randomToken } from '@/lib/kernel/id';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { decideCard } from './decide-card';
import { deletionOf } from './keep';
import { sealCard } from './seal-card';
import { insertToken } from './store';
import type { CardFacts, DelegateCard, VaultRefusal } from './types';

export type DelegatedCard = { readonly token: string; readonly createdAt: Date };

/**
 * Takes a card into the vault for one checkout and answers the token that it is paid with, `vt_` and letters and digits alone (ACP
 * delegate_payment); in the caller's transaction. The token is kept as its hash, the card sealed, the verification code and the cryptogram
 * not at all. Refused, with nothing kept: number_invalid, expired, verification_code_invalid, allowance_expired, and risk_blocked where the
 * platform itself says that the card must not be used. That the checkout is open and whose it is, is the caller's to know.
 */
export async function delegateCard(ctx: Ctx, command: DelegateCard): Promise<Result<DelegatedCard, VaultRefusal>> {
  const now = ctx.clock.now();
  const decided = decide(command, now);
  return decided.ok ? ok(await keep(ctx, command, decided.value, now)) : decided;
}

function decide({ card, allowance, riskSignals }: DelegateCard, now: Date): Result<CardFacts, VaultRefusal> {
  const facts = decideCard(card, now);
  if (!facts.ok) return facts;
  if (allowance.expiresAt <= now) return err({ code: 'allowance_expired' });
  const blocked = riskSignals.findIndex(({ action }) => action === 'blocked');
  return blocked < 0 ? facts : err({ code: 'risk_blocked', index: blocked });
}

const keep = (ctx: Ctx, command: DelegateCard, facts: CardFacts, now: Date): Promise<DelegatedCard> =>
  inTransaction(ctx, async (ctx) => {
    const { card, allowance, riskSignals, billingAddress, delegatedBy } = command;
    const reviewed = riskSignals.some(({ action }) => action === 'manual_review');
    const { cardId, authentication } = await openExternalCard(ctx, { number: card.number, ...facts, currency: allowance.currency, reviewed });
    const token = randomToken('vt_');
    const { number, expiry, holderName } = card;
    await insertToken(ctx, {
      id: newId('token', now.getTime()),
      token,
      allowance,
      cardId,
      card: { numberType: card.numberType, funding: card.funding, ...facts },
      sealedCard: sealCard(ctx.keyring, { number, expiry, holderName, billingAddress }),
      cardDeletesAt: deletionOf(now, allowance.expiresAt),
      authentication,
      riskSignals,
      delegatedBy,
      createdAt: now,
    });
    return { token, createdAt: now };
  });
