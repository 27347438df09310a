/** How a merchant is named on every wire (rules.md, Paths). */
export const MERCHANT_HANDLE = /^[a-z0-9-]{3,40}$/;
