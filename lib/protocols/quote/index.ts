import type { Endpoint } from '@/lib/http/endpoint';
import { postConfirm } from './confirm-quote';
import { postQuote } from './create-quote';
import { getMenu } from './menu';
import { getContactDetails, getInfo, getLegal } from './merchants';
import { getCheckoutSession, getOrder } from './orders';
import { getWalletSetup } from './wallet-setup';

export { getCheckoutSession, getContactDetails, getInfo, getLegal, getMenu, getOrder, getWalletSetup, postConfirm, postQuote };
export { ConfirmBody, QuoteBody } from './schema';

/** The storefront's public API (seeds/pizza-x402-agents.txt): menu, quote, confirm, and how an order stands. */
export const endpoints: readonly Endpoint[] = [getInfo, getLegal, getContactDetails, getMenu, postQuote, postConfirm, getCheckoutSession, getOrder, getWalletSetup];
