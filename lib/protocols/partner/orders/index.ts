import type { Endpoint } from '@/lib/http/endpoint';
import { getPartnerOrders } from './list';
import { postPartnerOrderAck, postPartnerOrderFulfill, postPartnerOrderReady } from './move';

export { getPartnerOrders, postPartnerOrderAck, postPartnerOrderFulfill, postPartnerOrderReady };

/** Orders in the kitchens of all merchants, for partners and operators. */
export const endpoints: readonly Endpoint[] = [getPartnerOrders, postPartnerOrderAck, postPartnerOrderReady, postPartnerOrderFulfill];
