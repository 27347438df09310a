import { invariant } from '@/lib/kernel/invariant';

// References of the bank's ledger transfers. The second part of a hold's names the hold: the statement joins on it.

export const holdReference = (reference: string): string => `hold:${part(reference)}`;
export const captureReference = (reference: string, captureKey: string): string => `capture:${part(reference)}:${captureKey}`;
export const releaseReference = (reference: string): string => `release:${part(reference)}`;
export const refundReference = (reference: string, refundKey: string): string => `refund:${part(reference)}:${refundKey}`;
export const fundReference = (userId: string, currency: string): string => `fund:${part(userId)}:${currency}`;

function part(text: string): string {
  invariant(text !== '' && !text.includes(':'), 'a part of a ledger reference has no colon');
  return text;
}
