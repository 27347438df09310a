import type { CardAvailability } from '@/lib/ports';
import type { PaymentMethod } from './types';

/** A merchant's account at a payment provider, as a storefront needs it. */
export type CardAccount = { readonly provider: string | null; readonly availability: CardAvailability | null };

/** What a storefront says of paying by card: of the account at the provider that this installation works with. A merchant that takes no cards has none. */
export const cardAvailability = (chosen: readonly PaymentMethod[], account: CardAccount, provider: string): CardAvailability =>
  chosen.includes('card') && account.provider === provider ? (account.availability ?? 'needs_onboarding') : 'needs_onboarding';

/** The ways to pay that work now, of those that the merchant chose. */
export const workingMethods = (chosen: readonly PaymentMethod[], card: CardAvailability): PaymentMethod[] => chosen.filter((method) => method !== 'card' || card === 'available');
