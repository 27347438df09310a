import type { Endpoint } from '@/lib/http/endpoint';
import { getCards, patchCard, postConfirmCard } from './cards';
import { postCard, postConfirmNewCard } from './new-card';
import { getBankStatement } from './statement';

export { getBankStatement, getCards, patchCard, postCard, postConfirmCard, postConfirmNewCard };

/** SACP's bank (rules.md, bank). */
export const bankEndpoints: readonly Endpoint[] = [getBankStatement, getCards, postCard, postConfirmNewCard, patchCard, postConfirmCard];
