import type { BankId } from '@/lib/bank';

/** Ranges of card numbers by their first six digits, both ends included, and the bank that issues them. */
const RANGES: readonly { readonly from: string; readonly to: string; readonly bank: BankId }[] = [
  { from: '400000', to: '449999', bank: 'maple' },
  { from: '450000', to: '499999', bank: 'harbour' },
];

/** The bank that an authorisation goes to; null where nobody issues such cards. What names no range is from before there were two banks. */
export function routeByBin(bin: string | undefined): BankId | null {
  if (bin === undefined) return 'maple';
  if (!/^\d{6}$/.test(bin)) return null;
  return RANGES.find(({ from, to }) => from <= bin && bin <= to)?.bank ?? null;
}
