import type { Endpoint } from '@/lib/http/endpoint';
import { getMerchantActivation } from './list';

export { getMerchantActivation };

/** How far merchants have come, for partners and operators. */
export const endpoints: readonly Endpoint[] = [getMerchantActivation];
