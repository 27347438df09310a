import { findAgent, listAgents, type Agent } from '@/lib/agent';
import { listPendingApprovals } from '@/lib/approval';
import { findIntentMandate } from '@/lib/mandate';
import { money, type Money } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/ports';
import { type Calendar, type CalendarRow, type LimitView, loadLimits, loadWalletLimits, loadWalletSpend, type SpendView, toCalendar } from '@/lib/spending';
import { loadPayments, type PaymentRow } from './payments-view';
import { getOwner, listPaymentMethods } from './store';

export type AgentRow = Pick<Agent, 'id' | 'name' | 'description' | 'status' | 'lastUsedAt'> & {
  readonly permissions: readonly string[];
  readonly limits: readonly LimitView[];
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
  /** What all agents together spent, in every currency that any of them spent. */
  readonly spend: readonly SpendView[];
  readonly recentPayments: readonly PaymentRow[];
  readonly paymentMethods: readonly { readonly id: string; readonly brand: string; readonly last4: string; readonly isDefault: boolean }[];
};

export type AgentDetailView = AgentRow & {
  readonly clientId: string;
  /** Handles of the merchants that it was admitted for; null: any. */
  readonly merchants: readonly string[] | null;
  /** It was admitted for one purchase alone. */
  readonly isForOnePurchase: boolean;
  readonly createdAt: Date;
  readonly intentMandate: { readonly id: string; readonly createdAt: Date } | null;
  readonly payments: readonly PaymentRow[];
};

const RECENT = 8;

type OwnerRow = { display_name: string; email: string; email_verified_at: Date | null; has_passkey: boolean } & CalendarRow;

/** The owner's first page: what waits for them, what their agents spent, what happened last. */
export async function loadWalletHome(ctx: Ctx, walletId: string): Promise<WalletHomeView> {
  const owner = await findOwner(ctx, walletId);
  const calendar = calendarOf(owner);
  const [approvals, agents, limits, spend, { payments }, methods] = await Promise.all([
    listPendingApprovals(ctx, walletId),
    listAgents(ctx, walletId),
    loadWalletLimits(ctx, { walletId, calendar }),
    loadWalletSpend(ctx, { walletId, calendar }),
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
      agentName: names.get(approval.agentId) ?? approval.agentName ?? 'An agent',
      merchantName: approval.snapshot.merchantName,
      total: money(approval.amount, approval.currency),
      reason: approval.reason,
      expiresAt: approval.expiresAt,
    })),
    agents: await toAgentRows(ctx, agents, calendar),
    limits,
    spend,
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
    loadPayments(ctx, { walletId: query.walletId, filter: { agentId: query.agentId }, limit: RECENT }),
    findIntentMandate(ctx, agent.id),
  ]);
  if (!row) return null;
  return {
    ...row,
    clientId: agent.clientId,
    merchants: agent.merchants ?? null,
    isForOnePurchase: agent.purchase !== undefined,
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

/** The zone whose days, weeks and months are the owner's. */
export const loadOwnerTimeZone = async (ctx: Ctx, walletId: string): Promise<string> => (await findOwner(ctx, walletId))?.time_zone ?? 'UTC';
