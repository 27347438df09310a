import { makeCryptogram, type Vouched } from '@/lib/acs';
import type { Keyring } from '@/lib/kernel/keyring';
import type { DirectoryServer } from '@/lib/ports';
import { MESSAGE_VERSION, type Authentication, type AuthenticationResult } from './types';
import type { AuthenticationStatus } from './status';

type Ending = {
  readonly transactionStatus: AuthenticationResult['transactionStatus'];
  /** EMV 3-D Secure, Transaction Status Reason. */
  readonly statusReason: string | null;
  readonly cardholderInfo: string | null;
};

const ENDINGS: Partial<Record<AuthenticationStatus, Ending>> = {
  authenticated: { transactionStatus: 'Y', statusReason: null, cardholderInfo: null },
  attempted: { transactionStatus: 'A', statusReason: null, cardholderInfo: null },
  not_authenticated: { transactionStatus: 'N', statusReason: '01', cardholderInfo: 'Your bank could not confirm that this card is yours.' },
  rejected: { transactionStatus: 'R', statusReason: '11', cardholderInfo: 'Your bank refused this purchase. Please contact it.' },
  unavailable: { transactionStatus: 'U', statusReason: '06', cardholderInfo: null },
  challenge_abandoned: { transactionStatus: 'U', statusReason: null, cardholderInfo: null },
};

/** Electronic Commerce Indicator. Mastercard has numbers of its own, and none in use for a failure. */
const INDICATORS: Record<DirectoryServer, Partial<Record<AuthenticationStatus, string>>> = {
  visa: { authenticated: '05', attempted: '06', not_authenticated: '07' },
  american_express: { authenticated: '05', attempted: '06', not_authenticated: '07' },
  mastercard: { authenticated: '02', attempted: '01' },
};

/** What the issuer put its key under; null where it vouches for nothing. */
export function vouchedBy(authentication: Authentication): Vouched | null {
  const { status, dsTransactionId, cardFingerprint, merchantId, amount, currency } = authentication;
  if (status !== 'authenticated' && status !== 'attempted') return null;
  return { dsTransactionId, cardFingerprint, merchantId, amount, currency, status: status === 'authenticated' ? 'Y' : 'A' };
}

export const indicatorOf = ({ directoryServer, status }: Authentication): string | null => (directoryServer && INDICATORS[directoryServer][status]) ?? null;

/** How it ended, or null while it has not, or ran out of time. */
export function toResult(keyring: Keyring, authentication: Authentication): AuthenticationResult | null {
  const ending = ENDINGS[authentication.status];
  if (!ending) return null;
  const vouched = vouchedBy(authentication);
  return {
    ...ending,
    eci: indicatorOf(authentication),
    cryptogram: vouched && makeCryptogram(keyring, vouched),
    dsTransactionId: authentication.dsTransactionId,
    serverTransactionId: authentication.serverTransactionId,
    version: MESSAGE_VERSION,
  };
}
