import { loadStatement, parseStatementCursor, type StatementEntry, type StatementHold } from '@/lib/bank';
import { endpoint, type Endpoint } from '@/lib/http/endpoint';
import { fail } from '@/lib/http/failure';
import { invariant } from '@/lib/kernel/invariant';
import { toDecimal } from '@/lib/kernel/money';
import { answer } from '../errors';

/**
 * GET /api/bank/statement[?cursor=][&agent_only=true] (owner): what is held now and what was booked, newest first; next_cursor
 * stands where there is more. Amounts are decimal strings in major units, an entry's signed.
 */
export const getBankStatement: Endpoint = endpoint({
  method: 'GET',
  path: '/api/bank/statement',
  wire: 'sacp',
  credentials: ['owner_session'],
  scope: null,
  tenant: 'credential',
  handle: async (ctx, request) => {
    invariant(ctx.principal.kind === 'owner', 'the entrance admits owners only');
    const query = readQuery(new URL(request.url).searchParams);
    const statement = await loadStatement(ctx, { userId: ctx.principal.userId, ...query });
    return answer(200, {
      holds: statement.holds.map(toWireHold),
      entries: statement.entries.map(toWireEntry),
      ...(statement.nextCursor === null ? {} : { next_cursor: statement.nextCursor }),
    });
  },
});

function readQuery(params: URLSearchParams): { cursor?: string; agentOnly: boolean } {
  const cursor = params.get('cursor') ?? undefined;
  if (cursor !== undefined && !parseStatementCursor(cursor)) {
    throw fail(400, 'invalid_request', 'cursor must be a next_cursor of an earlier answer.', { param: 'cursor' });
  }
  const agentOnly = params.get('agent_only') ?? 'false';
  if (agentOnly !== 'true' && agentOnly !== 'false') throw fail(400, 'invalid_request', 'agent_only must be true or false.', { param: 'agent_only' });
  return { cursor, agentOnly: agentOnly === 'true' };
}

const toWireHold = (hold: StatementHold) => ({
  id: hold.id,
  amount: toDecimal(hold.amount),
  currency: hold.amount.currency,
  merchant: hold.merchant,
  agent: hold.agent,
  human_present: hold.humanPresent,
  mandate: hold.mandate,
  order_id: hold.orderId,
  status: hold.status,
  at: hold.at.toISOString(),
});

const toWireEntry = (entry: StatementEntry) => ({
  id: entry.id,
  amount: toDecimal(entry.amount),
  currency: entry.amount.currency,
  merchant: entry.merchant,
  agent: entry.agent,
  human_present: entry.humanPresent,
  mandate: entry.mandate,
  kind: entry.kind,
  order_id: entry.orderId,
  at: entry.at.toISOString(),
});
