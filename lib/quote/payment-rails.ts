import { err, ok, type Result } from '@/lib/kernel/result';
import type { PaymentMethod, Storefront } from '@/lib/storefront';
import type { RailRefusal } from './types';

/** The way to pay that was asked for, or the merchant's default; refused where the merchant does not take it. */
export function chooseRail({ paymentMethods }: Storefront, asked: string | undefined): Result<PaymentMethod, RailRefusal> {
  const [first] = paymentMethods;
  const chosen = asked === undefined ? first : paymentMethods.find((method) => method === asked);
  return chosen === undefined ? err({ code: 'rail_unavailable', available: paymentMethods }) : ok(chosen);
}
