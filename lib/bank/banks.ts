/**
 * The simulated banks. Each keeps a ledger of its own and may be unreachable by itself. `external` stands for every issuer elsewhere: the cards
 * that buyers bring with them are its.
 */
export const BANKS = ['maple', 'harbour', 'external'] as const;
export type BankId = (typeof BANKS)[number];

/** Those whose accounts and cards we open for owners of wallets. */
export type OwnBankId = Exclude<BankId, 'external'>;

/** What a new card begins with: the network routes by it. */
export const CARD_BIN: Readonly<Record<OwnBankId, string>> = { maple: '400012', harbour: '450034' };

export const BANK_NAME: Readonly<Record<BankId, string>> = { maple: 'Maple Bank', harbour: 'Harbour Bank', external: 'The issuer of the card' };

export const isBankId = (text: string): text is BankId => BANKS.some((bank) => bank === text);
