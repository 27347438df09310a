import { findAgent, listAgents, type Agent } from '@/lib/agent';
import { listPendingApprovals } from '@/lib/approval';
import { findIntentMandate } from '@/lib/mandate';
import { money, toCurrency, type Money } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import { loadLimits, loadWalletLimits, toCalendar, type Calendar, type CalendarRow, type LimitView } from '@/lib/spending';
import { getOwner, listPaymentMethods } from './store';
import type { PaymentStatus } from './types';

export type AgentRow = Pick<Agent, 'id' | 'name' | 'description' | 'status' | 'lastUsedAt'> & {
  readonly permissions: readonly string[];
  readonly limits: readonly LimitView[];
};

/** As lib/order-return has it, which this domain does not import. */
export type ReturnState = 'requested' | 'approved' | 'refused' | 'refunded';

export type PaymentRow = {
  readonly id: string;
  readonly agentId: string;
  readonly agentName: string;
  readonly merchantName: string;
  readonly total: Money;
  readonly status: PaymentStatus;
  readonly humanPresent: boolean;
  readonly createdAt: Date;
  readonly orderId: string | null;
  /** Of the newest return of that order, or null. */
  readonly returnStatus: ReturnState | null;
  readonly approvalId: string | null;
};

export type PendingApprovalRow = {
  readonly id: string;
  readonly agentName: string;
  readonly merchantName: string;
  readonly total: Money;
  readonly reason: string;
  readonly expiresAt: Date;
};

export type WalletHomeView = {
  readonly displayName: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly timeZone: string;
  readonly hasPasskey: boolean;
  readonly pendingApprovals: readonly PendingApprovalRow[];
  readonly agents: readonly AgentRow[];
  /** Over all agents together. */
  readonly limits: readonly LimitView[];
  readonly recentPayments: readonly PaymentRow[];
  readonly paymentMethods: readonly { readonly id: string; readonly brand: string; readonly last4: string; readonly isDefault: boolean }[];
};

export type AgentDetailView = AgentRow & {
  readonly clientId: string;
  readonly createdAt: Date;
  readonly intentMandate: { readonly id: string; readonly createdAt: Date } | null;
  readonly payments: readonly PaymentRow[];
};

const RECENT = 8;
const PAGE_SIZE = 25;

type OwnerRow = { display_name: string; email: string; email_verified_at: Date | null; has_passkey: boolean } & CalendarRow;

/** The owner's first page: what waits for them, what their agents spent, what happened last. */
export async function loadWalletHome(ctx: Ctx, walletId: string): Promise<WalletHomeView> {
  const owner = await findOwner(ctx, walletId);
  const calendar = calendarOf(owner);
  const [approvals, agents, limits, { payments }, methods] = await Promise.all([
    listPendingApprovals(ctx, walletId),
    listAgents(ctx, walletId),
    loadWalletLimits(ctx, { walletId, calendar }),
    loadPayments(ctx, { walletId, limit: RECENT }),
    listPaymentMethods(ctx, walletId),
  ]);
  const names = new Map(agents.map((agent) => [agent.id, agent.name]));
  return {
    displayName: owner?.display_name ?? '',
    email: owner?.email ?? '',
    emailVerified: Boolean(owner?.email_verified_at),
    timeZone: calendar.timeZone,
    hasPasskey: owner?.has_passkey ?? false,
    pendingApprovals: approvals.map((approval) => ({
      id: approval.id,
      agentName: names.get(approval.agentId) ?? 'An agent',
      merchantName: approval.snapshot.merchantName,
      total: money(approval.amount, approval.currency),
      reason: approval.reason,
      expiresAt: approval.expiresAt,
    })),
    agents: await toAgentRows(ctx, agents, calendar),
    limits,
    recentPayments: payments,
    paymentMethods: methods.map(({ id, brand, last4, isDefault }) => ({ id, brand, last4, isDefault })),
  };
}

/** One agent of this owner for its page, or null: another's is as unknown as none. */
export async function loadAgentDetail(ctx: Ctx, query: { walletId: string; agentId: string }): Promise<AgentDetailView | null> {
  const agent = await findAgent(ctx, query.agentId);
  if (agent?.walletId !== query.walletId) return null;
  const owner = await findOwner(ctx, query.walletId);
  const [[row], { payments }, mandate] = await Promise.all([
    toAgentRows(ctx, [agent], calendarOf(owner)),
    loadPayments(ctx, { ...query, limit: RECENT }),
    findIntentMandate(ctx, agent.id),
  ]);
  if (!row) return null;
  return {
    ...row,
    clientId: agent.clientId,
    createdAt: agent.createdAt,
    intentMandate: mandate && { id: mandate.mandateId, createdAt: new Date(mandate.createdAt) },
    payments,
  };
}

