import { completeCheckout, type AuthenticationReport, type BrowserChannel, type CheckoutRefusal, type CompletedCheckout } from '@/lib/checkout';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/ports';
import { delegateCard } from '@/lib/vault';
import { hostedStatus } from './hosted-status';
import { startChallenge } from './start-challenge';
import { countDecline, endHosted, findHosted } from './store';
import { toHostedCheckout } from './to-hosted-checkout';
import type { HostedPayment, HostedRow, PayHostedRefusal, TypedCard } from './types';

/** Whoever tries out stolen cards gets no further with one page. */
const MAX_DECLINES = 10;

export type PayHostedCheckout = { readonly id: string; readonly card: TypedCard; /** The browser that the card's bank may ask about. */ readonly channel: BrowserChannel };
type Answer = Result<HostedPayment, PayHostedRefusal>;

/**
 * Pays a hosted checkout of ours with a card: the card goes into the vault for this checkout alone (its verification code is looked at and not
 * kept), and its token completes the checkout at the held price. Sent twice, also at the same moment, it is one order. Asks the network, so call
 * it outside any transaction. Refused: PayHostedRefusal.
 */
export async function payHostedCheckout(ctx: Ctx, command: PayHostedCheckout): Promise<Answer> {
  const row = await findHosted(ctx, command.id);
  const barred = row ? barrier(ctx, row) : err({ code: 'not_found' as const });
  if (!row || barred) return barred ?? err({ code: 'not_found' });
  const { merchantId, checkoutId, currency, amount: maxAmount, expiresAt } = row;
  const delegated = await delegateCard(ctx, {
    card: { numberType: 'fpan', funding: 'credit', ...command.card },
    allowance: { merchantId, checkoutId, currency, maxAmount, expiresAt },
    billingAddress: null,
    riskSignals: [],
    delegatedBy: row.id,
  });
  if (!delegated.ok) {
    const { code } = delegated.error;
    return code === 'allowance_expired' || code === 'risk_blocked' ? err({ code: 'expired' }) : err({ code: 'invalid_card', fault: code });
  }
  const { token } = delegated.value;
  const completed = await complete(ctx, row, { token, channel: command.channel });
  if (needsHolder(completed)) return startChallenge(ctx, row, { token, card: command.card }, (proof) => finish(ctx, row, { token, authentication: proof }));
  return conclude(ctx, row, completed);
}

/** Completes with a card whose bank was asked about its holder. */
export async function finish(ctx: Ctx, row: HostedRow, paid: { readonly token: string; readonly authentication: AuthenticationReport }): Promise<Answer> {
  return conclude(ctx, row, await complete(ctx, row, paid));
}

/** What keeps a card from being tried at all. */
export function barrier(ctx: Ctx, row: HostedRow): Answer | null {
  switch (hostedStatus(row, ctx.clock.now())) {
    case 'complete':
      return ok({ outcome: 'paid', hosted: toHostedCheckout(ctx, row) });
    case 'expired':
      return err({ code: 'expired' });
    case 'open':
      if (row.checkoutStatus === 'paying') return err({ code: 'in_progress' });
      if (row.provider !== 'simulator') return err({ code: 'elsewhere', url: row.url });
      return row.declineCount >= MAX_DECLINES ? err({ code: 'too_many_declines' }) : null;
  }
}

type Completed = Result<CompletedCheckout, CheckoutRefusal>;

/** The merchant's own page takes the card to the network: whose checkout it is was settled when the page was opened. */
const complete = (ctx: Ctx, { merchantId, checkoutId, wireVersion }: HostedRow, paid: { token: string; channel?: BrowserChannel; authentication?: AuthenticationReport }): Promise<Completed> =>
  completeCheckout(ctx, { merchantId, checkoutId, actor: { kind: 'acquirer', merchantId }, wireVersion, resumed: false, ...paid });

const needsHolder = (completed: Completed): boolean => (completed.ok ? completed.value.outcome === 'authentication_required' : completed.error.code === 'requires_3ds');

async function conclude(ctx: Ctx, { id }: HostedRow, completed: Completed): Promise<Answer> {
  if (completed.ok && completed.value.outcome === 'completed') await endHosted(ctx, id, 'complete');
  if (completed.ok && completed.value.outcome !== 'completed') {
    await countDecline(ctx, id);
    return err({ code: 'declined', messages: completed.value.checkout.messages.filter(({ kind }) => kind === 'error') });
  }
  const row = await findHosted(ctx, id);
  const barred = row && barrier(ctx, row);
  if (barred) return barred;
  return err(completed.ok || completed.error.code === 'in_progress' ? { code: 'in_progress' } : { code: 'declined', messages: [] });
}
