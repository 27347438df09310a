import type { Scenario, TransactionStatus } from '@/lib/acs';
import type { Currency } from '@/lib/kernel/money';
import type { DirectoryServer } from '@/lib/ports';
import type { AuthenticationStatus } from './status';

/** The version of EMV 3-D Secure that is spoken. */
export const MESSAGE_VERSION = '2.2.0';

/** Who began it: an agent with its token, an agent platform with a merchant's key, or the merchant's own page to pay at. It is theirs alone. */
export type AuthenticationActor =
  | { readonly kind: 'agent'; readonly agentId: string }
  | { readonly kind: 'merchant'; readonly merchantId: string; readonly keyId: string }
  | { readonly kind: 'acquirer'; readonly merchantId: string };

/** One authentication of a card for a purchase. The card is known by a keyed fingerprint: its number is not kept. */
export type Authentication = {
  readonly id: string;
  readonly merchantId: string;
  /** Null until it is named, at the latest when the authentication pays for it. */
  readonly checkoutId: string | null;
  readonly agentId: string | null;
  readonly apiKeyId: string | null;
  readonly status: AuthenticationStatus;
  readonly amount: bigint;
  readonly currency: Currency;
  readonly cardFingerprint: string;
  readonly cardLast4: string;
  /** Null where the card's scheme or issuer takes no part. */
  readonly directoryServer: DirectoryServer | null;
  readonly scenario: Scenario;
  readonly challengeAsked: boolean;
  /** UUIDs: the 3DS server's, the issuer's and the directory server's names of it. */
  readonly serverTransactionId: string;
  readonly acsTransactionId: string;
  readonly dsTransactionId: string;
  /** Where the person's browser takes the result of a challenge. */
  readonly notificationUrl: string | null;
  readonly wrongCodes: number;
  readonly createdAt: Date;
  /** Both for coming to an end and for paying with it. */
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
};

/** How it ended, as the issuer says it (EMV 3-D Secure). The cryptogram and the indicator are there where it vouches for anything. */
export type AuthenticationResult = {
  readonly transactionStatus: Exclude<TransactionStatus, 'C'>;
  readonly statusReason: string | null;
  readonly eci: string | null;
  readonly cryptogram: string | null;
  readonly dsTransactionId: string;
  readonly serverTransactionId: string;
  readonly version: string;
  /** For the person, from the bank. */
  readonly cardholderInfo: string | null;
};

export type AuthenticationView = { readonly authentication: Authentication; readonly result: AuthenticationResult | null };

export type CardFault = 'number' | 'exp_month' | 'exp_year';

export type AuthenticationRefusal =
  | { readonly code: 'not_found' }
  | { readonly code: 'invalid_card'; readonly field: CardFault }
  | { readonly code: 'unknown_checkout' }
  /** It was asked before, or is over. */
  | { readonly code: 'already_asked'; readonly status: AuthenticationStatus };
