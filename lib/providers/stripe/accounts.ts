import { z } from 'zod';
import { dayIn } from '@/lib/kernel/day';
import { sha256Hex } from '@/lib/kernel/hash';
import { isCurrency } from '@/lib/kernel/money';
import { err, ok } from '@/lib/kernel/result';
import { PAYOUT_STATUSES, type AccountPayout, type CardAvailability, type MerchantAccountPort, type MerchantAccountState } from '@/lib/ports';
import { createAsker, orThrow, type Asker } from './asker';
import { PATIENCE, type StripeConfig, type StripePatience } from './client';
import { wordsOf } from './trouble';

/** The merchant in the metadata of its account. */
const MERCHANT = 'countersign_merchant';
const INCLUDE = ['configuration.merchant', 'configuration.recipient', 'identity', 'requirements'] as const;

const Capability = z.object({ status: z.string() }).nullish();
/** What we read of an Account (Accounts v2), with INCLUDE. */
const Account = z.object({
  id: z.string().regex(/^acct_\w+$/),
  closed: z.boolean().nullish(),
  configuration: z.object({
    merchant: z.object({ capabilities: z.object({ card_payments: Capability, stripe_balance: z.object({ payouts: Capability }).nullish() }).nullish() }).nullish(),
    recipient: z.object({ capabilities: z.object({ stripe_balance: z.object({ stripe_transfers: Capability, payouts: Capability }).nullish() }).nullish() }).nullish(),
  }).nullish(),
  identity: z.object({ entity_type: z.string().nullish() }).nullish(),
  requirements: z.object({
    entries: z.array(z.object({ awaiting_action_from: z.string(), description: z.string(), minimum_deadline: z.object({ status: z.string() }) })).nullish(),
  }).nullish(),
});
type Account = z.infer<typeof Account>;

/**
 * Connected accounts (docs.stripe.com/connect/accounts-v2) with Stripe's Express dashboard: the platform pays Stripe's fees and answers for
 * losses. One takes cards once Stripe lets it take card payments and receive transfers, as destination charges on its behalf need both.
 */
export function stripeAccounts(config: StripeConfig, patience: StripePatience = PATIENCE): MerchantAccountPort {
  const asker = createAsker(config, patience);
  return {
    provider: 'stripe',
    isTest: /^[sr]k_test_/.test(config.secretKey),
    create: (ctx, account) => create(asker, account, (words) => ctx.log.error({ merchantId: account.merchantId, stripe: words }, 'Stripe would not open an account')),
    find: (_ctx, accountId) => find(asker, accountId),
    payouts: (ctx, accountId) => listPayouts(asker, accountId, (words) => ctx.log.warn({ accountId, stripe: words }, 'Stripe would not tell an account’s payouts')),
    link: (_ctx, link) => openLink(asker, link),
  };
}

type NewAccount = Parameters<MerchantAccountPort['create']>[1];

async function create({ stripe, ask }: Asker, { merchantId, name, email, country, currency, key }: NewAccount, tell: (words: string) => void): ReturnType<MerchantAccountPort['create']> {
  const params = {
    display_name: name,
    ...(email !== null && { contact_email: email }),
    dashboard: 'express',
    identity: { country: country.toLowerCase() },
    defaults: { currency: currency.toLowerCase(), responsibilities: { fees_collector: 'application', losses_collector: 'application' } },
    configuration: { merchant: { capabilities: { card_payments: { requested: true } } }, recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
    metadata: { [MERCHANT]: merchantId },
  } as const;
  // Stripe takes a key for the same words alone: a store that was renamed since is asked for anew.
  const idempotencyKey = `${key}-${sha256Hex(JSON.stringify(params)).slice(0, 16)}`;
  const asked = await ask('open an account', () => stripe.v2.core.accounts.create(params, { idempotencyKey }));
  if (!asked.ok && asked.trouble.kind === 'refused') {
    tell(wordsOf(asked.trouble.error));
    return err({ code: 'refused' });
  }
  return ok({ accountId: Account.parse(orThrow('open an account', asked)).id });
}

async function find({ stripe, ask }: Asker, accountId: string): Promise<MerchantAccountState | null> {
  const asked = await ask('retrieve an account', () => stripe.v2.core.accounts.retrieve(accountId, { include: [...INCLUDE] }));
  if (!asked.ok && asked.trouble.error.statusCode === 404) return null;
  return toState(Account.parse(orThrow('retrieve an account', asked)));
}

/** A payout (docs.stripe.com/api/payouts), as far as it is shown. */
const StripePayout = z.object({ id: z.string(), amount: z.number().int(), currency: z.string(), status: z.enum(PAYOUT_STATUSES), arrival_date: z.number().int(), created: z.number().int() });
const PAYOUTS_AT_ONCE = 100;

/** As the connected account itself sees them. In a currency that nothing is sold in here they are left out; where Stripe refuses there are none. */
async function listPayouts({ stripe, ask }: Asker, accountId: string, tell: (words: string) => void): Promise<AccountPayout[]> {
  const asked = await ask('list payouts', () => stripe.payouts.list({ limit: PAYOUTS_AT_ONCE }, { stripeAccount: accountId }));
  if (!asked.ok && asked.trouble.kind === 'refused') {
    tell(wordsOf(asked.trouble.error));
    return [];
  }
  return z.array(StripePayout).parse(orThrow('list payouts', asked).data).flatMap(({ id, amount, currency, status, arrival_date, created }) => {
    const code = currency.toUpperCase();
    return isCurrency(code) ? [{ payoutId: id, amount: BigInt(amount), currency: code, status, arrivesOn: dayIn('UTC', new Date(arrival_date * 1000)), createdAt: new Date(created * 1000) }] : [];
  });
}

async function openLink({ stripe, ask }: Asker, { accountId, returnUrl, refreshUrl }: Parameters<MerchantAccountPort['link']>[1]): ReturnType<MerchantAccountPort['link']> {
  const asked = await ask('open an onboarding', () => stripe.v2.core.accountLinks.create({ account: accountId, use_case: { type: 'account_onboarding', account_onboarding: { return_url: returnUrl, refresh_url: refreshUrl } } }));
  const { url, expires_at } = z.object({ url: z.url(), expires_at: z.iso.datetime() }).parse(orThrow('open an onboarding', asked));
  return { url, expiresAt: new Date(expires_at) };
}

function toState(account: Account): MerchantAccountState {
  const { merchant, recipient } = account.configuration ?? {};
  const payouts = merchant?.capabilities?.stripe_balance?.payouts ?? recipient?.capabilities?.stripe_balance?.payouts;
  return { availability: availabilityOf(account), payoutsEnabled: payouts?.status === 'active', requirements: dueOf(account).map(({ description }) => description).slice(0, 50) };
}

/** What the merchant itself has to tell by now. */
const dueOf = ({ requirements }: Account) =>
  (requirements?.entries ?? []).filter(({ awaiting_action_from, minimum_deadline }) => awaiting_action_from === 'user' && minimum_deadline.status !== 'eventually_due');

function availabilityOf(account: Account): CardAvailability {
  const { configuration, identity, closed } = account;
  const needed = [configuration?.merchant?.capabilities?.card_payments, configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers].map((capability) => capability?.status);
  if (closed === true || needed.includes('rejected') || needed.includes('unsupported')) return 'requires_action';
  if (needed.every((status) => status === 'active')) return 'available';
  // Nobody has begun to fill in who the merchant is.
  if (identity?.entity_type == null) return 'needs_onboarding';
  return dueOf(account).length > 0 ? 'requires_action' : 'pending';
}
