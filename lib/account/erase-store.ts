import type { Ctx } from '@/lib/ports';

/** $1 is the person, $2 the wallet, $3 what stands in place of a password. Each statement names what it needs of them. */
type Erasure = { readonly name: string; readonly text: string; readonly values: readonly ('userId' | 'walletId' | 'noPassword')[] };

const ofUser = (table: string): Erasure => ({ name: table, text: `delete from ${table} where user_id = $1`, values: ['userId'] });
const ofWallet = (table: string): Erasure => ({ name: table, text: `delete from ${table} where wallet_id = $1`, values: ['walletId'] });
const OWN_AGENTS = '(select id from agent where wallet_id = $1)';
const ofAgents = (table: string): Erasure => ({ name: table, text: `delete from ${table} where agent_id in ${OWN_AGENTS}`, values: ['walletId'] });
const ofPaid = (table: string): string =>
  `(${table}.merchant_id, ${table}.checkout_id) in (select merchant_id, checkout_id from agent_payment where wallet_id = $1)`;

/**
 * What becomes of each table that has an owner's personal data (ADR 0019). Deleted: credentials, drafts, and what only served the
 * account. Kept without it: what was bought, paid, approved and signed.
 */
const ERASURES: readonly Erasure[] = [
  // Mails go before the addresses that they are found by.
  {
    name: 'mails',
    text: `delete from mail_message where recipient in (
             select email from app_user where id = $1
             union select unnest(array[before_email, after_email]) from email_change where user_id = $1)`,
    values: ['userId'],
  },
  { name: 'promised_mails', text: `delete from outbox_event where topic = 'mail.send' and tenant_id = $1`, values: ['walletId'] },
  { name: 'mail_challenges', text: 'delete from mail_challenge where email = (select email from app_user where id = $1)', values: ['userId'] },
  { name: 'invitations', text: 'delete from staff_invitation where email = (select email from app_user where id = $1)', values: ['userId'] },
  ...['sign_in_ticket', 'passkey_ceremony', 'email_verification', 'email_change', 'passkey_recovery', 'passkey', 'sign_in_session', 'federated_identity'].map(ofUser),
  {
    name: 'person',
    text: `update app_user set email = 'erased:' || id, display_name = 'Erased', password_hash = $2, email_verified_at = null where id = $1`,
    values: ['userId', 'noPassword'],
  },
  { name: 'wallet', text: `update wallet set time_zone = 'UTC', zone_change = null where id = $1`, values: ['walletId'] },
  { name: 'answers', text: `delete from idempotency_record where principal in ${OWN_AGENTS}`, values: ['walletId'] },
  ...[
    'pairing_code', 'spending_policy', 'oauth_grant', 'webhook_endpoint', 'push_subscription', 'notification_choice', 'second_approver', 'second_approval_limit',
    'dismissed_suggestion',
  ].map(ofWallet),
  // Whose second approver this person was, they ask for another.
  { name: 'second_of_others', text: 'delete from second_approver where approver_wallet_id = $1', values: ['walletId'] },
  { name: 'promised_pushes', text: `delete from outbox_event where topic = 'push.deliver' and tenant_id = $1`, values: ['walletId'] },
  ...['agent_secret', 'agent_client_key', 'agent_change', 'spending_history', 'card_authentication'].map(ofAgents),
  { name: 'agents', text: `update agent set name = 'Erased agent', description = '' where wallet_id = $1`, values: ['walletId'] },
  { name: 'challenges', text: 'delete from approval_challenge where approval_id in (select id from approval where wallet_id = $1)', values: ['walletId'] },
  {
    name: 'approvals',
    text: `update approval set snapshot = jsonb_set(snapshot - 'destinations', '{address}', 'null'), evidence = evidence #- '{signed_content,address}',
             second_evidence = second_evidence #- '{signed_content,address}', agent_note = null, owner_note = null, decision_reason = null where wallet_id = $1`,
    values: ['walletId'],
  },
  {
    name: 'orders',
    text: `update purchase_order set content = content || '{"buyer": null, "address": null}', agent_name = null, buyer_email_key = null, buyer_name_key = null
            where ${ofPaid('purchase_order')} or (merchant_id, checkout_id) in (select merchant_id, id from checkout where agent_id in ${OWN_AGENTS})`,
    values: ['walletId'],
  },
  // Cards that the owner's agents were given by others; what they were charged for stays.
  { name: 'vault_cards', text: `update vault_token set sealed_card = null where delegated_by in ${OWN_AGENTS}`, values: ['walletId'] },
  {
    name: 'checkouts',
    text: `update checkout set content = (content - 'groups' - 'details') || '{"buyer": null, "contact": null, "address": null, "authentication": null}'
            where agent_id in ${OWN_AGENTS} or (merchant_id, id) in (select merchant_id, checkout_id from agent_payment where wallet_id = $1)`,
    values: ['walletId'],
  },
  { name: 'carts', text: `delete from cart where agent_id in ${OWN_AGENTS}`, values: ['walletId'] },
  { name: 'facts', text: `delete from checkout_fact where checkout_id in (select id from checkout where agent_id in ${OWN_AGENTS}) or ${ofPaid('checkout_fact')}`, values: ['walletId'] },
  { name: 'redemptions', text: `update discount_redemption set buyer_hash = null where ${ofPaid('discount_redemption')}`, values: ['walletId'] },
  { name: 'returns', text: `update order_return set note = null where agent_id in ${OWN_AGENTS}`, values: ['walletId'] },
  {
    name: 'attempts',
    text: `update payment_attempt set credential = jsonb_set(credential, '{agentName}', '"Erased agent"', false) where ${ofPaid('payment_attempt')}`,
    values: ['walletId'],
  },
  {
    name: 'transactions',
    text: `update network_transaction set agent_context = jsonb_set(agent_context, '{agentName}', '"Erased agent"', false) where ${ofPaid('network_transaction')}`,
    values: ['walletId'],
  },
  {
    name: 'holds',
    text: 'update bank_hold set agent_name = null where bank_account_id in (select id from bank_account where user_id = $1)',
    values: ['userId'],
  },
  { name: 'evidence', text: 'select erase_evidence($1)', values: ['walletId'] },
  { name: 'trail', text: 'select erase_audit_trail($1)', values: ['walletId'] },
];

/** Runs them all, in the caller's transaction, in which the deletion was marked as erased before. */
export async function erasePersonalData(ctx: Ctx, owner: { userId: string; walletId: string; noPassword: string }): Promise<void> {
  for (const { name, text, values } of ERASURES) {
    await ctx.db.query({ name: `account.erase.${name}`, text, values: values.map((value) => owner[value]) });
  }
}
