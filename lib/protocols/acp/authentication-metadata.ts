import type { AuthenticationTerms, BrowserChannel, Checkout } from '@/lib/checkout';
import { readBrowser, UNKNOWN_BROWSER } from '@/lib/http/browser';
import type { RequestCtx } from '@/lib/http/request-ctx';
import type { Asked } from './wire';

/** The browser that a buyer is taken to be at: what the request itself shows of whoever sent it (rules.md, ACP). */
export const readChannel = ({ headers }: Pick<Asked, 'headers'>, { clientAddress }: Pick<RequestCtx, 'clientAddress'>): BrowserChannel => readBrowser(headers, clientAddress);

/**
 * `authentication_metadata` of a session that waits for an authentication, to be spread into it; in any other state it has none. The same in
 * every version from 2025-12-12 on: 2026-04-17 no longer asks for `channel`, and allows it.
 */
export const authenticationMetadata = ({ status, authentication }: Checkout): { readonly authentication_metadata?: object } =>
  status === 'authentication_required' && authentication ? { authentication_metadata: toMetadata(authentication) } : {};

function toMetadata({ acquirer, directoryServer, flow, channel }: AuthenticationTerms): object {
  const { acceptHeader, ipAddress, language, userAgent } = channel ?? UNKNOWN_BROWSER;
  return {
    channel: {
      type: 'browser',
      browser: { accept_header: acceptHeader, ip_address: ipAddress, javascript_enabled: false, language, user_agent: userAgent },
    },
    acquirer_details: {
      acquirer_bin: acquirer.bin,
      acquirer_country: acquirer.country,
      acquirer_merchant_id: acquirer.merchantId,
      merchant_name: acquirer.merchantName,
    },
    directory_server: directoryServer,
    flow_preference: flow === 'challenge' ? { type: flow, challenge: { type: 'preferred' } } : { type: flow, frictionless: { type: 'low_risk' } },
  };
}
