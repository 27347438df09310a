import { fail, type HttpFailure } from '@/lib/http/failure';
import type { Ctx } from '@/lib/ports';
import { DPOP_ALGORITHMS, type DpopFault } from './dpop';
import { currentDpopNonce } from './dpop-nonce';

/** RFC 9449 sections 7.1 and 9: how a resource refuses a proof, with the nonce for the next one. */
export const dpopFailure = (ctx: Ctx, { code, message }: DpopFault): HttpFailure =>
  fail(401, 'unauthorized', message, {
    headers: { 'WWW-Authenticate': `DPoP error="${code}", algs="${DPOP_ALGORITHMS.join(' ')}"`, 'DPoP-Nonce': currentDpopNonce(ctx) },
  });
