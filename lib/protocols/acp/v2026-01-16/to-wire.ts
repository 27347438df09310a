import type { Checkout, FulfillmentOption } from '@/lib/checkout';
import { CARD_NETWORKS } from '../card-networks';
import { optionFields, optionWords, toCommonSession } from '../provider-session/to-wire';
import { optionTotals } from '../render';

export { paramOf } from '../provider-session/to-wire';

/** CheckoutSession of 2026-01-16; with `order`, CheckoutSessionWithOrder, in every answer once the session is completed. */
export const toSession = (checkout: Checkout, origin: string): object => ({
  ...toCommonSession(checkout, origin),
  payment_provider: {
    provider: 'stripe',
    merchant_id: checkout.merchantHandle,
    supported_payment_methods: [{ type: 'card', supported_card_networks: CARD_NETWORKS }],
  },
  authentication_provider: { provider: 'stripe', merchant_id: checkout.merchantHandle, supported_authentication_methods: ['3ds'] },
  fulfillment_options: checkout.options.map(toOption),
});

const toOption = (option: FulfillmentOption): object => ({ ...optionFields(option), description: optionWords(option), totals: optionTotals(option) });
