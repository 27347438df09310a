import type { CardAvailability } from '@/lib/ports';
import type { PaymentHub } from './types';

/** What the merchant does next; null where there is nothing to do. */
export type NextStep = 'onboard' | 'wait' | 'provide_information';

const NEXT: Record<CardAvailability, { readonly step: NextStep | null; readonly words: string }> = {
  available: { step: null, words: 'Customers can pay by card.' },
  needs_onboarding: { step: 'onboard', words: 'Customers cannot pay by card yet: open the link of an account link and tell the provider who you are.' },
  pending: { step: 'wait', words: 'The provider is checking what it was told. Nothing is to be done; cards are taken once it is through.' },
  requires_action: { step: 'provide_information', words: 'The provider needs something of the merchant before cards are taken: open the link of an account link.' },
};

/** How a merchant stands, as it is told outside (rules.md: `stripe-connect {availabilityStatus}`). */
export const toHubFacts = (hub: PaymentHub) => ({
  provider: hub.provider,
  accountId: hub.accountId,
  availabilityStatus: hub.availability,
  nextStep: NEXT[hub.availability].step,
  message: NEXT[hub.availability].words,
  requirements: hub.requirements,
  payoutsEnabled: hub.payoutsEnabled,
  feeBasisPoints: hub.feeBasisPoints,
  testMode: hub.isTest,
  lastSyncedAt: hub.syncedAt?.toISOString() ?? null,
});
