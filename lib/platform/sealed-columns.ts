/** A column whose texts lib/kernel/keyring has sealed. Expressions are SQL over the table's own columns. */
export type SealedColumn = {
  readonly table: string;
  /** The primary key: text columns all. */
  readonly key: readonly string[];
  /** The sealed text, null where a row has none. */
  readonly sealed: string;
  /** What the text was sealed for, as the domain that sealed it says. */
  readonly purpose: string;
  /** Sets the sealed text to `next`, an expression of type text. */
  readonly assign: (next: string) => string;
};

const plain = (table: string, key: string, column: string, purpose: string): SealedColumn => ({
  table,
  key: [key],
  sealed: column,
  purpose,
  assign: (next) => `${column} = ${next}`,
});

/** Everything that is sealed at rest. A test seals all of it and finds no sealed text elsewhere. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  plain('signing_key', 'id', 'sealed_private', `'signing_key:' || purpose`),
  plain('merchant_webhook_secret', 'merchant_id', 'sealed_secret', `'merchant.webhook-secret'`),
  plain('webhook_endpoint', 'id', 'sealed_secret', `'webhook.secret'`),
  plain('feed_target', 'merchant_id', 'sealed_secret', `'feed.secret'`),
  plain('push_subscription', 'id', 'sealed_target', `'push.target'`),
  plain('merchant_webhook_endpoint', 'id', 'sealed_secret', `'webhook.secret'`),
  plain('payment_token', 'id', 'sealed_token', `'wallet.payment-token'`),
  plain('vault_token', 'id', 'sealed_card', `'vault.card'`),
  plain('hosted_checkout', 'id', 'sealed_token', `'hosted-checkout.token'`),
  {
    table: 'checkout_fact',
    key: ['checkout_id', 'kind', 'key'],
    sealed: 'sealed_content',
    purpose: `'checkout.fact'`,
    assign: (next) => `sealed_content = ${next}`,
  },
  {
    table: 'passkey_ceremony',
    key: ['id'],
    sealed: `context->>'sealed'`,
    purpose: `'passkey_ceremony:' || id`,
    assign: (next) => `context = jsonb_set(context, '{sealed}', to_jsonb(${next}))`,
  },
  {
    // The answers that hold a payment token; others are kept as they were given, and may not even be JSON of an object.
    table: 'idempotency_record',
    key: ['principal', 'path', 'key'],
    sealed: `case when response_body like '{"sealed":%' then response_body::jsonb->>'sealed' end`,
    purpose: `'idempotency.payment-answer'`,
    assign: (next) => `response_body = jsonb_build_object('sealed', ${next})::text`,
  },
];
