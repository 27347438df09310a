import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { z } from 'zod';
import { fail } from '@/lib/http/failure';
import { toDecimal } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import { decideFilter, loadFilterChoices, streamPayments, type FilterInput, type PaymentFilter, type PaymentRow } from '@/lib/wallet';
import { ownerEndpoint } from '../owner-endpoint';
import { readQuery } from '../read-query';

const Text = z.string().max(200).refine((text) => !text.includes('\0'), 'must be text').transform((text) => (text === '' ? undefined : text)).optional();
export const Query: z.ZodType<FilterInput> = z.strictObject({ agent: Text, merchant: Text, status: Text, from: Text, until: Text, currency: Text, min: Text, max: Text, q: Text });

const COLUMNS = [
  'payment_id', 'requested_at', 'agent', 'agent_id', 'merchant', 'merchant_id', 'amount', 'currency', 'refunded', 'status', 'human_present', 'order_number', 'order_id',
] as const;

/**
 * GET /api/agent/v1/wallet/activity.csv: every payment that fits the filters of the activity page, newest first. Amounts are decimals in major units
 * beside their currency. A cell that a spreadsheet would take for a formula begins with an apostrophe.
 */
export const getActivityCsv = ownerEndpoint({
  method: 'GET',
  path: '/api/agent/v1/wallet/activity.csv',
  handle: async (ctx, request, { walletId }) => {
    const { filter, faults } = decideFilter(readQuery(request, Query), await loadFilterChoices(ctx, walletId));
    const [fault] = faults;
    if (fault) throw fail(400, 'invalid_request', `$.${fault.field}: ${fault.message}`, { param: `$.${fault.field}` });
    const csv = stringify({ header: true, columns: [...COLUMNS], escape_formulas: true, record_delimiter: 'windows' });
    // A fault while it is read ends the answer before its end; a reader who leaves ends the reading.
    pipeline(Readable.from(records(ctx, { walletId, filter })), csv, (error) => error && ctx.log.warn({ err: error }, 'an export ended early'));
    return new Response(Readable.toWeb(csv) as ReadableStream, {
      headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="countersign-activity.csv"', 'cache-control': 'no-store' },
    });
  },
});

async function* records(ctx: Ctx, query: { walletId: string; filter: PaymentFilter }): AsyncGenerator<readonly string[]> {
  for await (const payment of streamPayments(ctx, query)) yield toRecord(payment);
}

const toRecord = (payment: PaymentRow): readonly string[] => [
  payment.id, payment.createdAt.toISOString(), payment.agentName, payment.agentId, payment.merchantName, payment.merchantHandle, toDecimal(payment.total), payment.total.currency,
  toDecimal(payment.refunded), payment.status, String(payment.humanPresent), payment.orderNumber ?? '', payment.orderId ?? '',
];
