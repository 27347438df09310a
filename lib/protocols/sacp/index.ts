import type { Endpoint } from '@/lib/http/endpoint';
import { endpoints as agents } from './agents';
import { bankEndpoints } from './bank';
import { networkEndpoints } from './network';
import { endpoints as notifications } from './notifications';
import { endpoints as orders } from './orders';
import { endpoints as pairing } from './pairing';
import { endpoints as payments } from './payments';
import { endpoints as products } from './products';
import { endpoints as sessions } from './sessions';
import { endpoints as stepUp } from './step-up';
import { endpoints as wallet } from './wallet';
import { endpoints as webhooks } from './webhooks';

export { tools } from './tools';

/** The SimToolBox Agent Commerce Protocol: store, wallet, network and bank. */
export const endpoints: readonly Endpoint[] = [
  ...products,
  ...sessions,
  ...orders,
  ...agents,
  ...wallet,
  ...pairing,
  ...payments,
  ...stepUp,
  ...webhooks,
  ...notifications,
  ...networkEndpoints,
  ...bankEndpoints,
];
