import { createHmac } from 'node:crypto';
import { oncePerKey, type Answer, type IdempotentOutcome } from '@/lib/http/idempotency';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { canonicalJson } from '@/lib/kernel/hash';
import type { Keyring } from '@/lib/kernel/keyring';
import { inTransaction, type Ctx } from '@/lib/ports';
import { VAULT_PATH } from './errors';

/** Answers that hold a payment token are kept sealed, whichever endpoint gave them (lib/platform/sealed-columns.ts). */
const SEAL_PURPOSE = 'idempotency.payment-answer';

export type VaultRequest = { readonly principal: string; readonly key: string | null; readonly version: string; readonly body: unknown };

/**
 * Runs an operation in one transaction, once for its Idempotency-Key if it has one. What is kept of the request is a keyed digest and what is
 * kept of the answer is sealed: from neither can a card or a token be found out without our keys (ADR 0025).
 */
export async function oncePerVaultKey(ctx: RequestCtx, request: VaultRequest, work: (tx: Ctx) => Promise<Answer>): Promise<IdempotentOutcome> {
  const { principal, key, version, body } = request;
  if (key === null) return { kind: 'answered', answer: await inTransaction<Ctx, Answer>(ctx, work), replayed: false };
  const keyed = { principal, path: VAULT_PATH, key, body: digestOf(ctx.keyring, { version, body }) };
  const outcome = await oncePerKey(ctx, keyed, async (tx) => {
    const { status, body: answered } = await work(tx);
    return { status, body: { sealed: ctx.keyring.seal(JSON.stringify(answered), SEAL_PURPOSE) } };
  });
  if (outcome.kind !== 'answered') return outcome;
  const { sealed } = outcome.answer.body as { sealed: string };
  return { ...outcome, answer: { status: outcome.answer.status, body: JSON.parse(ctx.keyring.open(sealed, SEAL_PURPOSE)) as object } };
}

/** Equal for equal JSON values (RFC 8785). A plain hash would not do: with the digits that are shown, a card number is one of a million. */
export const digestOf = (keyring: Keyring, value: object): string =>
  createHmac('sha256', keyring.derive('acp.delegate-payment.request')).update(canonicalJson(value)).digest('hex');
