import { lookUpCard } from '@/lib/acs';
import { getCheckout } from '@/lib/checkout';
import { addSeconds } from '@/lib/kernel/clock';
import { newId, newUuid } from '@/lib/kernel/id';
import type { Currency } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx } from '@/lib/ports';
import { cardFingerprint, findCardFault, type GivenCard } from './card';
import { insertAuthentication } from './store';
import type { Authentication, AuthenticationActor, AuthenticationRefusal } from './types';

const TTL_SECONDS = 1800;

export type StartAuthentication = {
  readonly merchantId: string;
  readonly actor: AuthenticationActor;
  readonly card: GivenCard;
  readonly amount: bigint;
  readonly currency: Currency;
  readonly checkoutId: string | null;
  /** False: the browser runs no script, so it cannot be looked at before its holder is asked. */
  readonly javaScript: boolean;
  readonly challengeAsked: boolean;
  readonly notificationUrl: string | null;
};

/** Begins to authenticate the holder of a card (ACP 2026-04-17, POST /delegate_authentication). Nobody is asked yet. */
export function startAuthentication(ctx: Ctx, command: StartAuthentication): Promise<Result<Authentication, AuthenticationRefusal>> {
  return inTransaction<Ctx, Result<Authentication, AuthenticationRefusal>>(ctx, async (tx) => {
    const now = tx.clock.now();
    const fault = findCardFault(command.card, now);
    if (fault) return err({ code: 'invalid_card', field: fault });
    if (command.checkoutId !== null && !(await isOpenCheckout(tx, command, command.checkoutId))) return err({ code: 'unknown_checkout' });
    const range = lookUpCard(command.card.number);
    const { actor } = command;
    const authentication: Authentication = {
      id: newId('authentication', now.getTime()),
      merchantId: command.merchantId,
      checkoutId: command.checkoutId,
      agentId: actor.kind === 'agent' ? actor.agentId : null,
      apiKeyId: actor.kind === 'merchant' ? actor.keyId : null,
      status: range === null ? 'not_supported' : range.hasMethod && command.javaScript ? 'fingerprint' : 'pending',
      amount: command.amount,
      currency: command.currency,
      cardFingerprint: cardFingerprint(tx.keyring, command.card.number),
      cardLast4: command.card.number.slice(-4),
      directoryServer: range?.directoryServer ?? null,
      scenario: range?.scenario ?? 'unavailable',
      challengeAsked: command.challengeAsked,
      serverTransactionId: newUuid(),
      acsTransactionId: newUuid(),
      dsTransactionId: newUuid(),
      notificationUrl: command.notificationUrl,
      wrongCodes: 0,
      createdAt: now,
      expiresAt: addSeconds(now, TTL_SECONDS),
      usedAt: null,
    };
    await insertAuthentication(tx, authentication);
    return ok(authentication);
  });
}

/** One of this merchant that the actor may see and that can still be paid. */
export async function isOpenCheckout(ctx: Ctx, { actor, merchantId }: { actor: AuthenticationActor; merchantId: string }, checkoutId: string): Promise<boolean> {
  const found = await getCheckout(ctx, { checkoutId, actor, merchantId });
  return found.ok && !['completed', 'canceled', 'expired'].includes(found.value.status);
}
