import type { Checkout, CheckoutMessage, CheckoutStatus, MessageSubject } from '@/lib/checkout';
import { writeMessage } from '../capability-session/messages';
import { paymentHandler } from '../capability-session/payment-handler';
import { toCommonSession, type Dialect } from '../capability-session/to-wire';
import { toOrder } from './order';

export { paramOf } from '../capability-session/messages';

export const VERSION = '2026-04-17';

/** An agent mends the cart, its codes and the choice of delivery by itself; what concerns the person, the person must give. */
const resolutionOf = ({ field }: MessageSubject): string =>
  field === 'line' || field === 'fulfillment_option' || field === 'fulfillment_group' || field === 'discount_code' ? 'recoverable' : 'requires_buyer_input';

export const toMessage = (message: CheckoutMessage): object => ({
  ...writeMessage(message),
  resolution: message.kind === 'error' ? resolutionOf(message.subject) : undefined,
});

const DIALECT: Dialect = {
  version: VERSION,
  writeAddress: (address) => address,
  writeMessage: toMessage,
  paymentHandler: (checkout, origin) => ({ ...paymentHandler(checkout, origin), display_name: 'Card' }),
};

/** CheckoutSession of 2026-04-17; with `order`, CheckoutSessionWithOrder, in every answer once the session is completed. */
export const toSession = (checkout: Checkout, origin: string): object => ({
  ...toCommonSession(checkout, origin, DIALECT),
  marketing_consent_options: ASKS_FOR_CONSENT[checkout.status] ? [consentOption(checkout, origin)] : undefined,
  order: checkout.order === null ? undefined : toOrder(checkout, checkout.order, origin),
});

/** Consent is given at completion: once the session is over there is nothing to ask. */
const ASKS_FOR_CONSENT: Record<CheckoutStatus, boolean> = {
  open: true,
  needs_input: true,
  ready: true,
  authentication_required: true,
  paying: false,
  completed: false,
  canceled: false,
  expired: false,
};

/** What the buyer answers is kept for the merchant, who writes to nobody without it. */
const consentOption = ({ merchantName }: Checkout, origin: string): object => ({
  channel: 'email',
  display_text: `News and offers of ${merchantName}`,
  privacy_policy_url: `${origin}/privacy`,
});
