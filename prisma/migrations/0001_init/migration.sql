-- CreateTable
CREATE TABLE "ledger_account" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "debits_amount" BIGINT NOT NULL DEFAULT 0,
    "credits_amount" BIGINT NOT NULL DEFAULT 0,
    "may_go_negative" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_transfer" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "debit_account_id" TEXT NOT NULL,
    "credit_account_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "reference" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_transfer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bank_account" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "available_account_id" TEXT NOT NULL,
    "held_account_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bank_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bank_card" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "brand" TEXT NOT NULL,
    "last4" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bank_card_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bank_hold" (
    "id" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "card_id" TEXT NOT NULL,
    "bank_account_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "captured_amount" BIGINT NOT NULL DEFAULT 0,
    "released_amount" BIGINT NOT NULL DEFAULT 0,
    "merchant_name" TEXT NOT NULL,
    "agent_id" TEXT,
    "agent_name" TEXT,
    "order_id" TEXT,
    "status" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bank_hold_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "network_transaction" (
    "id" TEXT NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "checkout_id" TEXT NOT NULL,
    "token_id" TEXT NOT NULL,
    "card_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "captured_amount" BIGINT NOT NULL DEFAULT 0,
    "refunded_amount" BIGINT NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL,
    "decline_reason" TEXT,
    "agent_context" JSONB NOT NULL,
    "risk_score" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "network_transaction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "item" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "image_path" TEXT,
    "amount" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "stock" BIGINT,
    "available" BOOLEAN NOT NULL DEFAULT true,
    "sort_order" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "item_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "stock_reservation" (
    "checkout_id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "item_id" TEXT NOT NULL,
    "quantity" BIGINT NOT NULL,
    "status" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stock_reservation_pkey" PRIMARY KEY ("checkout_id","item_id")
);

-- CreateTable
CREATE TABLE "shipping_rate" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "carrier" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "min_delivery_days" INTEGER NOT NULL,
    "max_delivery_days" INTEGER NOT NULL,
    "sort_order" INTEGER NOT NULL,

    CONSTRAINT "shipping_rate_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "tax_rate" (
    "merchant_id" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "rate_basis_points" INTEGER NOT NULL,

    CONSTRAINT "tax_rate_pkey" PRIMARY KEY ("merchant_id","country","region","category")
);

-- CreateTable
CREATE TABLE "checkout" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "agent_id" TEXT,
    "api_key_id" TEXT,
    "wire" TEXT NOT NULL,
    "wire_version" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "total_amount" BIGINT NOT NULL,
    "content" JSONB NOT NULL,
    "snapshot_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "checkout_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "payment_attempt" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "checkout_id" TEXT NOT NULL,
    "token_id" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "network_transaction_id" TEXT,
    "decline_reason" TEXT,
    "credential" JSONB NOT NULL,
    "wire_version" TEXT NOT NULL,
    "leased_until" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "purchase_order" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "checkout_id" TEXT NOT NULL,
    "order_number" BIGSERIAL NOT NULL,
    "attempt_id" TEXT NOT NULL,
    "agent_id" TEXT,
    "agent_name" TEXT,
    "wire" TEXT NOT NULL,
    "wire_version" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "payment_status" TEXT NOT NULL,
    "human_present" BOOLEAN NOT NULL,
    "currency" TEXT NOT NULL,
    "total_amount" BIGINT NOT NULL,
    "content" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "purchase_order_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "order_event" (
    "id" BIGSERIAL NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "order_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "app_user" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "email_verified_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_session" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "sign_in_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "passkey" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "credential_id" TEXT NOT NULL,
    "public_key" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL,
    "transports" TEXT[],
    "label" TEXT NOT NULL,
    "enrolment" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "passkey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "passkey_ceremony" (
    "id" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "user_id" TEXT,
    "subject" TEXT,
    "challenge" TEXT NOT NULL,
    "context" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "passkey_ceremony_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_ticket" (
    "ticket_hash" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "sign_in_ticket_pkey" PRIMARY KEY ("ticket_hash")
);

