import { randomBytes } from 'node:crypto';
import { NextResponse, type NextRequest } from 'next/server';
import { isSecureOrigin } from '@/lib/entrance/public-origin';
import { serverEntrance } from '@/lib/entrance/server-entrance';
import { splitMerchantPrefix, wireOf } from '@/lib/entrance/wire-prefixes';
import { CLIENT_ADDRESS_HEADER, INTERNAL_HEADERS, MERCHANT_PREFIX_HEADER, PAGE_PATH_HEADER, clientAddress } from '@/lib/http/client-address';
import { securityHeaders } from '@/lib/http/security-headers';

/**
 * Runs before what Next answers: every page, and every endpoint where our own server does not stand in front (`next dev`). Our server
 * answers the endpoints of the route table without it, so nothing that an endpoint needs lives here alone.
 */
export function proxy(request: NextRequest): NextResponse {
  const headers = ownHeaders(request);
  const { pathname } = request.nextUrl;
  const prefixed = splitMerchantPrefix(pathname);
  if (prefixed) return toMerchant(request, headers, prefixed);
  if (wireOf(pathname) !== null || pathname.startsWith('/api/')) return NextResponse.next({ request: { headers } });
  headers.set(PAGE_PATH_HEADER, pathname);
  return toPage(headers);
}

/** Internal headers are ours to write: what a caller sent under their names is dropped. */
function ownHeaders(request: NextRequest): Headers {
  const headers = new Headers(request.headers);
  const fromServer = serverEntrance.ours ? headers.get(CLIENT_ADDRESS_HEADER) : null;
  for (const name of INTERNAL_HEADERS) headers.delete(name);
  const hops = Number(process.env.TRUST_PROXY ?? 0);
  headers.set(CLIENT_ADDRESS_HEADER, fromServer ?? clientAddress(headers.get('x-forwarded-for'), undefined, hops));
  return headers;
}

/** `/m/{handle}/rest` is `/rest` of that merchant. */
function toMerchant(request: NextRequest, headers: Headers, { handle, rest }: { handle: string; rest: string }): NextResponse {
  headers.set(MERCHANT_PREFIX_HEADER, handle);
  const url = request.nextUrl.clone();
  url.pathname = rest;
  return NextResponse.rewrite(url, { request: { headers } });
}

/** Next reads the nonce from the request's own policy and puts it on every script that it writes. */
function toPage(headers: Headers): NextResponse {
  const nonce = randomBytes(16).toString('base64');
  const security = securityHeaders({ kind: 'page', nonce, secure: isSecureOrigin(), development: process.env.NODE_ENV === 'development' });
  for (const [name, value] of security) if (name === 'content-security-policy') headers.set(name, value);
  headers.set('x-nonce', nonce);
  const response = NextResponse.next({ request: { headers } });
  for (const [name, value] of security) response.headers.set(name, value);
  return response;
}

export const config = { matcher: ['/((?!_next/static|_next/image).*)'] };
