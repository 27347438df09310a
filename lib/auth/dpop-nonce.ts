import { equalInConstantTime } from '@/lib/kernel/hash';
import type { Ctx } from '@/lib/ports';

/** A nonce is taken in the span that it was given out in and in the one after it: five minutes at least, ten at most. */
const SPAN_SECONDS = 300;

const nonceOf = (ctx: Ctx, span: number): string => ctx.keyring.derive(`dpop_nonce:${span}`).toString('base64url');
const spanAt = (now: Date): number => Math.floor(now.getTime() / 1000 / SPAN_SECONDS);

/**
 * RFC 9449 section 8: the nonce that proofs are to be made with now. It follows from the installation's key and the time, so every process
 * knows it and none writes it down.
 */
export const currentDpopNonce = (ctx: Ctx): string => nonceOf(ctx, spanAt(ctx.clock.now()));

/** Whether a nonce is one of ours that is not too old. */
export function isDpopNonce(ctx: Ctx, nonce: string): boolean {
  const span = spanAt(ctx.clock.now());
  return [span, span - 1].some((each) => equalInConstantTime(nonce, nonceOf(ctx, each)));
}
