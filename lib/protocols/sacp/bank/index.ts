import type { Endpoint } from '@/lib/http/endpoint';
import { getCards, patchCard, postConfirmCard } from './cards';
import { getBankStatement } from './statement';

export { getBankStatement, getCards, patchCard, postConfirmCard };

/** SACP's bank (rules.md, bank). */
export const bankEndpoints: readonly Endpoint[] = [getBankStatement, getCards, patchCard, postConfirmCard];
