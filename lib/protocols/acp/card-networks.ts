/** The networks whose cards are taken, as every version writes them. */
export const CARD_NETWORKS: readonly string[] = ['visa'];
