-- The payment vault (ADR 0025): cards that an agent platform gives for one checkout, and the issuer that they are of.

-- CreateTable
CREATE TABLE "vault_token" (
    "id" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "checkout_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "max_amount" BIGINT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "card_id" TEXT NOT NULL,
    "number_type" TEXT NOT NULL,
    "funding" TEXT NOT NULL,
    "brand" TEXT NOT NULL,
    "bin" TEXT NOT NULL,
    "last4" TEXT NOT NULL,
    "sealed_card" TEXT,
    "card_deletes_at" TIMESTAMPTZ(3) NOT NULL,
    "authentication" TEXT NOT NULL,
    "risk_signals" JSONB NOT NULL,
    "delegated_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "vault_token_pkey" PRIMARY KEY ("id")
);

-- AlterTable
ALTER TABLE "bank_card" ADD COLUMN     "authentication" TEXT NOT NULL DEFAULT 'none',
ADD COLUMN     "outcome" TEXT NOT NULL DEFAULT 'approves';

-- CreateIndex
CREATE UNIQUE INDEX "vault_token_token_hash_key" ON "vault_token"("token_hash");

-- CreateIndex
CREATE INDEX "vault_token_checkout_id_idx" ON "vault_token"("checkout_id");

-- AddForeignKey
ALTER TABLE "vault_token" ADD CONSTRAINT "vault_token_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What Prisma's schema language cannot say.

-- ----------------------------------------------------------------------------------------------------------------- vault
ALTER TABLE vault_token
  ADD CONSTRAINT vault_token_status CHECK (status IN ('live', 'used')),
  ADD CONSTRAINT vault_token_used_at CHECK ((status = 'used') = (used_at IS NOT NULL)),
  ADD CONSTRAINT vault_token_max_amount CHECK (max_amount > 0),
  ADD CONSTRAINT vault_token_number_type CHECK (number_type IN ('fpan', 'network_token')),
  ADD CONSTRAINT vault_token_funding CHECK (funding IN ('credit', 'debit', 'prepaid')),
  -- The most of a number that may be shown: the first six and the last four digits.
  ADD CONSTRAINT vault_token_digits CHECK (bin ~ '^[0-9]{6}$' AND last4 ~ '^[0-9]{4}$'),
  ADD CONSTRAINT vault_token_authentication CHECK (authentication IN ('none', 'frictionless', 'challenge', 'rejected', 'unavailable'));

-- Cards that are still to be deleted.
CREATE INDEX vault_token_sealed ON vault_token (card_deletes_at) WHERE sealed_card IS NOT NULL;

-- What a token is bound to stays as it was given; it can be used, and its card deleted.
GRANT SELECT, INSERT ON vault_token TO countersign_app;
REVOKE UPDATE, DELETE ON vault_token FROM countersign_app;
GRANT UPDATE (status, used_at, sealed_card, card_deletes_at) ON vault_token TO countersign_app;

-- ------------------------------------------------------------------------------------------------------------------ bank
-- The issuer of all cards that neither bank issues. Its holders pay on credit: what they spent, they owe it.
INSERT INTO bank (id) VALUES ('external');

ALTER TABLE bank_card
  ADD CONSTRAINT bank_card_outcome CHECK (outcome IN ('approves', 'card_declined', 'insufficient_funds', 'expired_card')),
  ADD CONSTRAINT bank_card_authentication CHECK (authentication IN ('none', 'frictionless', 'challenge', 'rejected', 'unavailable'));

ALTER TABLE ledger_account
  DROP CONSTRAINT ledger_account_kind,
  ADD CONSTRAINT ledger_account_kind CHECK (kind IN ('customer_available', 'customer_held', 'card_credit', 'merchant_settlement', 'bank_funding')),
  ADD CONSTRAINT ledger_account_credit CHECK (kind <> 'card_credit' OR (may_go_negative AND bank = 'external'));
