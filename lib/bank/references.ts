import { invariant } from '@/lib/kernel/invariant';
import type { BankId } from './banks';

// References of the bank's ledger transfers. The second part of a hold's names the hold: the statement joins on it.

export const holdReference = (reference: string): string => `hold:${part(reference)}`;
export const captureReference = (reference: string, captureKey: string): string => `capture:${part(reference)}:${captureKey}`;
export const releaseReference = (reference: string): string => `release:${part(reference)}`;
export const refundReference = (reference: string, refundKey: string): string => `refund:${part(reference)}:${refundKey}`;
/** The first bank's reads as it did before there were two. */
export const fundReference = (bank: BankId, userId: string, currency: string): string => `fund:${part(userId)}:${currency}${bank === 'maple' ? '' : `:${bank}`}`;

function part(text: string): string {
  invariant(text !== '' && !text.includes(':'), 'a part of a ledger reference has no colon');
  return text;
}
