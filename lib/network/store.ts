import { decodeJson, encodeJson, type Db } from '@/lib/db';
import type { BankId } from '@/lib/bank';
import { toCurrency } from '@/lib/kernel/money';
import type { AgentContext, NetworkTransaction, Refund, RefundStatus, TransactionStatus } from './types';

/** The jsonb of a transaction: its agent context, and what an interrupted authorisation needs to be taken up again. */
type StoredContext = Partial<AgentContext> & {
  readonly merchantName: string;
  readonly agentName: string | null;
  readonly mandate?: string | null;
  readonly riskSignals?: readonly string[];
  readonly authenticated?: boolean;
};

const isComplete = (context: Partial<AgentContext>): context is AgentContext => context.agentId !== undefined;

type TransactionRow = {
  id: string;
  idempotency_key: string;
  merchant_id: string;
  checkout_id: string;
  token_id: string;
  card_id: string;
  bank: BankId;
  currency: string;
  amount: bigint;
  captured_amount: bigint;
  refunded_amount: bigint;
  status: TransactionStatus;
  decline_reason: string | null;
  agent_context: unknown;
  risk_score: number;
  created_at: Date;
  updated_at: Date;
};

const COLUMNS = `id, idempotency_key, merchant_id, checkout_id, token_id, card_id, bank, currency, amount, captured_amount, refunded_amount,
  status, decline_reason, agent_context, risk_score, created_at, updated_at`;

