/** What the issuer says to a purchase, whatever it comes to. `approves` leaves it to everything else. */
export type CardOutcome = 'approves' | 'card_declined' | 'insufficient_funds' | 'expired_card';

/**
 * How the issuer authenticates the holder (3-D Secure). `none`: it does not ask. `frictionless`: it recognises them without a question.
 * `challenge`: it asks them. `rejected`: they fail. `unavailable`: it cannot be reached for it, and lets pass what was not authenticated.
 */
export type CardAuthentication = 'none' | 'frictionless' | 'challenge' | 'rejected' | 'unavailable';

export type CardBehaviour = { readonly outcome: CardOutcome; readonly authentication: CardAuthentication };

/** Numbers by which integrators choose what happens (docs/test-cards.md). Every other valid number is approved without a question. */
const TEST_CARDS: Readonly<Record<string, Partial<CardBehaviour>>> = {
  '4242424242424242': {},
  '4000000000000002': { outcome: 'card_declined' },
  '4000000000009995': { outcome: 'insufficient_funds' },
  '4000000000000069': { outcome: 'expired_card' },
  '4000000000003220': { authentication: 'challenge' },
  '4000000000003055': { authentication: 'frictionless' },
  '4000000000003097': { authentication: 'rejected' },
  '4000000000003063': { authentication: 'unavailable' },
};

export const TEST_CARD_NUMBERS: readonly string[] = Object.keys(TEST_CARDS);

/** What a card of this number does. */
export const behaviourOf = (number: string): CardBehaviour => ({ outcome: 'approves', authentication: 'none', ...TEST_CARDS[number] });

/** Whether the issuer takes a purchase only from a holder that was authenticated. */
export const demandsAuthentication = (authentication: CardAuthentication): boolean => authentication !== 'none' && authentication !== 'unavailable';
