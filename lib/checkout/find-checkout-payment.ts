import type { Ctx } from '@/lib/ports';
import { findAttemptByToken, findLastAttempt, type Attempt } from './store';
import type { CaptureMethod } from './types';

/** How the last attempt at paying a checkout stands, and on whose authority it was made. */
export type CheckoutPayment = {
  readonly status: 'pending' | 'authorized' | 'captured' | 'failed';
  /** The agent that paid and its payment mandate; null where a card was given without an agent. */
  readonly agentId: string | null;
  readonly mandateId: string | null;
  /** The id of the token, never its text. */
  readonly tokenId: string;
  readonly attemptId: string;
  readonly captureMethod: CaptureMethod;
  /** The network's name for it; null until the network answered. */
  readonly transactionId: string | null;
};

const STATUS: Record<Attempt['status'], CheckoutPayment['status']> = {
  authorizing: 'pending',
  authorized: 'authorized',
  captured: 'captured',
  declined: 'failed',
  voided: 'failed',
  expired: 'failed',
};

/** Null while nobody has tried to pay. */
export async function findCheckoutPayment(ctx: Ctx, checkoutId: string): Promise<CheckoutPayment | null> {
  const attempt = await findLastAttempt(ctx, checkoutId);
  if (!attempt) return null;
  const { credential } = attempt;
  const { agentId, mandateId } = credential.kind === 'wallet' ? credential : { agentId: null, mandateId: null };
  return { status: STATUS[attempt.status], agentId, tokenId: credential.tokenId, mandateId, attemptId: attempt.id, captureMethod: attempt.captureMethod, transactionId: attempt.networkTransactionId };
}

/** The network's name for the payment that a token was spent on, or null where it was not spent or the network has not answered. */
export async function findTokenTransaction(ctx: Ctx, token: string): Promise<string | null> {
  const tokenId = await ctx.ports.credentials.identify(ctx, token);
  return tokenId === null ? null : ((await findAttemptByToken(ctx, tokenId))?.networkTransactionId ?? null);
}
