import { addSeconds } from '@/lib/kernel/clock';
import { invariant } from '@/lib/kernel/invariant';
import { err, ok, type Result } from '@/lib/kernel/result';
import { findMerchant } from '@/lib/merchant';
import { inTransaction, Unavailable, type CardAvailability, type Ctx, type MerchantAccountState } from '@/lib/ports';
import { tellStore } from '@/lib/store-notice';
import { beginAccount, clearAccount, findAccount, findMerchantOf, listStale, writeAccount, writeFee, writePayouts, writeSimulatedState, writeState, type AccountRow } from './store';
import type { PaymentHub } from './types';

/** What was known of an account that the provider does not know any more. */
const LOST: MerchantAccountState = { availability: 'requires_action', payoutsEnabled: false, requirements: ['account_not_found'] };

const STALE_SECONDS = 12 * 3600;
const STALE_AT_ONCE = 50;

/** How a merchant stands. An account at another provider than the one that this installation works with is none. */
export async function loadPaymentHub(ctx: Ctx, merchantId: string): Promise<PaymentHub> {
  const { provider, isTest } = ctx.ports.merchantAccounts;
  const row = await findAccount(ctx, merchantId);
  const account: Partial<AccountRow> = row?.provider === provider ? row : {};
  const { accountId = null, availability = 'needs_onboarding', requirements = [], payoutsEnabled = false, syncedAt = null } = account;
  return { merchantId, provider, isTest, accountId, availability, requirements, payoutsEnabled, syncedAt, feeBasisPoints: row?.feeBasisPoints ?? 0 };
}

/** `provider_refused`: the provider does not serve such a merchant. */
export type OpenAccountError = { readonly code: 'provider_refused' };

/**
 * Opens the merchant's account, or finds the one that there is, and asks how it stands. However often and wherever it is cut off, it is one
 * account: the provider is asked under one key for it. Asks a provider, so call it outside any transaction. Throws Unavailable.
 */
export async function openAccount(ctx: Ctx, merchantId: string): Promise<Result<PaymentHub, OpenAccountError>> {
  const port = ctx.ports.merchantAccounts;
  const row = await beginAccount(ctx, { merchantId, provider: port.provider });
  if (row.accountId === null) {
    const merchant = await findMerchant(ctx, merchantId);
    invariant(merchant, `merchant ${merchantId} exists`);
    const { name, handle, supportEmail, country, currency } = merchant;
    const key = `account-${merchantId}-${row.generation}`;
    const created = await port.create(ctx, { merchantId, name: name || handle, email: supportEmail || null, country, currency, key });
    if (!created.ok) return err({ code: 'provider_refused' });
    await writeAccount(ctx, row, created.value.accountId);
  }
  return ok(await syncAccount(ctx, merchantId));
}

/** Asks the provider how the account stands, and for its payouts, and writes both; where cards are not taken any more, the store is told. Without an account there is nothing to ask. */
export async function syncAccount(ctx: Ctx, merchantId: string): Promise<PaymentHub> {
  const { accountId } = await loadPaymentHub(ctx, merchantId);
  if (accountId !== null) {
    const state = await ctx.ports.merchantAccounts.find(ctx, accountId);
    await takeState(ctx, { merchantId, accountId }, state ?? LOST);
    if (state) await writePayouts(ctx, { merchantId, accountId }, await ctx.ports.merchantAccounts.payouts(ctx, accountId));
  }
  return loadPaymentHub(ctx, merchantId);
}

/** Accounts that the provider told nothing of for half a day are asked for: payouts move without a word where no webhook was set up. For a periodic job. */
export async function syncStaleAccounts(ctx: Ctx): Promise<void> {
  const { provider } = ctx.ports.merchantAccounts;
  for (const merchantId of await listStale(ctx, { provider, before: addSeconds(ctx.clock.now(), -STALE_SECONDS), limit: STALE_AT_ONCE })) {
    try {
      await syncAccount(ctx, merchantId);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      return; // the provider is away: the next run asks again
    }
  }
}

const takeState = (ctx: Ctx, { merchantId, accountId }: { merchantId: string; accountId: string }, state: MerchantAccountState): Promise<void> =>
  inTransaction(ctx, async (tx) => {
    const before = await writeState(tx, accountId, state);
    if (before !== 'available' || state.availability === 'available') return;
    await tellStore(tx, { merchantId, event: 'payments', subject: `${accountId}:${tx.clock.now().toISOString()}`, path: '/dashboard/payments' });
  });

/** What a provider's event leads to. Of an account that is nobody's here nothing is asked. */
export async function syncAccountById(ctx: Ctx, accountId: string): Promise<void> {
  const merchantId = await findMerchantOf(ctx, accountId);
  if (merchantId !== null) await syncAccount(ctx, merchantId);
}

/** `not_test`: an account that moves real money is not thrown away. */
export type ResetAccountError = OpenAccountError | { readonly code: 'not_test' };

/** Lets go of a stale test account, and opens another unless told not to. The fee stays. */
export async function resetAccount(ctx: Ctx, { merchantId, recreate }: { merchantId: string; recreate: boolean }): Promise<Result<PaymentHub, ResetAccountError>> {
  if (!ctx.ports.merchantAccounts.isTest) return err({ code: 'not_test' });
  await clearAccount(ctx, merchantId);
  return recreate ? openAccount(ctx, merchantId) : ok(await loadPaymentHub(ctx, merchantId));
}

export type AccountLink = { readonly url: string; readonly expiresAt: Date | null };

/** A page where the merchant tells what the provider asks; it leads back to the launchpad. Opens the account where there is none. */
export async function linkAccount(ctx: Ctx, merchantId: string): Promise<Result<AccountLink, OpenAccountError>> {
  const opened = await openAccount(ctx, merchantId);
  if (!opened.ok) return opened;
  const { accountId } = opened.value;
  invariant(accountId, 'it was just opened');
  const page = (path: string): string => new URL(path, ctx.settings.publicOrigin).href;
  return ok(await ctx.ports.merchantAccounts.link(ctx, { accountId, returnUrl: page('/dashboard/launchpad'), refreshUrl: page('/dashboard/payments') }));
}

/** What the platform keeps of each card order from now on; one that is being paid stays as it was told. 0 to 10 000 basis points. */
export async function setFeePolicy(ctx: Ctx, { merchantId, feeBasisPoints }: { merchantId: string; feeBasisPoints: number }): Promise<PaymentHub> {
  await writeFee(ctx, { merchantId, provider: ctx.ports.merchantAccounts.provider, feeBasisPoints });
  return loadPaymentHub(ctx, merchantId);
}

/** `not_simulated`: a real provider tells of its accounts itself. */
export type SimulateError = { readonly code: 'not_simulated' | 'no_account' };

/** Has the simulator tell this of the account, as a merchant would who filled in its forms. */
export async function simulateAccount(ctx: Ctx, { merchantId, availability }: { merchantId: string; availability: CardAvailability }): Promise<Result<PaymentHub, SimulateError>> {
  if (ctx.ports.merchantAccounts.provider !== 'simulator') return err({ code: 'not_simulated' });
  return inTransaction<Ctx, Result<PaymentHub, SimulateError>>(ctx, async (tx) => {
    if (!(await writeSimulatedState(tx, merchantId, availability))) return err({ code: 'no_account' });
    return ok(await syncAccount(tx, merchantId));
  });
}
