import ipaddr from 'ipaddr.js';

/** `public`: may be asked. `loopback`: this machine, only under the test flag. `special`: private, link-local, reserved and so on. */
export type AddressKind = 'public' | 'loopback' | 'special';

/** Which kind an IP address is (IANA special-purpose registries). An IPv4 address in IPv6 clothes is what it wraps. */
export function addressKind(text: string): AddressKind {
  if (!ipaddr.isValid(text)) return 'special';
  const range = ipaddr.process(text).range();
  if (range === 'loopback') return 'loopback';
  return range === 'unicast' && !isOutsideGlobalUnicast(text) ? 'public' : 'special';
}

/** Of IPv6 only 2000::/3 is handed out; whatever else has no range of its own, such as ::127.0.0.1, is no one's to answer. */
function isOutsideGlobalUnicast(text: string): boolean {
  const address = ipaddr.process(text);
  return address.kind() === 'ipv6' && !address.match(ipaddr.parseCIDR('2000::/3'));
}
