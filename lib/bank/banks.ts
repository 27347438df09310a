/** The simulated banks whose accounts and cards owners of wallets have. */
export const OWN_BANKS = ['maple', 'harbour'] as const;
export type OwnBankId = (typeof OWN_BANKS)[number];

/**
 * All that issue cards. Each keeps a ledger of its own and may be unreachable by itself. `external` stands for every issuer elsewhere: the
 * cards that buyers bring with them are its.
 */
export const BANKS = [...OWN_BANKS, 'external'] as const;
export type BankId = (typeof BANKS)[number];

/** What a new card begins with: the network routes by it. */
export const CARD_BIN: Readonly<Record<OwnBankId, string>> = { maple: '400012', harbour: '450034' };

export const BANK_NAME: Readonly<Record<BankId, string>> = { maple: 'Maple Bank', harbour: 'Harbour Bank', external: 'The issuer of the card' };

export const isOwnBankId = (text: string): text is OwnBankId => OWN_BANKS.some((bank) => bank === text);
