import type pg from 'pg';
import { previewHold } from '@/lib/bank';
import { checkoutSnapshotPort } from '@/lib/checkout';
import { createDb } from '@/lib/db';
import type { Env, MailConfig } from '@/lib/env';
import { ownerPasskeys } from '@/lib/identity';
import { systemClock } from '@/lib/kernel/clock';
import { armFailpoint } from '@/lib/kernel/failpoint';
import { invariant } from '@/lib/kernel/invariant';
import { createKeyring } from '@/lib/kernel/keyring';
import { processWide } from '@/lib/kernel/process-wide';
import { kitchenTickets, pickupCapacity } from '@/lib/kitchen';
import { signRecord, verifyOwnMandate } from '@/lib/mandate';
import { assessRisk } from '@/lib/network';
import { findPayee } from '@/lib/payment-hub';
import type { Secrets } from '@/lib/platform/secrets';
import type { Ctx, Log, Ports } from '@/lib/ports';
import { acpProductFeed } from '@/lib/providers/acp-product-feed';
import { cataloguePrices, ownCatalog, ownReceipt } from '@/lib/providers/built-in';
import { cardAuthentication } from '@/lib/providers/card-authentication';
import { consentProofs } from '@/lib/providers/consent-proofs';
import { clientOf, serviceBeside, serviceCatalog, serviceGeo, servicePayment, servicePricing, serviceReceipt, serviceTax, type DownstreamConfig, type ServiceClient, type ServiceName } from '@/lib/providers/downstream';
import { demoCardIssuer } from '@/lib/providers/demo-card-issuer';
import { googleSignIn, type GoogleConfig } from '@/lib/providers/google-sign-in';
import { mailBy } from '@/lib/providers/mail';
import { meter } from '@/lib/providers/meter';
import { networkPayment } from '@/lib/providers/network-payment';
import { orderEvents } from '@/lib/providers/order-events';
import { outboundWebhook } from '@/lib/providers/outbound-webhook';
import { photo } from '@/lib/providers/photo';
import { rowChanges } from '@/lib/providers/row-changes';
import { joinCredentials } from '@/lib/providers/payment-credentials';
import { simulatedAccounts } from '@/lib/providers/simulated-accounts';
import { smsLog } from '@/lib/providers/sms-log';
import { stripeAccounts, stripeBeside, stripeCredentials, stripeEvents, stripeHostedPayment, stripePayment, type StripeConfig } from '@/lib/providers/stripe';
import { tableGeo } from '@/lib/providers/table-geo';
import { tableShipping } from '@/lib/providers/table-shipping';
import { tableTax } from '@/lib/providers/table-tax';
import { webPush, type VapidKeys } from '@/lib/providers/web-push';
import { webauthnPasskeys } from '@/lib/providers/webauthn';
import { findCard, vaultCredentials } from '@/lib/vault';
import { freezeWallet, paymentCredentials } from '@/lib/wallet';

export { loadMailbox, type MessageView } from '@/lib/providers/mail';

type PortOptions = { deployment: boolean; vapid: VapidKeys | null; pool: pg.Pool; stripe: StripeConfig | null; google?: GoogleConfig | null; mail?: MailConfig; consentIssuers?: readonly string[]; downstream?: DownstreamConfig };

/** What is built in, or in its place a service of the operator's. */
function servicePorts({ downstream, stripe }: PortOptions) {
  const or = <Built, Service>(name: ServiceName, builtIn: Built, join: (client: ServiceClient) => Service): Built | Service => {
    const client = clientOf(downstream, name);
    return client ? join(client) : builtIn;
  };
  const service = or('payment', null, servicePayment);
  const cards = service ? serviceBeside(networkPayment(), service) : networkPayment();
  return {
    catalog: or('catalog', ownCatalog, serviceCatalog),
    pricing: or('pricing', cataloguePrices, servicePricing),
    tax: or('tax', tableTax, serviceTax),
    geo: or('geo', tableGeo, serviceGeo),
    payment: stripe ? stripeBeside(cards, stripePayment(stripe)) : cards,
    paymentService: service,
    receipt: or('receipt', ownReceipt, (client) => serviceReceipt(client, ownReceipt)),
  };
}

/** The one place where domains and providers meet. `mail` left out: development keeps mails in its mailbox. */
export const createPorts = (options: PortOptions): Ports => ({
  shipping: tableShipping,
  ...servicePorts(options),
  credentials: joinCredentials({ wallet: paymentCredentials, vault: vaultCredentials, ...(options.stripe && { provider: stripeCredentials(findPayee) }) }),
  stripeNotices: options.stripe && stripeEvents(options.stripe),
  hostedPayment: options.stripe && stripeHostedPayment(options.stripe),
  merchantAccounts: options.stripe ? stripeAccounts(options.stripe) : simulatedAccounts,
  checkoutSnapshot: checkoutSnapshotPort,
  mail: mailBy(options.mail ?? { provider: 'noop' }, options),
  sms: smsLog,
  photo,
  google: options.google ? googleSignIn(options.google) : null,
  webhook: outboundWebhook,
  push: webPush(options.vapid),
  productFeed: acpProductFeed,
  cardIssuer: demoCardIssuer,
  passkey: webauthnPasskeys,
  ownerPasskeys,
  recordSigner: { sign: signRecord },
  mandateVerifier: { verify: verifyOwnMandate },
  meter,
  risk: { assess: assessRisk },
  cardControls: { preview: previewHold },
  cardAuthentication: cardAuthentication(findCard),
  consentProofs: consentProofs(options.consentIssuers ?? []),
  walletFreeze: { freeze: freezeWallet },
  paymentChanges: rowChanges(options.pool, 'payment'),
  orderEvents,
  pickupCapacity,
  kitchenTickets,
  kitchenChanges: rowChanges(options.pool, 'kitchen'),
});

export type Composition = { readonly ctx: Ctx; readonly pool: pg.Pool; readonly config: Env & Secrets };

const slot = processWide('composition', () => ({ current: null as Composition | null }));

/** Joins everything, once per process. The server calls it after the platform is up and before it listens. */
export function initComposition(parts: { pool: pg.Pool; config: Env & Secrets; log: Log }): Composition {
  const { pool, config, log } = parts;
  if (config.testMode && config.failpoint) armFailpoint(config.failpoint);
  const ctx: Ctx = {
    db: createDb(pool),
    clock: systemClock,
    settings: {
      publicOrigin: config.publicOrigin,
      embeddedDatabase: config.databaseUrl === null,
      testMode: config.testMode,
      publicApiNeedsKey: config.publicApiAuthMode === 'api-key',
      mailProvider: config.mail.provider,
      orderPassBaseUrl: config.orderPassBaseUrl,
      needsConsentProof: config.consent.required,
      completionLeaseSeconds: config.completionLeaseSeconds,
    },
    keyring: createKeyring(config.keys),
    ports: createPorts({ deployment: config.deployment, vapid: config.vapid, stripe: config.stripe, google: config.google, mail: config.mail, consentIssuers: config.consent.trustedIssuers, downstream: config.downstream, pool }),
    log,
  };
  slot.current = { ctx, pool, config };
  return slot.current;
}

export function getComposition(): Composition {
  invariant(slot.current, 'initComposition was called before the first request');
  return slot.current;
}

/** The installation's own Ctx. */
export const getCtx = (): Ctx => getComposition().ctx;
