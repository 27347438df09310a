import { randomBytes } from 'node:crypto';
import { addSeconds } from '@/lib/kernel/clock';
import { invariant } from '@/lib/kernel/invariant';
import { money, toDecimal } from '@/lib/kernel/money';
import { draftMandate, type IntentMandate, type MandateDraft, type MandateLimit, type MandateTerms } from '@/lib/mandate';
import type { Ctx } from '@/lib/ports';
import type { AgentFields, AgentLimit, AgentTerms, OnePurchase } from './types';

const VALID_SECONDS = 365 * 24 * 60 * 60;

/** What an owner is asked to confirm of an agent. `purchase`: it is for that one alone. */
export type MandateChange = {
  readonly agentId: string;
  readonly walletId: string;
  readonly before: AgentTerms | null;
  readonly after: AgentFields;
  readonly purchase?: OnePurchase;
};

/** The mandate that an owner confirms: before and after, so that the passkey signs what changes (rules.md, widening). */
export function draftIntentMandate(ctx: Ctx, change: MandateChange & { confirmedBy: IntentMandate['confirmedBy'] }): MandateDraft<IntentMandate> {
  const { after, before, purchase } = change;
  const [first] = after.limits;
  invariant(first, 'an agent has at least one limit');
  const now = ctx.clock.now();
  return draftMandate<IntentMandate>(ctx, {
    type: 'intent',
    agentId: change.agentId,
    ownerId: change.walletId,
    intent: {
      description: after.description === '' ? after.name : `${after.name}: ${after.description}`,
      maxAmount: toDecimal(money(first.perTransactionAmount, first.currency)),
      currency: first.currency,
    },
    before: before && toMandateTerms(before),
    after: toMandateTerms(after),
    ...(purchase ? { purchase: { checkoutId: purchase.checkoutId, snapshotHash: purchase.snapshotHash } } : {}),
    validFrom: now.toISOString(),
    validUntil: (purchase?.expiresAt ?? addSeconds(now, VALID_SECONDS)).toISOString(),
    nonce: randomBytes(32).toString('base64url'),
    confirmedBy: change.confirmedBy,
  });
}

const toMandateTerms = (terms: AgentTerms): MandateTerms => ({
  permissions: terms.permissions,
  limits: terms.limits.map(toMandateLimit),
  ...(terms.merchants === undefined ? {} : { merchants: terms.merchants }),
  status: terms.status,
});

/** Limits as a passkey signs them: decimal strings in major units. */
export const toMandateLimit = ({ currency, perTransactionAmount, dailyAmount, weeklyAmount, monthlyAmount }: AgentLimit): MandateLimit => ({
  currency,
  perTransaction: toDecimal(money(perTransactionAmount, currency)),
  daily: toDecimal(money(dailyAmount, currency)),
  ...(weeklyAmount === undefined ? {} : { weekly: toDecimal(money(weeklyAmount, currency)) }),
  monthly: toDecimal(money(monthlyAmount, currency)),
});
