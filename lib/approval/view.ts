import { money, type Money } from '@/lib/kernel/money';
import type { Address, Ctx } from '@/lib/ports';
import type { CartChanges } from './compare-carts';
import { loadOwnChange } from './own-change';
import { loadSinceLast, type SinceLast } from './since-last';
import { findApproval, findReplacementId, listSigners } from './store';
import type { ApprovalStatus } from './types';

export type ApprovalPaymentMethod = { readonly id: string; readonly brand: string; readonly last4: string; readonly isDefault: boolean };

/** Everything the approval page shows. Items, prices and address are the merchant's own; only `agentNote` is the agent's. */
export type ApprovalView = {
  readonly id: string;
  readonly status: ApprovalStatus;
  readonly agentId: string;
  readonly paymentId: string;
  readonly agentName: string;
  /** Whose agent it is, for the person who signs second. */
  readonly ownerName: string | null;
  readonly you: 'owner' | 'second';
  /** Null where the owner signs alone. */
  readonly signed: { readonly byYou: boolean; readonly byOther: boolean } | null;
  readonly merchantName: string;
  readonly merchantDomain: string | null;
  readonly total: Money;
  /** `discount`: what was taken off it alone, which its total is without. */
  readonly items: readonly { readonly id: string; readonly name: string; readonly quantity: number; readonly discount: Money | null; readonly total: Money }[];
  readonly discount: Money | null;
  /** What `discount` is made of, by name; empty where nobody said. */
  readonly discounts: readonly { readonly name: string; readonly amount: Money }[];
  readonly fulfillment: Money | null;
  readonly tax: Money | null;
  readonly fee: Money | null;
  readonly fulfillmentTitle: string | null;
  readonly address: Address | null;
  /** Further places that goods go to. */
  readonly destinations: readonly Address[];
  readonly trigger: string;
  readonly reason: string;
  readonly limit: Money | null;
  readonly excess: Money | null;
  readonly agentNote: string | null;
  readonly expiresAt: Date;
  readonly decidedAt: Date | null;
  readonly paymentMethods: readonly ApprovalPaymentMethod[];
  readonly paymentMethodId: string | null;
  readonly sinceLast: SinceLast | null;
  /** What the owner took out of the cart that the agent asked for. */
  readonly ownChange: CartChanges | null;
  /** From the owner to the agent. */
  readonly ownerNote: string | null;
  /** The approval that took the place of this one. */
  readonly replacementId: string | null;
};

/** An approval of this owner for its page, or null: another's is as unknown as none. */
export async function loadApprovalView(ctx: Ctx, query: { approvalId: string; walletId: string }): Promise<ApprovalView | null> {
  const approval = await findApproval(ctx, query);
  if (!approval) return null;
  const you = approval.walletId === query.walletId ? 'owner' : 'second';
  const [agentName, paymentMethods, sinceLast, ownChange, replacementId, signers] = await Promise.all([
    you === 'owner' ? findAgentName(ctx, { walletId: query.walletId, agentId: approval.agentId }) : approval.agentName,
    you === 'owner' ? listMethods(ctx, query.walletId) : [],
    you === 'owner' ? loadSinceLast(ctx, approval) : null,
    you === 'owner' ? loadOwnChange(ctx, approval) : null,
    you === 'owner' && approval.status === 'superseded' ? findReplacementId(ctx, approval) : null,
    approval.secondWalletId === null ? null : listSigners(ctx, approval.id),
  ]);
  const { snapshot, currency } = approval;
  const inCurrency = (amount: bigint): Money => money(amount, currency);
  const orNull = (amount: bigint | null): Money | null => (amount === null ? null : inCurrency(amount));
  const unlessZero = (amount: bigint): Money | null => (amount === 0n ? null : inCurrency(amount));
  return {
    id: approval.id,
    status: approval.status,
    agentId: approval.agentId,
    paymentId: approval.paymentId,
    agentName: agentName ?? 'An agent',
    ownerName: approval.ownerName,
    you,
    signed: signers && { byYou: signers.includes(query.walletId), byOther: signers.some((signer) => signer !== query.walletId) },
    merchantName: snapshot.merchantName,
    merchantDomain: snapshot.merchantDomain,
    total: inCurrency(approval.amount),
    items: snapshot.items.map((item) => ({ id: item.id, name: item.name, quantity: item.quantity, discount: orNull(item.discountAmount ?? null), total: inCurrency(item.totalAmount) })),
    discount: unlessZero(snapshot.discountAmount),
    discounts: (snapshot.discounts ?? []).map(({ name, amount }) => ({ name, amount: inCurrency(amount) })),
    fulfillment: snapshot.fulfillmentTitle === null ? null : inCurrency(snapshot.fulfillmentAmount),
    tax: unlessZero(snapshot.taxAmount),
    fee: orNull(snapshot.feeAmount ?? null),
    fulfillmentTitle: snapshot.fulfillmentTitle,
    address: snapshot.address,
    destinations: snapshot.destinations ?? [],
    trigger: approval.triggerType,
    reason: approval.reason,
    limit: orNull(approval.limitAmount),
    excess: orNull(approval.excessAmount),
    agentNote: approval.agentNote,
    expiresAt: approval.expiresAt,
    decidedAt: approval.decidedAt,
    paymentMethods,
    paymentMethodId: approval.paymentMethodId,
    sinceLast,
    ownChange,
    ownerNote: approval.ownerNote,
    replacementId,
  };
}

async function findAgentName(ctx: Ctx, { walletId, agentId }: { walletId: string; agentId: string }): Promise<string> {
  const rows = await ctx.db.query<{ name: string }>({
    name: 'approval.agent-name',
    text: `select name from agent where wallet_id = $1 and id = $2`,
    values: [walletId, agentId],
  });
  return rows[0]?.name ?? 'An agent';
}

async function listMethods(ctx: Ctx, walletId: string): Promise<ApprovalPaymentMethod[]> {
  const rows = await ctx.db.query<{ id: string; brand: string; last4: string; is_default: boolean }>({
    name: 'approval.payment-methods',
    text: `select id, brand, last4, is_default from payment_method where wallet_id = $1 order by is_default desc, created_at`,
    values: [walletId],
  });
  return rows.map((row) => ({ id: row.id, brand: row.brand, last4: row.last4, isDefault: row.is_default }));
}