-- CreateTable
CREATE TABLE "email_verification" (
    "token_hash" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "email_verification_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "mail_message" (
    "id" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "body_text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mail_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "throttle" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "throttle_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "merchant" (
    "id" TEXT NOT NULL,
    "handle" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "support_email" TEXT NOT NULL,
    "verified_domain" TEXT,
    "fulfillment_kind" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "merchant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "merchant_pickup_location" (
    "merchant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "address" JSONB NOT NULL,

    CONSTRAINT "merchant_pickup_location_pkey" PRIMARY KEY ("merchant_id")
);

-- CreateTable
CREATE TABLE "merchant_webhook_secret" (
    "merchant_id" TEXT NOT NULL,
    "sealed_secret" TEXT NOT NULL,

    CONSTRAINT "merchant_webhook_secret_pkey" PRIMARY KEY ("merchant_id")
);

-- CreateTable
CREATE TABLE "merchant_member" (
    "merchant_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "merchant_member_pkey" PRIMARY KEY ("merchant_id","user_id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "merchant_id" TEXT,
    "name" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox_event" (
    "id" BIGSERIAL NOT NULL,
    "topic" TEXT NOT NULL,
    "aggregate_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,
    "leased_until" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "delivered_at" TIMESTAMPTZ(3),
    "dead_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "outbox_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_record" (
    "principal" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "response_status" INTEGER,
    "response_body" TEXT,
    "leased_until" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_record_pkey" PRIMARY KEY ("principal","path","key")
);

-- CreateTable
CREATE TABLE "installation" (
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "wallet" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wallet_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_method" (
    "wallet_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "card_id" TEXT NOT NULL,
    "brand" TEXT NOT NULL,
    "last4" TEXT NOT NULL,
    "is_default" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_method_pkey" PRIMARY KEY ("wallet_id","id")
);

-- CreateTable
CREATE TABLE "agent" (
    "wallet_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "permissions" TEXT[],
    "status" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "agent_pkey" PRIMARY KEY ("wallet_id","id")
);

-- CreateTable
CREATE TABLE "agent_limit" (
    "agent_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "per_transaction_amount" BIGINT NOT NULL,
    "daily_amount" BIGINT NOT NULL,
    "monthly_amount" BIGINT NOT NULL,

    CONSTRAINT "agent_limit_pkey" PRIMARY KEY ("agent_id","currency")
);

-- CreateTable
CREATE TABLE "agent_secret" (
    "secret_hash" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "agent_secret_pkey" PRIMARY KEY ("secret_hash")
);

-- CreateTable
CREATE TABLE "agent_change" (
    "agent_id" TEXT NOT NULL,
    "after" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "agent_change_pkey" PRIMARY KEY ("agent_id")
);

-- CreateTable
CREATE TABLE "spending_usage" (
    "agent_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "window_key" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,

    CONSTRAINT "spending_usage_pkey" PRIMARY KEY ("agent_id","currency","window_key")
);

-- CreateTable
CREATE TABLE "spending_hold" (
    "payment_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "day_key" TEXT NOT NULL,
    "month_key" TEXT NOT NULL,
    "automatic" BOOLEAN NOT NULL,
    "status" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "spending_hold_pkey" PRIMARY KEY ("payment_id")
);

-- CreateTable
CREATE TABLE "agent_payment" (
    "id" TEXT NOT NULL,
    "wallet_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "checkout_id" TEXT NOT NULL,
    "snapshot_hash" TEXT NOT NULL,
    "cart_hash" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "human_present" BOOLEAN NOT NULL,
    "trigger_type" TEXT,
    "approval_id" TEXT,
    "payment_method_id" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "agent_payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_token" (
    "id" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "sealed_token" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "wallet_id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "checkout_id" TEXT NOT NULL,
    "snapshot_hash" TEXT NOT NULL,
    "payment_method_id" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "payment_mandate_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval" (
    "id" TEXT NOT NULL,
    "wallet_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "checkout_id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "snapshot" JSONB NOT NULL,
    "snapshot_hash" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "trigger_type" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "excess_amount" BIGINT,
    "limit_amount" BIGINT,
    "agent_note" TEXT,
    "status" TEXT NOT NULL,
    "decision_reason" TEXT,
    "payment_method_id" TEXT,
    "evidence" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "approval_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval_challenge" (
    "id" TEXT NOT NULL,
    "approval_id" TEXT NOT NULL,
    "payment_method_id" TEXT NOT NULL,
    "signed_content" JSONB NOT NULL,
    "challenge" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "approval_challenge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mandate" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "wallet_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "merchant_id" TEXT,
    "payment_id" TEXT,
    "content" JSONB NOT NULL,
    "jws" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "mandate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signing_key" (
    "id" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "public_jwk" JSONB NOT NULL,
    "sealed_private" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "signing_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "revoked_token" (
    "jti" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "revoked_token_pkey" PRIMARY KEY ("jti")
);

-- CreateIndex
CREATE UNIQUE INDEX "ledger_account_id_currency_key" ON "ledger_account"("id", "currency");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_transfer_reference_key" ON "ledger_transfer"("reference");

-- CreateIndex
CREATE INDEX "ledger_transfer_debit_account_id_created_at_idx" ON "ledger_transfer"("debit_account_id", "created_at");

-- CreateIndex
CREATE INDEX "ledger_transfer_credit_account_id_created_at_idx" ON "ledger_transfer"("credit_account_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "bank_account_available_account_id_key" ON "bank_account"("available_account_id");

-- CreateIndex
CREATE UNIQUE INDEX "bank_account_held_account_id_key" ON "bank_account"("held_account_id");

-- CreateIndex
CREATE UNIQUE INDEX "bank_account_user_id_currency_key" ON "bank_account"("user_id", "currency");

-- CreateIndex
CREATE INDEX "bank_card_user_id_idx" ON "bank_card"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "bank_hold_reference_key" ON "bank_hold"("reference");

-- CreateIndex
CREATE INDEX "bank_hold_bank_account_id_created_at_idx" ON "bank_hold"("bank_account_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "network_transaction_idempotency_key_key" ON "network_transaction"("idempotency_key");

-- CreateIndex
CREATE INDEX "network_transaction_merchant_id_created_at_idx" ON "network_transaction"("merchant_id", "created_at");

-- CreateIndex
CREATE INDEX "stock_reservation_status_expires_at_idx" ON "stock_reservation"("status", "expires_at");

-- CreateIndex
CREATE INDEX "checkout_status_expires_at_idx" ON "checkout"("status", "expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "checkout_id_key" ON "checkout"("id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_attempt_token_id_key" ON "payment_attempt"("token_id");

-- CreateIndex
CREATE INDEX "payment_attempt_status_leased_until_idx" ON "payment_attempt"("status", "leased_until");

-- CreateIndex
CREATE INDEX "payment_attempt_checkout_id_idx" ON "payment_attempt"("checkout_id");

-- CreateIndex
CREATE UNIQUE INDEX "purchase_order_attempt_id_key" ON "purchase_order"("attempt_id");

-- CreateIndex
CREATE INDEX "purchase_order_merchant_id_created_at_idx" ON "purchase_order"("merchant_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "purchase_order_id_key" ON "purchase_order"("id");

-- CreateIndex
CREATE UNIQUE INDEX "purchase_order_merchant_id_checkout_id_key" ON "purchase_order"("merchant_id", "checkout_id");

-- CreateIndex
CREATE INDEX "order_event_order_id_idx" ON "order_event"("order_id");

-- CreateIndex
CREATE UNIQUE INDEX "app_user_email_key" ON "app_user"("email");

-- CreateIndex
CREATE INDEX "sign_in_session_user_id_idx" ON "sign_in_session"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "passkey_credential_id_key" ON "passkey"("credential_id");

-- CreateIndex
CREATE INDEX "passkey_user_id_idx" ON "passkey"("user_id");

-- CreateIndex
CREATE INDEX "mail_message_created_at_idx" ON "mail_message"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "merchant_handle_key" ON "merchant"("handle");

-- CreateIndex
CREATE INDEX "merchant_member_user_id_idx" ON "merchant_member"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_key_hash_key" ON "api_key"("key_hash");

-- CreateIndex
CREATE INDEX "idempotency_record_created_at_idx" ON "idempotency_record"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "wallet_user_id_key" ON "wallet"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_method_id_key" ON "payment_method"("id");

-- CreateIndex
CREATE UNIQUE INDEX "agent_client_id_key" ON "agent"("client_id");

-- CreateIndex
CREATE UNIQUE INDEX "agent_id_key" ON "agent"("id");

-- CreateIndex
CREATE INDEX "agent_secret_agent_id_idx" ON "agent_secret"("agent_id");

-- CreateIndex
CREATE INDEX "spending_hold_agent_id_created_at_idx" ON "spending_hold"("agent_id", "created_at");

-- CreateIndex
CREATE INDEX "agent_payment_agent_id_created_at_idx" ON "agent_payment"("agent_id", "created_at");

-- CreateIndex
CREATE INDEX "agent_payment_checkout_id_idx" ON "agent_payment"("checkout_id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_token_token_hash_key" ON "payment_token"("token_hash");

-- CreateIndex
CREATE INDEX "payment_token_payment_id_idx" ON "payment_token"("payment_id");

-- CreateIndex
CREATE INDEX "approval_wallet_id_status_idx" ON "approval"("wallet_id", "status");

-- CreateIndex
CREATE INDEX "approval_agent_id_status_idx" ON "approval"("agent_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "approval_challenge_approval_id_challenge_key" ON "approval_challenge"("approval_id", "challenge");

-- CreateIndex
CREATE INDEX "mandate_payment_id_idx" ON "mandate"("payment_id");

-- CreateIndex
CREATE INDEX "mandate_agent_id_type_idx" ON "mandate"("agent_id", "type");

-- AddForeignKey
ALTER TABLE "ledger_transfer" ADD CONSTRAINT "ledger_transfer_debit_account_id_currency_fkey" FOREIGN KEY ("debit_account_id", "currency") REFERENCES "ledger_account"("id", "currency") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_transfer" ADD CONSTRAINT "ledger_transfer_credit_account_id_currency_fkey" FOREIGN KEY ("credit_account_id", "currency") REFERENCES "ledger_account"("id", "currency") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "item" ADD CONSTRAINT "item_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shipping_rate" ADD CONSTRAINT "shipping_rate_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tax_rate" ADD CONSTRAINT "tax_rate_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "checkout" ADD CONSTRAINT "checkout_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_attempt" ADD CONSTRAINT "payment_attempt_merchant_id_checkout_id_fkey" FOREIGN KEY ("merchant_id", "checkout_id") REFERENCES "checkout"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "purchase_order" ADD CONSTRAINT "purchase_order_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "purchase_order" ADD CONSTRAINT "purchase_order_merchant_id_checkout_id_fkey" FOREIGN KEY ("merchant_id", "checkout_id") REFERENCES "checkout"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sign_in_session" ADD CONSTRAINT "sign_in_session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "merchant_pickup_location" ADD CONSTRAINT "merchant_pickup_location_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "merchant_webhook_secret" ADD CONSTRAINT "merchant_webhook_secret_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "merchant_member" ADD CONSTRAINT "merchant_member_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "merchant_member" ADD CONSTRAINT "merchant_member_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "wallet" ADD CONSTRAINT "wallet_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_method" ADD CONSTRAINT "payment_method_wallet_id_fkey" FOREIGN KEY ("wallet_id") REFERENCES "wallet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agent" ADD CONSTRAINT "agent_wallet_id_fkey" FOREIGN KEY ("wallet_id") REFERENCES "wallet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agent_limit" ADD CONSTRAINT "agent_limit_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agent_secret" ADD CONSTRAINT "agent_secret_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agent_change" ADD CONSTRAINT "agent_change_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agent_payment" ADD CONSTRAINT "agent_payment_wallet_id_fkey" FOREIGN KEY ("wallet_id") REFERENCES "wallet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agent_payment" ADD CONSTRAINT "agent_payment_wallet_id_agent_id_fkey" FOREIGN KEY ("wallet_id", "agent_id") REFERENCES "agent"("wallet_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval" ADD CONSTRAINT "approval_wallet_id_fkey" FOREIGN KEY ("wallet_id") REFERENCES "wallet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mandate" ADD CONSTRAINT "mandate_wallet_id_fkey" FOREIGN KEY ("wallet_id") REFERENCES "wallet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

