import { addDays, dayIn } from '@/lib/kernel/day';
import { sha256Hex } from '@/lib/kernel/hash';
import { toCurrency } from '@/lib/kernel/money';
import { ok } from '@/lib/kernel/result';
import type { AccountPayout, CardAvailability, Ctx, MerchantAccountPort, MerchantAccountState } from '@/lib/ports';

/** What a provider would ask at each state, in Stripe's words. */
const REQUIREMENTS: Record<CardAvailability, readonly string[]> = {
  available: [],
  needs_onboarding: ['identity.entity_type', 'identity.business_details', 'configuration.recipient.default_outbound_destination'],
  pending: [],
  requires_action: ['identity.individual.documents.primary_verification'],
};

/**
 * Accounts of merchants where no provider is configured. They move no money: payouts are told as a provider would, and nothing leaves a ledger. Each tells what its owner had it tell (simulateAccount), and at
 * first that nothing was filled in; its page is one of ours.
 */
export const simulatedAccounts: MerchantAccountPort = {
  provider: 'simulator',
  isTest: true,
  create: (_ctx, { key }) => Promise.resolve(ok({ accountId: `acct_sim_${sha256Hex(key).slice(0, 24)}` })),
  find: async (ctx, accountId) => {
    const availability = await findState(ctx, accountId);
    return availability && toState(availability);
  },
  payouts: async (ctx, accountId) => ((await findState(ctx, accountId)) === 'available' ? payOut(ctx, accountId) : []),
  link: (ctx) => Promise.resolve({ url: new URL('/dashboard/payments/onboarding', ctx.settings.publicOrigin).href, expiresAt: null }),
};

/** Days from a payout to its arrival. */
const UNDERWAY_DAYS = 2;

/** At most one a day: all that the account's captured orders come to, less fees, refunds and what was paid out before. Below zero it waits for more orders. */
async function payOut(ctx: Ctx, accountId: string): Promise<AccountPayout[]> {
  const [today, before] = [dayIn('UTC', ctx.clock.now()), await findPayouts(ctx, accountId)];
  const toPayout = ({ id, amount, currency, created_at: createdAt }: PayoutRow): AccountPayout => {
    const arrivesOn = addDays(dayIn('UTC', createdAt), UNDERWAY_DAYS);
    return { payoutId: id, amount, currency: toCurrency(currency), status: arrivesOn <= today ? 'paid' : 'in_transit', arrivesOn, createdAt };
  };
  const paidToday = new Set(before.filter(({ created_at }) => dayIn('UTC', created_at) === today).map(({ currency }) => currency));
  const due = (await findBalances(ctx, accountId)).filter(({ amount, currency }) => amount > 0n && !paidToday.has(currency));
  const made = due.map(({ amount, currency }): PayoutRow => ({ id: `po_sim_${sha256Hex(`${accountId}:${currency}:${today}`).slice(0, 24)}`, amount, currency, created_at: ctx.clock.now() }));
  return [...made, ...before].map(toPayout);
}

type PayoutRow = { id: string; amount: bigint; currency: string; created_at: Date };

const findPayouts = (ctx: Ctx, accountId: string) =>
  ctx.db.query<PayoutRow>({
    name: 'simulated-account.payouts',
    text: 'select p.id, p.amount, p.currency, p.created_at from payment_account a join merchant_payout p on p.merchant_id = a.merchant_id and p.account_id = a.account_id where a.account_id = $1 order by p.created_at desc limit 100',
    values: [accountId],
  });

/** What is left to be paid out, by currency. Of a refund the platform gives back its share of the fee. */
const findBalances = (ctx: Ctx, accountId: string) =>
  ctx.db.query<{ currency: string; amount: bigint }>({
    name: 'simulated-account.balances',
    text: `select s.currency, sum(s.amount)::bigint as amount from (
             select h.currency, h.amount - o.refunded_amount - (h.application_fee_amount - h.application_fee_amount * o.refunded_amount / h.amount) as amount
               from payment_account a join hosted_checkout h on h.merchant_id = a.merchant_id and h.payee_account_id = a.account_id and h.status = 'complete'
               join purchase_order o on o.merchant_id = h.merchant_id and o.checkout_id = h.checkout_id and o.payment_status = 'captured' where a.account_id = $1 and h.amount > 0
             union all
             select p.currency, -p.amount from payment_account a join merchant_payout p on p.merchant_id = a.merchant_id and p.account_id = a.account_id where a.account_id = $1) s group by s.currency`,
    values: [accountId],
  });

const toState = (availability: CardAvailability): MerchantAccountState => ({ availability, payoutsEnabled: availability === 'available', requirements: REQUIREMENTS[availability] });

async function findState(ctx: Ctx, accountId: string): Promise<CardAvailability | null> {
  const rows = await ctx.db.query<{ state: CardAvailability }>({
    name: 'simulated-account.state',
    text: `select coalesce(simulated_state, 'needs_onboarding') as state from payment_account where account_id = $1 and provider = 'simulator'`,
    values: [accountId],
  });
  return rows[0]?.state ?? null;
}
