import type { CardAvailability, Ctx } from '@/lib/ports';
import { cardAvailability, type PaymentMethod } from '@/lib/storefront';
import type { CheckId } from './decide-checklist';
import { loadLaunchpad } from './launchpad';

/** How far a merchant has come, and nothing of who works or buys there. */
export type Activation = {
  readonly merchantId: string;
  readonly handle: string;
  readonly name: string;
  readonly signedUpAt: Date;
  /** What keeps it from going live, in the order in which it is best done. */
  readonly blockers: readonly CheckId[];
  readonly card: CardAvailability;
  readonly live: boolean;
  /** Of the first order whose money was taken. */
  readonly firstPaidAt: Date | null;
  readonly firstFulfilledAt: Date | null;
};

export type ActivationQuery = {
  /** The last of the page before. */
  readonly after: { readonly signedUpAt: Date; readonly merchantId: string } | null;
  readonly limit: number;
};

type Row = {
  id: string; handle: string; name: string; created_at: Date; status: 'draft' | 'live' | null; payment_methods: PaymentMethod[] | null;
  account_provider: string | null; account_availability: CardAvailability | null; first_paid_at: Date | null; first_fulfilled_at: Date | null;
};

/** Merchants whose goods are fetched, as all that sign up are; the newest first. */
export async function listActivations(ctx: Ctx, { after, limit }: ActivationQuery): Promise<Activation[]> {
  const rows = await ctx.db.query<Row>({
    name: 'console.activations',
    text: `select m.id, m.handle, m.name, m.created_at, s.status, s.payment_methods, a.provider as account_provider, a.availability as account_availability,
                  (select o.created_at from purchase_order o where o.merchant_id = m.id and o.payment_status = 'captured' order by o.created_at limit 1) as first_paid_at,
                  (select min(t.fulfilled_at) from kitchen_ticket t where t.merchant_id = m.id) as first_fulfilled_at
             from merchant m left join merchant_storefront s on s.merchant_id = m.id left join payment_account a on a.merchant_id = m.id
            where m.fulfillment_kind = 'pickup' and ($1::timestamptz is null or (m.created_at, m.id) < ($1, $2)) order by m.created_at desc, m.id desc limit $3`,
    values: [after?.signedUpAt ?? null, after?.merchantId ?? '', limit],
  });
  const activations: Activation[] = [];
  for (const row of rows) activations.push(await toActivation(ctx, row));
  return activations;
}

async function toActivation(ctx: Ctx, row: Row): Promise<Activation> {
  const { checklist } = await loadLaunchpad(ctx, row.id);
  return {
    merchantId: row.id,
    handle: row.handle,
    name: row.name,
    signedUpAt: row.created_at,
    blockers: checklist.flatMap(({ id, required, done }) => (required && !done ? [id] : [])),
    card: cardAvailability(row.payment_methods ?? [], { provider: row.account_provider, availability: row.account_availability }, ctx.ports.merchantAccounts.provider),
    live: row.status === 'live',
    firstPaidAt: row.first_paid_at,
    firstFulfilledAt: row.first_fulfilled_at,
  };
}
