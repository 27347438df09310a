import { getMerchant, type Merchant } from '@/lib/merchant';
import { inTransaction, type AuthenticationNeed, type Ctx } from '@/lib/ports';
import { lockForChange, type CheckoutQuery } from './access';
import { announceSession } from './announce-session';
import { isPayable } from './status';
import { writeCheckout } from './store';
import type { AuthenticationTerms, BrowserChannel, Checkout, CheckoutMessage } from './types';

/** What the acquirer of every merchant here is called by the card schemes. */
const ACQUIRER_BIN = '401234';
/** EMV 3-D Secure bounds both. */
const MERCHANT_ID_MAX_LENGTH = 35;
const MERCHANT_NAME_MAX_LENGTH = 40;

type Ask = { readonly need: Exclude<AuthenticationNeed, { need: 'none' }> };

const required: CheckoutMessage = {
  kind: 'error',
  code: 'requires_3ds',
  subject: { field: 'authentication' },
  text: 'The card needs its holder authenticated (3-D Secure) before it pays.',
};

/** The card needs its holder authenticated: the checkout says so and how. Its token is free again (the claim was rolled back). */
export const recordNeed = (ctx: Ctx, command: CheckoutQuery & { readonly channel?: BrowserChannel }, { need }: Ask): Promise<void> =>
  inTransaction(ctx, async (tx) => {
    const checkout = await lockForChange(tx, command);
    // Edited or ended since, or another completion said so a moment ago.
    if (checkout?.status !== 'ready') return;
    const merchant = await getMerchant(tx, checkout.merchantId);
    const authentication = toTerms(merchant, need, command.channel ?? null);
    await write(tx, { ...checkout, status: 'authentication_required', messages: [required], authentication });
  });

/** The authentication came to nothing: the checkout says so, and can be paid with another card, or the same tried anew. */
export const recordFailure = (ctx: Ctx, command: CheckoutQuery, message: CheckoutMessage): Promise<void> =>
  inTransaction(ctx, async (tx) => {
    const checkout = await lockForChange(tx, command);
    if (!checkout || !isPayable(checkout.status)) return;
    await write(tx, { ...checkout, status: 'ready', messages: [message], authentication: null });
  });

async function write(tx: Ctx, checkout: Checkout): Promise<void> {
  const updatedAt = await writeCheckout(tx, { id: checkout.id, status: checkout.status, content: checkout, snapshotHash: checkout.snapshotHash });
  await announceSession(tx, 'session.updated', { ...checkout, version: checkout.version + 1, updatedAt });
}

const toTerms = (merchant: Merchant, { need, directoryServer }: Ask['need'], channel: BrowserChannel | null): AuthenticationTerms => ({
  acquirer: {
    bin: ACQUIRER_BIN,
    country: merchant.country,
    merchantId: merchant.id.replaceAll('-', '').slice(0, MERCHANT_ID_MAX_LENGTH),
    merchantName: [...merchant.name].slice(0, MERCHANT_NAME_MAX_LENGTH).join(''),
  },
  directoryServer,
  flow: need,
  channel,
});
