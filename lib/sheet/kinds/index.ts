import type { Kind, SheetName } from '../types';
import { addresses } from './addresses';
import { customers } from './customers';
import { discounts } from './discounts';
import { inventory } from './inventory';
import { products } from './products';
import { promotions } from './promotions';
import { shippingRates } from './shipping-rates';

/** Whoever reads a kind from the table does not know its rows; they go from `list` to `write` as they are. */
type AnyKind = Kind<Record<string, unknown>>;

export const KINDS = { products, inventory, customers, addresses, discounts, promotions, shipping_rates: shippingRates } as unknown as Readonly<Record<SheetName, AnyKind>>;
