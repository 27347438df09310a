import { addressKind } from './outbound-address';

/**
 * Why a URL can never be posted to, or null. What its name resolves to is checked at each delivery (lib/http/outbound.ts); this only
 * tells early what is wrong already. `allowLoopback`: COUNTERSIGN_TEST=1.
 */
export function findUrlFault(text: string, allowLoopback: boolean): string | null {
  if (!/^[\x21-\x7e]+$/.test(text) || !URL.canParse(text)) return 'must be a URL';
  const url = new URL(text);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const isLiteral = /^[\d.]+$/.test(host) || host.includes(':');
  const isLoopback = host === 'localhost' || (isLiteral && addressKind(host) === 'loopback');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && allowLoopback && isLoopback)) return 'must be an https URL';
  if (url.username !== '' || url.password !== '') return 'must not hold credentials';
  if (isLoopback) return allowLoopback ? null : 'must be a public address';
  return isLiteral && addressKind(host) !== 'public' ? 'must be a public address' : null;
}
