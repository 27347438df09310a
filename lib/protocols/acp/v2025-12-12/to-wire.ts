import type { Checkout, FulfillmentOption } from '@/lib/checkout';
import { CARD_NETWORKS } from '../card-networks';
import { optionAmounts, optionFields, optionWords, toCommonSession } from '../provider-session/to-wire';

export { paramOf } from '../provider-session/to-wire';

/** CheckoutSession of 2025-12-12; with `order`, CheckoutSessionWithOrder, in every answer once the session is completed. */
export const toSession = (checkout: Checkout, origin: string): object => ({
  ...toCommonSession(checkout, origin),
  payment_provider: { provider: 'stripe', supported_payment_methods: [{ type: 'card', supported_card_networks: CARD_NETWORKS }] },
  fulfillment_options: checkout.options.map(toOption),
});

const toOption = (option: FulfillmentOption): object => ({ ...optionFields(option), subtitle: optionWords(option), ...optionAmounts(option) });
