import { canonicalJson, equalInConstantTime } from '@/lib/kernel/hash';
import type { Keyring } from '@/lib/kernel/keyring';

/** CAVV and AAV are 20 bytes (ACP: 28 characters of base64). */
const CRYPTOGRAM_BYTES = 20;

/** What an issuer vouches for. Minor units. */
export type Vouched = {
  readonly dsTransactionId: string;
  readonly cardFingerprint: string;
  readonly merchantId: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly status: 'Y' | 'A';
};

/** The issuer's authentication value: nobody without its key makes one, and each holds for what it was made of alone. */
export const makeCryptogram = (keyring: Keyring, vouched: Vouched): string =>
  keyring
    .derive(`acs.cryptogram:${canonicalJson({ ...vouched, amount: vouched.amount.toString() })}`)
    .subarray(0, CRYPTOGRAM_BYTES)
    .toString('base64');

export const isGenuine = (keyring: Keyring, vouched: Vouched, cryptogram: string): boolean => equalInConstantTime(cryptogram, makeCryptogram(keyring, vouched));
