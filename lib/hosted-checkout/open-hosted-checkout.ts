import { holdPrice, releasePrice } from '@/lib/checkout';
import { addSeconds } from '@/lib/kernel/clock';
import { randomToken } from '@/lib/kernel/id';
import { invariant } from '@/lib/kernel/invariant';
import { err, ok, type Result } from '@/lib/kernel/result';
import { findPayee } from '@/lib/payment-hub';
import { emit, inTransaction, Unavailable, type Ctx, type HostedPaymentPort } from '@/lib/ports';
import { hostedStatus, SETTLE_SECONDS } from './hosted-status';
import { endHosted, endStale, findOpenHosted, insertHosted, writeSession } from './store';
import { toHostedCheckout } from './to-hosted-checkout';
import { toHostedPage } from './to-hosted-page';
import type { HostedCheckout, HostedRow, OpenHostedRefusal } from './types';

/** rules.md: "the hosted checkout then lives 30 minutes at the frozen price". */
const LIVES_SECONDS = 1800;

export type OpenHostedCheckout = {
  readonly merchantId: string;
  readonly checkoutId: string;
  /** Where the person goes after paying, and without paying. Who opens it answers for them: our own pages, or what a merchant allowed. Null: the order's page, and none. */
  readonly returnUrl: string | null;
  readonly cancelUrl: string | null;
};

/**
 * Opens the page where a person pays a ready checkout by card, for 30 minutes at the price that it has now; who asks again for the same checkout,
 * also at the same moment, gets the same one. Whether the price is still the merchant's is not asked: it was told, and is held from here on.
 * Asks a provider, so call it outside any transaction. Refused: OpenHostedRefusal.
 */
export async function openHostedCheckout(ctx: Ctx, command: OpenHostedCheckout): Promise<Result<HostedCheckout, OpenHostedRefusal>> {
  const opened = await inTransaction(ctx, (tx) => findOrOpen(tx, command));
  if (!opened.ok) return opened;
  const row = opened.value;
  const port = ctx.ports.hostedPayment;
  if (row.provider === 'simulator' || row.providerSessionId !== null || port === null) return ok(toHostedCheckout(ctx, row));
  return openSession(ctx, port, row);
}

async function findOrOpen(tx: Ctx, command: OpenHostedCheckout): Promise<Result<HostedRow, OpenHostedRefusal>> {
  const { merchantId, checkoutId, returnUrl, cancelUrl } = command;
  const now = tx.clock.now();
  const open = await findOpenHosted(tx, command);
  if (open && hostedStatus(open, now) === 'open') return ok(open);

  const expiresAt = addSeconds(now, LIVES_SECONDS);
  const held = await holdPrice(tx, { merchantId, checkoutId, until: addSeconds(expiresAt, SETTLE_SECONDS) }); // and locks it
  if (!held.ok) return held;
  const { snapshotHash, totals, currency } = held.value;
  await endOthers(tx, { merchantId, checkoutId, snapshotHash });
  const id = randomToken('cs_');
  await insertHosted(tx, {
    id, merchantId, checkoutId, snapshotHash, currency, returnUrl, cancelUrl, expiresAt,
    provider: tx.ports.hostedPayment?.provider ?? 'simulator',
    url: `${tx.settings.publicOrigin}/pay/${id}`, // which leads to a provider's page, where there is one
    amount: totals.totalAmount,
    payee: await findPayee(tx, { merchantId, amount: totals.totalAmount }),
    createdAt: now,
  });
  const inserted = await findOpenHosted(tx, command);
  invariant(inserted, 'a checkout whose lock we hold has the hosted checkout that was just opened, by us or before us');
  return ok(inserted);
}

/** At a provider somebody may be paying one that is over: it is looked at, and closed there. */
async function endOthers(tx: Ctx, checkout: { merchantId: string; checkoutId: string; snapshotHash: string }): Promise<void> {
  for (const hostedCheckoutId of await endStale(tx, checkout)) {
    await emit(tx, { topic: 'hosted-checkout.settle', aggregateId: hostedCheckoutId, tenantId: checkout.merchantId, payload: { hostedCheckoutId } });
  }
}

/** Outside any transaction. Cut off before the answer is written, whoever asks next is answered the same session. */
async function openSession(ctx: Ctx, port: HostedPaymentPort, row: HostedRow): Promise<Result<HostedCheckout, OpenHostedRefusal>> {
  try {
    const session = await port.open(ctx, await toHostedPage(ctx, row));
    if (!session.ok) {
      await endHosted(ctx, row.id, 'expired');
      await releasePrice(ctx, row.checkoutId);
      return err({ code: 'provider_refused' });
    }
    const { sessionId, url } = session.value;
    await writeSession(ctx, row.id, { sessionId, url });
    return ok(toHostedCheckout(ctx, { ...row, providerSessionId: sessionId, url }));
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    ctx.log.warn({ err: error, hostedCheckoutId: row.id }, 'a hosted checkout could not be opened at its provider');
    return err({ code: 'provider_unavailable' });
  }
}
