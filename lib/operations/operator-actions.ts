import type { Ctx } from '@/lib/ports';
import type { Operator, OperatorAct, OperatorAction, OperatorActionName } from './types';

/** Writes an act down for good: no role of the application can change or delete it. In a transaction it is kept if and only if what was done is. */
export function recordAction(ctx: Ctx, act: OperatorAct & { readonly by: Operator; readonly clientAddress: string; readonly requestId: string }): Promise<void> {
  return ctx.db.write({
    name: 'operations.record-action',
    text: `insert into operator_action (at, key_id, session, client_address, request_id, action, subjects, outcome, note) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    values: [ctx.clock.now(), act.by.keyId, act.by.session, act.clientAddress, act.requestId, act.action, act.subjects, act.outcome, act.note ?? null],
  });
}

type Row = Omit<OperatorAction, 'by' | 'clientAddress' | 'requestId'> & { key_id: string; session: string | null; client_address: string; request_id: string };

/** What operators did, the newest first, from before `beforeId` on; of one kind, or of all (null). */
export async function listActions(ctx: Ctx, query: { action: OperatorActionName | null; beforeId: bigint | null; limit: number }): Promise<OperatorAction[]> {
  const rows = await ctx.db.query<Row>({
    name: 'operations.list-actions',
    text: `select id, at, key_id, session, client_address, request_id, action, subjects, outcome, note from operator_action
            where ($1::bigint is null or id < $1) and ($2::text is null or action = $2) order by id desc limit $3`,
    values: [query.beforeId?.toString() ?? null, query.action, query.limit],
  });
  return rows.map(({ key_id: keyId, session, client_address: clientAddress, request_id: requestId, ...row }) => ({ ...row, by: { keyId, session }, clientAddress, requestId }));
}
