import type { Endpoint } from '@/lib/http/endpoint';
import { getBankStatement } from './statement';

export { getBankStatement };

/** SACP's bank (rules.md, bank). */
export const bankEndpoints: readonly Endpoint[] = [getBankStatement];