/** A wallet that is gone shows nothing, by any calendar. */
const calendarOf = (owner: OwnerRow | null): Calendar => toCalendar(owner ?? { time_zone: 'UTC', zone_change: null });

async function findOwner(ctx: Ctx, walletId: string): Promise<OwnerRow | null> {
  const rows = await ctx.db.query<OwnerRow>({
    name: 'wallet.view-owner',
    text: `select u.display_name, u.email, u.email_verified_at, w.time_zone, w.zone_change, exists (select 1 from passkey p where p.user_id = u.id) as has_passkey
             from wallet w join app_user u on u.id = w.user_id where w.id = $1`,
    values: [walletId],
  });
  return rows[0] ?? null;
}

async function toAgentRows(ctx: Ctx, agents: readonly Agent[], calendar: Calendar): Promise<AgentRow[]> {
  const limits = await loadLimits(ctx, { agentIds: agents.map((agent) => agent.id), calendar });
  return agents.map(({ id, name, description, status, permissions, lastUsedAt }) => ({
    id,
    name,
    description,
    status,
    permissions,
    lastUsedAt,
    limits: limits.get(id) ?? [],
  }));
}

type PaymentViewRow = {
  id: string;
  agent_id: string;
  agent_name: string;
  merchant_name: string;
  amount: bigint;
  currency: string;
  status: PaymentStatus;
  human_present: boolean;
  created_at: Date;
  order_id: string | null;
  return_status: ReturnState | null;
  approval_id: string | null;
};

/** Payments of a wallet or one of its agents, newest first; `cursor` is the last id of the page before. */
export async function loadPayments(
  ctx: Ctx,
  query: { walletId: string; agentId?: string; cursor?: string; limit?: number },
): Promise<{ payments: PaymentRow[]; nextCursor: string | null }> {
  const limit = query.limit ?? PAGE_SIZE;
  const rows = await ctx.db.query<PaymentViewRow>({
    name: 'wallet.view-payments',
    text: `select p.id, p.agent_id, a.name as agent_name, m.name as merchant_name, p.amount, p.currency, p.human_present, p.created_at, p.approval_id,
                  case when p.status in ('step_up_required', 'approved') and p.expires_at <= $5
                        and not exists (select 1 from payment_token t where t.payment_id = p.id and t.status = 'used') then 'expired' else p.status end as status,
                  case when p.status = 'completed' then o.id end as order_id,
                  (select r.status from order_return r where r.merchant_id = o.merchant_id and r.order_id = o.id and r.agent_id = p.agent_id
                    order by r.created_at desc, r.id desc limit 1) as return_status
             from agent_payment p
             join agent a on a.id = p.agent_id
             join merchant m on m.id = p.merchant_id
             left join purchase_order o on o.merchant_id = p.merchant_id and o.checkout_id = p.checkout_id
            where p.wallet_id = $1 and ($2::text is null or p.agent_id = $2) and ($3::text is null or p.id < $3)
            order by p.id desc limit $4`,
    values: [query.walletId, query.agentId ?? null, query.cursor ?? null, limit + 1, ctx.clock.now()],
  });
  const payments = rows.slice(0, limit).map((row) => ({
    id: row.id,
    agentId: row.agent_id,
    agentName: row.agent_name,
    merchantName: row.merchant_name,
    total: money(row.amount, toCurrency(row.currency)),
    status: row.status,
    humanPresent: row.human_present,
    createdAt: row.created_at,
    orderId: row.order_id,
    returnStatus: row.return_status,
    approvalId: row.approval_id,
  }));
  return { payments, nextCursor: rows.length > limit ? (payments.at(-1)?.id ?? null) : null };
}

/** An agent's own limits and usage, in its owner's windows. */
export async function loadAgentLimits(ctx: Ctx, query: { agentId: string; walletId: string }): Promise<LimitView[]> {
  const owner = await getOwner(ctx, query.walletId);
  return (await loadLimits(ctx, { agentIds: [query.agentId], calendar: owner.calendar })).get(query.agentId) ?? [];
}

/** The limits over all agents of a wallet and what its agents spent against them, in its owner's windows. */
export async function loadWalletUsage(ctx: Ctx, walletId: string): Promise<LimitView[]> {
  const owner = await getOwner(ctx, walletId);
  return loadWalletLimits(ctx, { walletId, calendar: owner.calendar });
}
