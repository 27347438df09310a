/** Two records that do not agree, or one that breaks a rule: `id` names the row to look at, `detail` says what is wrong, with figures. */
export type Difference = { readonly check: string; readonly id: string; readonly detail: string };

/**
 * One rule, as a statement that answers the rows which break it: `id` and `detail`, both text. It is a single statement, so what it
 * compares is of one instant; amounts in its details are minor units.
 */
export type Check = {
  readonly name: string;
  /** The rule, in words. */
  readonly says: string;
  readonly text: string;
  /** $1 is the time of the audit. */
  readonly needsTime?: true;
};
