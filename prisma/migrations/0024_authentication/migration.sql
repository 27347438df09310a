-- 3-D Secure: authentications of cards, and checkouts that wait for one.

-- CreateTable
CREATE TABLE "card_authentication" (
    "id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "checkout_id" TEXT,
    "agent_id" TEXT,
    "api_key_id" TEXT,
    "status" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "card_fingerprint" TEXT NOT NULL,
    "card_last4" TEXT NOT NULL,
    "directory_server" TEXT,
    "scenario" TEXT NOT NULL,
    "challenge_asked" BOOLEAN NOT NULL,
    "server_transaction_id" TEXT NOT NULL,
    "acs_transaction_id" TEXT NOT NULL,
    "ds_transaction_id" TEXT NOT NULL,
    "notification_url" TEXT,
    "wrong_codes" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "card_authentication_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "card_authentication_server_transaction_id_key" ON "card_authentication"("server_transaction_id");

-- CreateIndex
CREATE UNIQUE INDEX "card_authentication_acs_transaction_id_key" ON "card_authentication"("acs_transaction_id");

-- CreateIndex
CREATE UNIQUE INDEX "card_authentication_ds_transaction_id_key" ON "card_authentication"("ds_transaction_id");

-- CreateIndex
CREATE INDEX "card_authentication_merchant_id_checkout_id_idx" ON "card_authentication"("merchant_id", "checkout_id");

-- CreateIndex
CREATE INDEX "card_authentication_agent_id_idx" ON "card_authentication"("agent_id");

-- AddForeignKey
ALTER TABLE "card_authentication" ADD CONSTRAINT "card_authentication_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "card_authentication" ADD CONSTRAINT "card_authentication_merchant_id_checkout_id_fkey" FOREIGN KEY ("merchant_id", "checkout_id") REFERENCES "checkout"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema language cannot say.
ALTER TABLE checkout DROP CONSTRAINT checkout_status, ADD CONSTRAINT checkout_status
  CHECK (status IN ('open', 'needs_input', 'ready', 'authentication_required', 'paying', 'completed', 'canceled', 'expired'));
ALTER TABLE card_authentication
  ADD CONSTRAINT card_authentication_status CHECK (status IN ('fingerprint', 'pending', 'challenge', 'not_supported', 'authenticated', 'attempted',
    'not_authenticated', 'rejected', 'unavailable', 'challenge_abandoned', 'expired')),
  ADD CONSTRAINT card_authentication_amount CHECK (amount >= 0),
  ADD CONSTRAINT card_authentication_starter CHECK (num_nonnulls(agent_id, api_key_id) = 1),
  -- Nothing is paid with one that proves nothing.
  ADD CONSTRAINT card_authentication_use CHECK (used_at IS NULL OR (status IN ('authenticated', 'attempted') AND checkout_id IS NOT NULL));

-- ------------------------------------------------------------------------------------------------------------------ roles
GRANT SELECT, INSERT, UPDATE, DELETE ON card_authentication TO countersign_app;

-- ------------------------------------------------------------------------------------------------------------------ pages
CALL row_security('card_authentication', 'agent_id IN (SELECT id FROM agent) OR merchant_id = page_merchant_id()',
  'id, merchant_id, checkout_id, agent_id, status, amount, currency, card_last4, directory_server, created_at, expires_at, used_at');
