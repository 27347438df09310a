import { answerCoded } from '@/lib/http/coded-failure';
import type { Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { linkAccount, loadPaymentHub, openAccount, resetAccount, simulateAccount, syncAccount, toHubFacts, type PaymentHub } from '@/lib/payment-hub';
import { consoleEndpoint, readBody } from '../endpoint';
import { refuse } from '../errors';
import { NoFields } from '../schema';
import { FeePolicyBody, ResetBody, SimulateBody } from './schema';

const answer = (hub: PaymentHub): Response => answerCoded(200, toHubFacts(hub));

/** How the store stands with the payment provider, as it last told. */
export const getStripeConnect = consoleEndpoint('GET', '/merchant/payment-hub/stripe-connect', 'owner', async (ctx, _request, { merchantId }) => answer(await loadPaymentHub(ctx, merchantId)));

/** {} -> the hub, with an account: a new one, or the one that there is. 422 PROVIDER_REFUSED. */
export const postConnectAccount = consoleEndpoint('POST', '/merchant/payment-hub/stripe-connect/account', 'owner', async (ctx, request, { merchantId }) => {
  await readBody(request, NoFields);
  const opened = await openAccount(ctx, merchantId);
  return opened.ok ? answer(opened.value) : refuse(opened.error.code);
});

/** {recreate?} -> the hub with another account, or with none. 409 RESET_NOT_ALLOWED for an account that moves real money. */
export const postConnectReset = consoleEndpoint('POST', '/merchant/payment-hub/stripe-connect/reset', 'owner', async (ctx, request, { merchantId }) => {
  const reset = await resetAccount(ctx, { merchantId, ...(await readBody(request, ResetBody)) });
  return reset.ok ? answer(reset.value) : refuse(reset.error.code);
});

/** {} -> the hub, as the provider tells of it now. */
export const postConnectSync = consoleEndpoint('POST', '/merchant/payment-hub/stripe-connect/sync', 'owner', async (ctx, request, { merchantId }) => {
  await readBody(request, NoFields);
  return answer(await syncAccount(ctx, merchantId));
});

/** {} -> {url, expiresAt}: where the owner tells the provider what it asks. It leads back to the launchpad. */
export const postAccountLink = consoleEndpoint('POST', '/merchant/payment-hub/stripe-connect/account-links', 'owner', async (ctx, request, { merchantId }) => {
  await readBody(request, NoFields);
  const link = await linkAccount(ctx, merchantId);
  return link.ok ? answerCoded(200, { url: link.value.url, expiresAt: link.value.expiresAt?.toISOString() ?? null }) : refuse(link.error.code);
});

/** {feeBasisPoints} -> always 403: what the platform keeps is the platform's to say (rules.md). Owners read it with the hub. */
export const postFeePolicy = consoleEndpoint('POST', '/merchant/payment-hub/stripe-connect/fee-policy', 'owner', async (_ctx, request) => {
  await readBody(request, FeePolicyBody);
  throw fail(403, 'forbidden', 'The fee is set by the platform, with a partner key.');
});

/** {availabilityStatus} -> the hub. Where the simulator stands for a provider, it tells this from now on. 404 elsewhere, 409 NO_ACCOUNT before there is one. */
export const postSimulate = consoleEndpoint('POST', '/merchant/payment-hub/stripe-connect/simulate', 'owner', async (ctx, request, { merchantId }) => {
  const { availabilityStatus } = await readBody(request, SimulateBody);
  const simulated = await simulateAccount(ctx, { merchantId, availability: availabilityStatus });
  return simulated.ok ? answer(simulated.value) : refuse(simulated.error.code);
});

/** The payment hub of an owner. */
export const endpoints: readonly Endpoint[] = [getStripeConnect, postConnectAccount, postConnectReset, postConnectSync, postAccountLink, postFeePolicy, postSimulate];