function toTransaction(row: TransactionRow): NetworkTransaction {
  const { merchantName, agentName, mandate, riskSignals, authenticated, ...agentContext } = decodeJson<StoredContext>(row.agent_context);
  return {
    id: row.id,
    idempotencyKey: row.idempotency_key,
    merchantId: row.merchant_id,
    checkoutId: row.checkout_id,
    tokenId: row.token_id,
    cardId: row.card_id,
    bank: row.bank,
    currency: toCurrency(row.currency),
    amount: row.amount,
    capturedAmount: row.captured_amount,
    refundedAmount: row.refunded_amount,
    status: row.status,
    declineReason: row.decline_reason,
    agentContext: isComplete(agentContext) ? agentContext : null,
    authenticated: authenticated ?? false,
    mandate: mandate ?? null,
    merchantName,
    agentName,
    riskScore: row.risk_score,
    riskSignals: riskSignals ?? [],
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** Writes the record; false when its key is taken. On the pool this is a transaction of its own: durable before the bank is asked. */
export async function insertTransaction(db: Db, transaction: NetworkTransaction): Promise<boolean> {
  const { merchantName, agentName, mandate, riskSignals, authenticated, agentContext } = transaction;
  const context: StoredContext = { ...agentContext, merchantName, agentName, mandate, riskSignals, authenticated };
  const rows = await db.query({
    name: 'network.insert',
    text: `insert into network_transaction (id, idempotency_key, merchant_id, checkout_id, token_id, card_id, currency, amount,
                                            status, decline_reason, agent_context, risk_score, bank, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)
           on conflict (idempotency_key) do nothing
           returning id`,
    values: [
      transaction.id, transaction.idempotencyKey, transaction.merchantId, transaction.checkoutId, transaction.tokenId, transaction.cardId,
      transaction.currency, transaction.amount, transaction.status, transaction.declineReason, encodeJson(context), transaction.riskScore,
      transaction.bank, transaction.createdAt,
    ],
  });
  return rows.length === 1;
}

export type AgentHistory = { readonly transactions: number; readonly recentTransactions: number; readonly recentDeclines: number };

/** An agent's last transactions, counted; its cost does not grow with what came before them. */
export async function readAgentHistory(db: Db, query: { agentId: string; fastSince: Date; declinedSince: Date; limit: number }): Promise<AgentHistory> {
  const [row] = await db.query<{ transactions: number; recent: number; declined: number }>({
    name: 'network.agent_history',
    text: `select count(*)::int as transactions, (count(*) filter (where created_at > $2))::int as recent,
                  (count(*) filter (where status = 'declined' and created_at > $3))::int as declined
             from (select status, created_at from network_transaction where agent_context->>'agentId' = $1 order by created_at desc limit $4) last`,
    values: [query.agentId, query.fastSince, query.declinedSince, query.limit],
  });
  return { transactions: row?.transactions ?? 0, recentTransactions: row?.recent ?? 0, recentDeclines: row?.declined ?? 0 };
}

export async function findTransaction(db: Db, transactionId: string): Promise<NetworkTransaction | null> {
  const [row] = await db.query<TransactionRow>({
    name: 'network.find',
    text: `select ${COLUMNS} from network_transaction where id = $1`,
    values: [transactionId],
  });
  return row ? toTransaction(row) : null;
}

export async function findByKey(db: Db, idempotencyKey: string): Promise<NetworkTransaction | null> {
  const [row] = await db.query<TransactionRow>({
    name: 'network.find_by_key',
    text: `select ${COLUMNS} from network_transaction where idempotency_key = $1`,
    values: [idempotencyKey],
  });
  return row ? toTransaction(row) : null;
}

/** Locks the record until the transaction ends: what is done to one authorisation happens one after another. */
export async function lockTransaction(db: Db, transactionId: string): Promise<NetworkTransaction | null> {
  const [row] = await db.query<TransactionRow>({
    name: 'network.lock',
    text: `select ${COLUMNS} from network_transaction where id = $1 for no key update`,
    values: [transactionId],
  });
  return row ? toTransaction(row) : null;
}

/** Writes what may change of a record. True when it was still in the status it was read in. */
export async function updateTransaction(db: Db, from: TransactionStatus, transaction: NetworkTransaction): Promise<boolean> {
  const rows = await db.query({
    name: 'network.update',
    text: `update network_transaction set status = $3, decline_reason = $4, captured_amount = $5, refunded_amount = $6, updated_at = $7
            where id = $1 and status = $2
           returning id`,
    values: [
      transaction.id, from, transaction.status, transaction.declineReason, transaction.capturedAmount, transaction.refundedAmount,
      transaction.updatedAt,
    ],
  });
  return rows.length === 1;
}

type RefundRow = { id: string; transaction_id: string; refund_key: string; amount: bigint; status: RefundStatus; created_at: Date };

const REFUND_COLUMNS = 'id, transaction_id, refund_key, amount, status, created_at';

const toRefund = (row: RefundRow): Refund => ({
  id: row.id,
  transactionId: row.transaction_id,
  refundKey: row.refund_key,
  amount: row.amount,
  status: row.status,
  createdAt: row.created_at,
});

export async function insertRefund(db: Db, refund: Refund): Promise<void> {
  await db.query({
    name: 'network.insert_refund',
    text: `insert into network_refund (id, transaction_id, refund_key, amount, status, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $6)`,
    values: [refund.id, refund.transactionId, refund.refundKey, refund.amount, refund.status, refund.createdAt],
  });
}

export async function findRefund(db: Db, key: { transactionId: string; refundKey: string }): Promise<Refund | null> {
  const [row] = await db.query<RefundRow>({
    name: 'network.find_refund',
    text: `select ${REFUND_COLUMNS} from network_refund where transaction_id = $1 and refund_key = $2`,
    values: [key.transactionId, key.refundKey],
  });
  return row ? toRefund(row) : null;
}

/** What refunds of a transaction that are still under way come to. */
export async function openRefundAmount(db: Db, transactionId: string): Promise<bigint> {
  const [row] = await db.query<{ amount: bigint }>({
    name: 'network.open_refunds',
    text: `select coalesce(sum(amount), 0)::bigint as amount from network_refund where transaction_id = $1 and status = 'requested'`,
    values: [transactionId],
  });
  return row?.amount ?? 0n;
}

/** Moves a refund on. True when it was still in the status it was read in. */
export async function settleRefund(db: Db, move: { id: string; from: RefundStatus; to: RefundStatus; now: Date }): Promise<boolean> {
  const rows = await db.query({
    name: 'network.settle_refund',
    text: 'update network_refund set status = $3, updated_at = $4 where id = $1 and status = $2 returning id',
    values: [move.id, move.from, move.to, move.now],
  });
  return rows.length === 1;
}

export async function selectSilentRefunds(db: Db, query: { before: Date; limit: number }): Promise<Refund[]> {
  const rows = await db.query<RefundRow>({
    name: 'network.silent_refunds',
    text: `select ${REFUND_COLUMNS} from network_refund where status = 'requested' and created_at <= $1 order by created_at limit $2`,
    values: [query.before, query.limit],
  });
  return rows.map(toRefund);
}
