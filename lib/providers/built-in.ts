import { canonicalJson } from '@/lib/kernel/hash';
import type { CatalogPort, PricingPort, ReceiptPort } from '@/lib/ports';

/** Our own table is the catalogue: there is nothing to bring in line with it. */
export const ownCatalog: CatalogPort = { refresh: () => null };

/** An item costs what the catalogue says. */
export const cataloguePrices: PricingPort = { amounts: () => null };

/** The receipt as JSON text, what it says in the order of RFC 8785. */
export const ownReceipt: ReceiptPort = { generate: (_ctx, { facts }) => Promise.resolve(canonicalJson(facts)) };
