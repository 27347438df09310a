-- AlterTable
ALTER TABLE "agent_limit" ADD COLUMN     "weekly_amount" BIGINT;

-- AlterTable
ALTER TABLE "spending_hold" ADD COLUMN     "week_key" TEXT;

-- AlterTable
ALTER TABLE "spending_usage" ADD COLUMN     "wallet_id" TEXT;

-- CreateTable
CREATE TABLE "wallet_limit" (
    "wallet_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "per_transaction_amount" BIGINT NOT NULL,
    "daily_amount" BIGINT NOT NULL,
    "weekly_amount" BIGINT,
    "monthly_amount" BIGINT NOT NULL,

    CONSTRAINT "wallet_limit_pkey" PRIMARY KEY ("wallet_id","currency")
);

-- CreateTable
CREATE TABLE "owner_confirmation" (
    "id" TEXT NOT NULL,
    "wallet_id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "after" JSONB NOT NULL,
    "challenge" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "evidence" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "owner_confirmation_pkey" PRIMARY KEY ("id")
);

-- What was spent before weeks and wallets were counted is counted now: a hold's week follows from its day, an agent has one wallet.
UPDATE spending_hold SET week_key = to_char(substr(day_key, 3)::date, '"w:"IYYY"-W"IW');
INSERT INTO spending_usage (agent_id, currency, window_key, amount)
  SELECT agent_id, currency, week_key, sum(amount) FROM spending_hold WHERE status IN ('held', 'used') GROUP BY 1, 2, 3;
UPDATE spending_usage u SET wallet_id = a.wallet_id FROM agent a WHERE a.id = u.agent_id;

ALTER TABLE "spending_hold" ALTER COLUMN "week_key" SET NOT NULL;
ALTER TABLE "spending_usage" ALTER COLUMN "wallet_id" SET NOT NULL;

-- CreateIndex
CREATE INDEX "owner_confirmation_wallet_id_subject_idx" ON "owner_confirmation"("wallet_id", "subject");

-- CreateIndex
CREATE INDEX "spending_usage_wallet_id_currency_window_key_idx" ON "spending_usage"("wallet_id", "currency", "window_key");

-- AddForeignKey
ALTER TABLE "wallet_limit" ADD CONSTRAINT "wallet_limit_wallet_id_fkey" FOREIGN KEY ("wallet_id") REFERENCES "wallet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "owner_confirmation" ADD CONSTRAINT "owner_confirmation_wallet_id_fkey" FOREIGN KEY ("wallet_id") REFERENCES "wallet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema language cannot say.
ALTER TABLE agent_limit DROP CONSTRAINT agent_limit_order, ADD CONSTRAINT agent_limit_order CHECK (
  0 < per_transaction_amount AND per_transaction_amount <= daily_amount AND daily_amount <= coalesce(weekly_amount, daily_amount)
  AND coalesce(weekly_amount, daily_amount) <= monthly_amount
);
ALTER TABLE wallet_limit ADD CONSTRAINT wallet_limit_order CHECK (
  0 < per_transaction_amount AND per_transaction_amount <= daily_amount AND daily_amount <= coalesce(weekly_amount, daily_amount)
  AND coalesce(weekly_amount, daily_amount) <= monthly_amount
);
ALTER TABLE owner_confirmation
  ADD CONSTRAINT owner_confirmation_status CHECK (status IN ('waiting', 'confirmed', 'dropped')),
  -- Nothing is confirmed without a signature.
  ADD CONSTRAINT owner_confirmation_evidence CHECK ((status = 'confirmed') = (evidence IS NOT NULL));
-- One change of a thing waits at a time.
CREATE UNIQUE INDEX owner_confirmation_one_waiting ON owner_confirmation (wallet_id, subject) WHERE status = 'waiting';
-- A confirmation is evidence: it is decided once and otherwise stays as it was signed.
REVOKE UPDATE, DELETE ON owner_confirmation FROM countersign_app;
GRANT UPDATE (status, evidence, decided_at) ON owner_confirmation TO countersign_app;
