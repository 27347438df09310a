import { readAsPage } from '@/lib/db';
import type { Ctx } from '@/lib/ports';

/** A part of an export: the columns of a table that it shows, and the key that its pages are cut by. */
export type ExportPart = { readonly name: string; readonly table: string; readonly key: readonly string[]; readonly columns: readonly string[] };

/** What an owner gets of each table. Hashes, sealed values and keys are not among it, and the role that reads it may not read them. */
export const EXPORT_PARTS: readonly ExportPart[] = [
  { name: 'profile', table: 'app_user', key: ['id'], columns: ['id', 'email', 'display_name', 'email_verified_at', 'ui_locale', 'created_at'] },
  { name: 'passkeys', table: 'passkey', key: ['id'], columns: ['id', 'label', 'transports', 'syncable', 'created_at', 'last_used_at'] },
  {
    name: 'sign_ins', table: 'sign_in_session', key: ['id'],
    columns: ['method', 'device', 'client_network', 'created_at', 'last_seen_at', 'expires_at', 'ended_at'],
  },
  { name: 'other_providers', table: 'federated_identity', key: ['provider', 'subject'], columns: ['provider', 'subject', 'created_at'] },
  { name: 'email_changes', table: 'email_change', key: ['undo_hash'], columns: ['before_email', 'after_email', 'created_at', 'applied_at', 'ended_at'] },
  { name: 'recoveries', table: 'passkey_recovery', key: ['token_hash'], columns: ['link_expires_at', 'started_at', 'ready_at', 'ended_at', 'outcome'] },
  { name: 'wallet', table: 'wallet', key: ['id'], columns: ['id', 'time_zone', 'zone_change', 'created_at'] },
  { name: 'cards', table: 'payment_method', key: ['id'], columns: ['id', 'brand', 'last4', 'is_default', 'created_at'] },
  {
    name: 'agents', table: 'agent', key: ['id'],
    columns: ['id', 'client_id', 'name', 'description', 'permissions', 'status', 'created_at', 'last_used_at'],
  },
  {
    name: 'agent_limits', table: 'agent_limit', key: ['agent_id', 'currency'],
    columns: ['agent_id', 'currency', 'per_transaction_amount', 'daily_amount', 'weekly_amount', 'monthly_amount'],
  },
  {
    name: 'wallet_limits', table: 'wallet_limit', key: ['currency'],
    columns: ['currency', 'per_transaction_amount', 'daily_amount', 'weekly_amount', 'monthly_amount'],
  },
  { name: 'rules', table: 'spending_policy', key: ['agent_id'], columns: ['agent_id', 'document', 'updated_at'] },
  {
    name: 'authorizations', table: 'spending_authorization', key: ['id'],
    columns: ['id', 'agent_id', 'merchant', 'category', 'currency', 'amount', 'used_amount', 'single_use', 'created_at', 'expires_at', 'revoked_at'],
  },
  { name: 'confirmations', table: 'owner_confirmation', key: ['id'], columns: ['id', 'subject', 'content', 'status', 'created_at', 'decided_at'] },
  { name: 'consents', table: 'oauth_grant', key: ['id'], columns: ['id', 'kind', 'status', 'asked', 'proposal', 'agent_id', 'created_at', 'expires_at'] },
  { name: 'webhooks', table: 'webhook_endpoint', key: ['id'], columns: ['id', 'agent_id', 'url', 'events', 'created_at'] },
  {
    name: 'payments', table: 'agent_payment', key: ['id'],
    columns: [
      'id', 'agent_id', 'merchant_id', 'checkout_id', 'amount', 'currency', 'status', 'human_present', 'trigger_type', 'approval_id', 'payment_method_id',
      'merchant_country', 'categories', 'created_at', 'decided_at', 'expires_at',
    ],
  },
  {
    name: 'approvals', table: 'approval', key: ['id'],
    columns: [
      'id', 'agent_id', 'payment_id', 'checkout_id', 'snapshot', 'amount', 'currency', 'trigger_type', 'reason', 'agent_note', 'owner_note', 'status', 'decision_reason',
      'evidence', 'created_at', 'decided_at', 'expires_at',
    ],
  },
  { name: 'mandates', table: 'mandate', key: ['id'], columns: ['id', 'type', 'agent_id', 'payment_id', 'content', 'jws', 'created_at', 'revoked_at'] },
  { name: 'merchants', table: 'merchant', key: ['id'], columns: ['id', 'handle', 'name', 'country'] },
  {
    name: 'orders', table: 'purchase_order', key: ['id'],
    columns: ['id', 'order_number', 'merchant_id', 'checkout_id', 'agent_id', 'status', 'payment_status', 'currency', 'total_amount', 'refunded_amount', 'content', 'created_at'],
  },
  { name: 'carts', table: 'cart', key: ['id'], columns: ['id', 'merchant_id', 'agent_id', 'currency', 'content', 'created_at', 'expires_at'] },
  {
    name: 'authentications', table: 'card_authentication', key: ['id'],
    columns: ['id', 'merchant_id', 'checkout_id', 'agent_id', 'status', 'amount', 'currency', 'card_last4', 'created_at', 'used_at'],
  },
  { name: 'returns', table: 'order_return', key: ['id'], columns: ['id', 'order_id', 'status', 'reason', 'note', 'currency', 'refund_amount', 'message', 'created_at', 'decided_at'] },
  { name: 'devices', table: 'push_subscription', key: ['id'], columns: ['id', 'label', 'created_at', 'last_delivered_at'] },
  { name: 'notifications', table: 'notification_choice', key: ['event', 'channel'], columns: ['event', 'channel', 'enabled', 'updated_at'] },
  { name: 'second_approver', table: 'second_approver', key: ['wallet_id'], columns: ['email', 'status', 'invited_at', 'expires_at', 'accepted_at'] },
  { name: 'second_approval_limits', table: 'second_approval_limit', key: ['currency'], columns: ['currency', 'amount'] },
  { name: 'audit_trail', table: 'audit_event', key: ['id'], columns: ['id', 'kind', 'actor', 'subject', 'detail', 'at'] },
  { name: 'bank_accounts', table: 'bank_account', key: ['id'], columns: ['id', 'currency', 'available_account_id', 'held_account_id', 'created_at'] },
  {
    name: 'bank_holds', table: 'bank_hold', key: ['id'],
    columns: ['id', 'bank_account_id', 'currency', 'amount', 'captured_amount', 'released_amount', 'refunded_amount', 'merchant_name', 'agent_name', 'order_id', 'status', 'created_at'],
  },
  {
    name: 'bank_transfers', table: 'ledger_transfer', key: ['id'],
    columns: ['id', 'kind', 'debit_account_id', 'credit_account_id', 'currency', 'amount', 'reference', 'created_at'],
  },
];

/** Rows of a part after `after`, at most `limit`, as this wallet's pages see them: row-level security answers for whose they are (ADR 0011). */
export async function readPart(
  ctx: Ctx,
  query: { walletId: string; part: ExportPart; after: readonly unknown[] | null; limit: number },
): Promise<{ rows: object[]; last: readonly unknown[] | null }> {
  const { part, walletId, after, limit } = query;
  const { name, table, key, columns } = part;
  const keys = key.map((column, index) => `${column} as key_${index}`);
  const beyond = after === null ? '' : `where (${key.join(', ')}) > (${key.map((_, index) => `$${index + 1}`).join(', ')})`;
  const found = await readAsPage(ctx.db, { walletId }, (db) =>
    db.query<Record<string, unknown>>({
      name: `account.export.${name}.${after === null ? 'first' : 'next'}`,
      text: `select ${[...keys, ...columns].join(', ')} from ${table} ${beyond} order by ${key.join(', ')} limit $${key.length * (after === null ? 0 : 1) + 1}`,
      values: [...(after ?? []), limit],
    }),
  );
  const last = found.at(-1);
  const rows = found.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])));
  return { rows, last: found.length === limit && last ? key.map((_, index) => last[`key_${index}`]) : null };
}
