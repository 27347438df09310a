import { createClient, PATIENCE, type Patience, type ServiceClient, type ServiceName } from './client';
import { RECEIPT_PATIENCE } from './receipt';

export { serviceBeside } from './beside';
export { serviceCatalog } from './catalog';
export { serviceGeo } from './geo';
export { servicePayment } from './payment';
export { servicePricing } from './pricing';
export { serviceReceipt } from './receipt';
export { serviceTax } from './tax';

export type { ServiceClient, ServiceName };

/** Where an operator's services are; null: what is built in. `token` is sent to each as a Bearer. `patience`: for tests. */
export type DownstreamConfig = { readonly urls: Readonly<Record<ServiceName, string | null>>; readonly token: string | null; readonly patience?: Patience };

/** The client of a service, or null where what is built in stands in its place. */
export function clientOf(config: DownstreamConfig | undefined, name: ServiceName): ServiceClient | null {
  const url = config?.urls[name] ?? null;
  return url === null ? null : createClient({ name, url, token: config?.token ?? null }, config?.patience ?? (name === 'receipt' ? RECEIPT_PATIENCE : PATIENCE));
}
