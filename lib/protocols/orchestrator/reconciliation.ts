import { z } from 'zod';
import { recordAct, recordedAct } from '@/lib/auth';
import { followNetwork } from '@/lib/checkout';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import type { Answer } from '@/lib/http/idempotency';
import { decodeRowCursor } from '@/lib/kernel/cursor';
import { listReports, reconcile, RECONCILED_MAX, type Mismatch } from '@/lib/reconciliation';
import type { RequestCtx } from '@/lib/http/request-ctx';
import { operatorOnly, ops, opsTenant } from './ops';
import { readBody } from './read-body';
import { RowCursor } from './schema';
import { done, refuse, respond } from './words';

const Id = z.string().min(1).max(100);
const Instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
export const ReconcileBody = z.union([
  z.strictObject({ transaction_ids: z.array(Id).max(RECONCILED_MAX) }),
  z.strictObject({ from: Instant, until: Instant }),
]);

/**
 * POST /api/v1/ops/reconciliation {transaction_ids} or {from, until} -> {mismatches, checked, complete}: where our record of a payment and the
 * network's differ, in either direction (rules.md, Orchestrator).
 */
export const postReconciliation: Endpoint = endpoint({
  ...ops,
  method: 'POST',
  path: '/api/v1/ops/reconciliation',
  handle: async (ctx, request) => {
    const body = await readBody(request, ReconcileBody);
    const span = 'transaction_ids' in body ? { transactionIds: body.transaction_ids } : body;
    const { mismatches, checked, complete } = await reconcile(ctx, { merchantId: opsTenant(ctx), ...span });
    await recordAct(ctx, { action: 'reconcile', subjects: 'transaction_ids' in body ? body.transaction_ids : [], outcome: 'done', note: `${checked} compared, ${mismatches.length} differ` });
    return respond(done({ mismatches: mismatches.map(toWire), checked, complete }));
  },
});

export const RepairBody = z.strictObject({ transaction_id: Id });

/**
 * POST /api/v1/ops/reconciliation/repair {transaction_id} -> {repaired, mismatch?}: our record follows the network's, which is safe: money moves at
 * the network alone. What is missing on one side is not made up; it is told again.
 */
export const postRepair: Endpoint = endpoint({
  ...ops,
  method: 'POST',
  path: '/api/v1/ops/reconciliation/repair',
  handle: async (ctx, request) => {
    const { transaction_id: transactionId } = await readBody(request, RepairBody);
    const { answer } = await recordedAct(ctx, { action: 'repair_payment', subjects: [transactionId] }, () => repair(ctx, transactionId), ({ outcome, note }) => ({ outcome, note }));
    return respond(answer);
  },
});

type Repaired = { readonly answer: Answer; readonly outcome: 'done' | 'nothing' | 'refused'; readonly note?: string };

async function repair(ctx: RequestCtx, transactionId: string): Promise<Repaired> {
  const query = { merchantId: opsTenant(ctx), transactionIds: [transactionId] };
  const [before] = (await reconcile(ctx, query)).mismatches;
  if (!before) return { answer: done({ repaired: false }), outcome: 'nothing' };
  if (before.kind === 'missing_here' || before.kind === 'missing_there') {
    const isUnknown = before.ourState === 'missing' && before.providerState === null;
    return { answer: isUnknown ? refuse('NOT_FOUND', 'No payment of yours has this id.') : done({ repaired: false, mismatch: toWire(before) }), outcome: 'refused', note: before.kind };
  }
  await followNetwork(ctx, transactionId);
  const [after] = (await reconcile(ctx, query)).mismatches;
  ctx.log.info({ transactionId, before, after }, 'a payment was reconciled by hand');
  return { answer: done({ repaired: after === undefined, ...(after && { mismatch: toWire(after) }) }), outcome: after ? 'refused' : 'done', note: `${before.ourState} to ${after ? after.ourState : (before.providerState ?? 'missing')}` };
}

const PAGE_SIZE = 50;
export const ReportsQuery = z.object({ cursor: RowCursor.optional() });

/** GET /api/v1/ops/reconciliation/reports[?cursor=]: what the scheduled reconciliations of the last 90 days found, the newest first. They are of all tenants: an operator's alone. */
export const getReports: Endpoint = endpoint({
  ...operatorOnly,
  method: 'GET',
  path: '/api/v1/ops/reconciliation/reports',
  handle: async (ctx, request) => {
    const query = ReportsQuery.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!query.success) throw fail(400, 'invalid_request', 'cursor must be a next_cursor of an earlier answer.');
    const { cursor } = query.data;
    const found = await listReports(ctx, { beforeId: decodeRowCursor(cursor), limit: PAGE_SIZE + 1 });
    const page = found.slice(0, PAGE_SIZE);
    const reports = page.map(({ id, from, until, checked, mismatches, createdAt }) => ({
      id: String(id), from: from.toISOString(), until: until.toISOString(), checked, mismatches: mismatches.map(toWire), created_at: createdAt.toISOString(),
    }));
    return respond(done({ reports, next_cursor: found.length > PAGE_SIZE ? String(page.at(-1)?.id) : null }));
  },
});

const toWire = ({ transactionId, kind, ourState, providerState }: Mismatch): object => ({ transaction_id: transactionId, kind, our_state: ourState, provider_state: providerState });
