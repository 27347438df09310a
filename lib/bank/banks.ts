/** The simulated banks. Each keeps a ledger of its own and may be unreachable by itself. */
export const BANKS = ['maple', 'harbour'] as const;
export type BankId = (typeof BANKS)[number];

/** What a new card begins with: the network routes by it. */
export const CARD_BIN: Readonly<Record<BankId, string>> = { maple: '400012', harbour: '450034' };

export const BANK_NAME: Readonly<Record<BankId, string>> = { maple: 'Maple Bank', harbour: 'Harbour Bank' };

export const isBankId = (text: string): text is BankId => BANKS.some((bank) => bank === text);
