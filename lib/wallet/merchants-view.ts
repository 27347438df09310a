import { money, toCurrency, type Money } from '@/lib/kernel/money';
import { listPolicies } from '@/lib/policy';
import type { Ctx } from '@/lib/ports';

/** A merchant that agents of a wallet paid. */
export type PaidMerchant = {
  readonly handle: string;
  readonly name: string;
  /** Proved by the merchant, or null. */
  readonly domain: string | null;
  readonly purchases: number;
  /** What was paid less what went back, one for each currency. */
  readonly spent: readonly Money[];
  readonly agentNames: readonly string[];
  readonly lastPaidAt: Date;
  /** The owner's rules over all agents refuse it by name. */
  readonly blocked: boolean;
};

export type MerchantsView = {
  readonly merchants: readonly PaidMerchant[];
  /** Handles that are blocked and were never paid. */
  readonly blockedUnpaid: readonly string[];
};

type Row = { handle: string; name: string; domain: string | null; currency: string; purchases: number; spent: bigint; agents: string[]; last_at: Date };
const MAX = 500;

/** Where the agents of a wallet paid, the last paid first; at most 500. */
export async function loadMerchants(ctx: Ctx, walletId: string): Promise<MerchantsView> {
  const [rows, { wallet }] = await Promise.all([
    ctx.db.query<Row>({
      name: 'wallet.view-merchants',
      text: `select m.handle, m.name, m.verified_domain as domain, p.currency, count(*)::int as purchases, sum(p.amount - coalesce(o.refunded_amount, 0))::bigint as spent,
                    array_agg(distinct a.name order by a.name) as agents, max(p.created_at) as last_at
               from agent_payment p
               join merchant m on m.id = p.merchant_id
               join agent a on a.id = p.agent_id
               left join purchase_order o on o.merchant_id = p.merchant_id and o.checkout_id = p.checkout_id
              where p.wallet_id = $1 and p.status = 'completed'
              group by m.id, m.handle, m.name, m.verified_domain, p.currency order by last_at desc, p.currency limit ${MAX}`,
      values: [walletId],
    }),
    listPolicies(ctx, walletId),
  ]);
  const rule = wallet.merchants;
  const blocked = rule?.action === 'refuse' ? rule.blocked : [];
  const byHandle = new Map<string, PaidMerchant>();
  for (const row of rows) byHandle.set(row.handle, join(byHandle.get(row.handle), row, blocked));
  return { merchants: [...byHandle.values()], blockedUnpaid: blocked.filter((handle) => !byHandle.has(handle)) };
}

/** A merchant's rows are one for each currency, the last paid first. */
const join = (known: PaidMerchant | undefined, row: Row, blocked: readonly string[]): PaidMerchant => ({
  handle: row.handle,
  name: row.name,
  domain: row.domain,
  purchases: (known?.purchases ?? 0) + row.purchases,
  spent: [...(known?.spent ?? []), money(row.spent, toCurrency(row.currency))],
  agentNames: [...new Set([...(known?.agentNames ?? []), ...row.agents])],
  lastPaidAt: known?.lastPaidAt ?? row.last_at,
  blocked: blocked.includes(row.handle),
});
