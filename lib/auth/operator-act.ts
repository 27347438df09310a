import type { Principal, RequestCtx } from '@/lib/http/request-ctx';
import { recordAction, type Operator, type OperatorAct } from '@/lib/operations';

/** The operator behind a call, also one who calls as a partner; null for anyone else. */
function operatorOf(principal: Principal): Operator | null {
  if (principal.kind === 'operator') return { keyId: principal.keyId, session: principal.session ?? null };
  return principal.kind === 'partner' && principal.isOperator ? { keyId: principal.keyId, session: null } : null;
}

/** Writes down what an operator did, in the transaction that does it where there is one. Of other callers nothing is written: a merchant's acts are its own. */
export async function recordAct(ctx: RequestCtx, act: OperatorAct): Promise<void> {
  const by = operatorOf(ctx.principal);
  if (by) await recordAction(ctx, { ...act, by, clientAddress: ctx.clientAddress, requestId: ctx.requestId });
}

/**
 * Does what goes beyond one transaction, and writes down how it ended; what it throws is written down as failed, and thrown on. `told` says how it
 * ended from what it answered.
 */
export async function recordedAct<T>(ctx: RequestCtx, act: Omit<OperatorAct, 'outcome'>, work: () => Promise<T>, told: (answer: T) => Pick<OperatorAct, 'outcome' | 'note'>): Promise<T> {
  const answer = await work().catch(async (error: unknown) => {
    await recordAct(ctx, { ...act, outcome: 'failed' });
    throw error;
  });
  await recordAct(ctx, { ...act, ...told(answer) });
  return answer;
}
