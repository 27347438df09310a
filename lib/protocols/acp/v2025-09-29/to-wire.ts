import { selectedOption, type Checkout, type FulfillmentOption } from '@/lib/checkout';
import { paramOfPaths } from '../param-of';
import { lineAmounts, messagesOf, optionAmounts, optionFields, optionWords, placedOrder, STATUS, toBuyer } from '../provider-session/to-wire';
import { checkoutTotals, toPlainAddress } from '../render';

/** CheckoutSession of 2025-09-29; with `order`, CheckoutSessionWithOrder, in every answer once the session is completed. */
export const toSession = (checkout: Checkout, origin: string): object => ({
  id: checkout.id,
  buyer: checkout.buyer === null ? undefined : toBuyer(checkout.buyer),
  payment_provider: { provider: 'stripe', supported_payment_methods: ['card'] },
  status: STATUS[checkout.status],
  currency: checkout.currency.toLowerCase(),
  line_items: checkout.lines.map(lineAmounts),
  fulfillment_address: checkout.address === null ? undefined : toPlainAddress(checkout.address),
  fulfillment_options: checkout.options.map(toOption),
  fulfillment_option_id: selectedOption(checkout)?.id,
  totals: checkoutTotals(checkout),
  messages: messagesOf(checkout, paramOf),
  links: [
    { type: 'terms_of_use', url: `${origin}/terms` },
    { type: 'privacy_policy', url: `${origin}/privacy` },
    { type: 'seller_shop_policies', url: `${origin}/returns` },
  ],
  order: placedOrder(checkout, origin),
});

const toOption = (option: FulfillmentOption): object => ({ ...optionFields(option), subtitle: optionWords(option), ...optionAmounts(option) });

export const paramOf = paramOfPaths({
  address: '$.fulfillment_address',
  option: '$.fulfillment_option_id',
  group: () => '$.fulfillment_option_id',
  discountCode: () => '$',
  authentication: '$.payment_data',
});
