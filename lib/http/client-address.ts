/** Written by our server on what it hands to Next, and stripped from what callers send. */
export const CLIENT_ADDRESS_HEADER = 'x-countersign-client-address';
/** The handle of a stripped `/m/{handle}` prefix, on its way from proxy.ts to the route; stripped from what callers send. */
export const MERCHANT_PREFIX_HEADER = 'x-countersign-merchant-prefix';

/** The path of a page, on its way from proxy.ts to the layout, which no other way is told of it. */
export const PAGE_PATH_HEADER = 'x-countersign-page-path';

/** Headers that only we write. A request that brings one of them is relieved of it. */
export const INTERNAL_HEADERS: readonly string[] = [CLIENT_ADDRESS_HEADER, MERCHANT_PREFIX_HEADER, PAGE_PATH_HEADER, 'x-middleware-subrequest'];

/** Headers by which proxies speak of the client. Believed only as far as TRUST_PROXY says. */
export const FORWARDED_HEADERS: readonly string[] = [
  'forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-port', 'x-forwarded-proto', 'x-real-ip', 'x-client-ip',
];

/**
 * The address of the client. `trustedHops` proxies of ours stand in front, each of which appended the address it saw to
 * X-Forwarded-For; what stands left of those was written by the caller. IPv4 in IPv6 clothes is written as IPv4.
 */
export function clientAddress(forwardedFor: string | null | undefined, peerAddress: string | undefined, trustedHops: number): string {
  const chain = (forwardedFor ?? '').split(',').map((part) => part.trim()).filter((part) => part !== '');
  const named = trustedHops > 0 ? chain.at(-trustedHops) : undefined;
  return (named ?? peerAddress ?? 'unknown').replace(/^::ffff:(?=\d+\.)/i, '');
}
