import { issueDemoCard } from '@/lib/bank';
import type { CardIssuerPort } from '@/lib/ports';

/** The card issuer port over the simulated bank. */
export const demoCardIssuer: CardIssuerPort = { issueDemoCard };
