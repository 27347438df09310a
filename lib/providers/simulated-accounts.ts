import { sha256Hex } from '@/lib/kernel/hash';
import { ok } from '@/lib/kernel/result';
import type { CardAvailability, Ctx, MerchantAccountPort, MerchantAccountState } from '@/lib/ports';

/** What a provider would ask at each state, in Stripe's words. */
const REQUIREMENTS: Record<CardAvailability, readonly string[]> = {
  available: [],
  needs_onboarding: ['identity.entity_type', 'identity.business_details', 'configuration.recipient.default_outbound_destination'],
  pending: [],
  requires_action: ['identity.individual.documents.primary_verification'],
};

/**
 * Accounts of merchants where no provider is configured. They move no money. Each tells what its owner had it tell (simulateAccount), and at
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
  link: (ctx) => Promise.resolve({ url: new URL('/dashboard/payments/onboarding', ctx.settings.publicOrigin).href, expiresAt: null }),
};

const toState = (availability: CardAvailability): MerchantAccountState => ({ availability, payoutsEnabled: availability === 'available', requirements: REQUIREMENTS[availability] });

async function findState(ctx: Ctx, accountId: string): Promise<CardAvailability | null> {
  const rows = await ctx.db.query<{ state: CardAvailability }>({
    name: 'simulated-account.state',
    text: `select coalesce(simulated_state, 'needs_onboarding') as state from payment_account where account_id = $1 and provider = 'simulator'`,
    values: [accountId],
  });
  return rows[0]?.state ?? null;
}
