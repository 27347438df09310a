import type { BankId } from '@/lib/bank';
import { failpoint } from '@/lib/kernel/failpoint';
import { newId } from '@/lib/kernel/id';
import { invariant } from '@/lib/kernel/invariant';
import { err, ok, type Result } from '@/lib/kernel/result';
import { inTransaction, type Ctx, type RiskAssessment } from '@/lib/ports';
import { announcePayment } from '@/lib/webhook';
import { conclude } from './conclude';
import { decideMandate, type MandateFault } from './decide-mandate';
import { RISK_DECLINES } from './decide-risk';
import { toPaymentEvent } from './payment-event';
import { routeByBin } from './route';
import { findByKey, insertTransaction } from './store';
import type { AgentAuthorizeRequest, AuthorizeError, CardAuthorizeRequest, NetworkAuthorizeRequest, NetworkTransaction } from './types';

/**
 * Authorises a payment: `authorized` with the money held at the bank, or `declined` with the bank's reason, or with the network's own
 * where an agent's payment mandate does not bear the request (mandate_missing, mandate_invalid, mandate_mismatch, mandate_expired), nobody issues the card (card_not_routable) or the risk is too high (risk_declined). The record is
 * committed before the bank is asked, so call it outside any transaction. One key charges once, whatever is repeated, at the
 * same moment or after a crash: the record is found and brought to its end. idempotency_conflict: the key names another payment.
 */
export async function authorize(ctx: Ctx, request: NetworkAuthorizeRequest): Promise<Result<NetworkTransaction, AuthorizeError>> {
  invariant(request.amount > 0n, 'authorize: amount above zero');
  const recording = await judge(ctx, request);
  if (await record(ctx, recording)) {
    failpoint('network.recorded');
    if (recording.status === 'declined') return ok(recording);
    const concluded = await conclude(ctx, recording.id);
    failpoint('network.concluded');
    return ok(concluded);
  }
  const recorded = await findByKey(ctx.db, request.idempotencyKey);
  invariant(recorded, 'a key that is taken has its record');
  if (!isSameRequest(recorded, request)) return err({ code: 'idempotency_conflict' });
  return ok(await conclude(ctx, recorded.id));
}

/** What became of an authorisation, by its key; null when no such request arrived. The answer is final, never `initiated`. */
export async function retrieve(ctx: Ctx, idempotencyKey: string): Promise<NetworkTransaction | null> {
  const recorded = await findByKey(ctx.db, idempotencyKey);
  return recorded?.status === 'initiated' ? conclude(ctx, recorded.id) : recorded;
}

/** Durable before the bank is asked. One that the network declines itself is over with it, so its merchant is told in the same transaction. */
async function record(ctx: Ctx, recording: NetworkTransaction): Promise<boolean> {
  if (recording.status !== 'declined') return insertTransaction(ctx.db, recording);
  return inTransaction(ctx, async (tx) => {
    const isNew = await insertTransaction(tx.db, recording);
    if (isNew) await announcePayment(tx, toPaymentEvent(recording, recording));
    return isNew;
  });
}

/** Who pays, and whether the network stands in the way. */
type Judgement = Pick<NetworkTransaction, 'agentContext' | 'agentName' | 'mandate' | 'authenticated'> & {
  readonly bank: BankId | null;
  readonly mandateFault: MandateFault | null;
  readonly risk: RiskAssessment;
};

/** The record that a request begins with: on its way to the bank, or declined by the network itself. */
async function judge(ctx: Ctx, request: NetworkAuthorizeRequest): Promise<NetworkTransaction> {
  const { credential } = request;
  const judgement = credential.kind === 'wallet' ? judgeAgent(ctx, { ...request, credential }) : judgeCard(ctx, { ...request, credential });
  const { bank, mandateFault, risk, ...payer } = await judgement;
  const fault = bank === null ? 'card_not_routable' : (mandateFault ?? (risk.score >= RISK_DECLINES ? 'risk_declined' : null));
  const now = ctx.clock.now();
  return {
    id: newId('transaction', now.getTime()),
    idempotencyKey: request.idempotencyKey,
    merchantId: request.merchantId,
    checkoutId: request.checkoutId,
    tokenId: credential.tokenId,
    cardId: credential.cardId,
    bank: bank ?? 'maple',
    currency: request.currency,
    amount: request.amount,
    capturedAmount: 0n,
    refundedAmount: 0n,
    status: fault === null ? 'initiated' : 'declined',
    declineReason: fault,
    ...payer,
    merchantName: request.merchantName,
    riskScore: risk.score,
    riskSignals: risk.signals,
    createdAt: now,
    updatedAt: now,
  };
}

async function judgeAgent(ctx: Ctx, request: AgentAuthorizeRequest): Promise<Judgement> {
  const { amount, currency, credential } = request;
  const mandate = credential.mandate ?? null;
  const mandateFault = decideMandate(mandate === null ? null : await ctx.ports.mandateVerifier.verify(ctx, mandate), request, ctx.clock.now());
  const { agentId, agentName, ownerId, humanPresent, mandateId, agentCreatedAt } = credential;
  const risk = await ctx.ports.risk.assess(ctx, {
    agentId,
    agentCreatedAt: agentCreatedAt === undefined ? null : new Date(agentCreatedAt),
    humanPresent,
    mandateVerified: mandateFault === null,
    amount,
    currency,
  });
  const agentContext = { agentId, ownerId, humanPresent, mandateId, mandateType: 'payment' } as const;
  return { bank: routeByBin(credential.cardBin), mandateFault, risk, agentContext, agentName, mandate, authenticated: false };
}

/** A card that came without an agent has no mandate to show. The banks here give out no full numbers, so it is of an issuer elsewhere. */
async function judgeCard(ctx: Ctx, { amount, currency, credential }: CardAuthorizeRequest): Promise<Judgement> {
  const risk = await ctx.ports.risk.assess(ctx, { agentId: null, amount, currency });
  return { bank: 'external', mandateFault: null, risk, agentContext: null, agentName: null, mandate: null, authenticated: credential.authenticated };
}

const isSameRequest = (recorded: NetworkTransaction, request: NetworkAuthorizeRequest): boolean =>
  recorded.merchantId === request.merchantId &&
  recorded.checkoutId === request.checkoutId &&
  recorded.tokenId === request.credential.tokenId &&
  recorded.cardId === request.credential.cardId &&
  recorded.amount === request.amount &&
  recorded.currency === request.currency;
