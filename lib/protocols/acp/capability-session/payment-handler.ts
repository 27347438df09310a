import type { Checkout } from '@/lib/checkout';
import { CARD_NETWORKS } from '../card-networks';

export const HANDLER_ID = 'card_tokenized';

/**
 * The one way to pay: a card behind a token. The credential is {type "spt", token "vt_..."}; a token of our wallet passes as such.
 * `spec` and the schemas are addresses of pages of our own (rules.md: every URL that we emit answers).
 */
export const paymentHandler = (checkout: Checkout, origin: string): object => ({
  id: HANDLER_ID,
  name: 'dev.acp.tokenized.card',
  version: '2026-01-22',
  spec: `${origin}/docs#card_tokenized`,
  requires_delegate_payment: true,
  requires_pci_compliance: false,
  psp: 'countersign',
  config_schema: `${origin}/docs#card_tokenized-config`,
  instrument_schemas: [`${origin}/docs#card_tokenized-instrument`],
  config: { merchant_id: checkout.merchantHandle, psp: 'countersign', accepted_brands: CARD_NETWORKS },
});
