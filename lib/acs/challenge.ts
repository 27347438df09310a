import { equalInConstantTime } from '@/lib/kernel/hash';
import type { Keyring } from '@/lib/kernel/keyring';

export const CODE_LENGTH = 6;
/** Wrong codes that end a challenge. */
export const MAX_WRONG_CODES = 3;

/** The code that the bank sends its card holder for one transaction: six digits, nowhere stored. */
export function challengeCode(keyring: Keyring, acsTransactionId: string): string {
  const number = keyring.derive(`acs.code:${acsTransactionId}`).readUInt32BE(0) % 10 ** CODE_LENGTH;
  return String(number).padStart(CODE_LENGTH, '0');
}

export const isCode = (keyring: Keyring, acsTransactionId: string, given: string): boolean =>
  equalInConstantTime(given.replaceAll(/\s/g, ''), challengeCode(keyring, acsTransactionId));
