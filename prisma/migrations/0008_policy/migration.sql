-- AlterTable
ALTER TABLE "agent_payment" ADD COLUMN     "categories" TEXT[],
ADD COLUMN     "merchant_country" TEXT;

-- AlterTable
ALTER TABLE "spending_hold" ADD COLUMN     "authorization_id" TEXT;

-- CreateTable
CREATE TABLE "spending_history" (
    "agent_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "purchases" INTEGER NOT NULL,
    "amount" BIGINT NOT NULL,

    CONSTRAINT "spending_history_pkey" PRIMARY KEY ("agent_id","key")
);

-- CreateTable
CREATE TABLE "spending_policy" (
    "wallet_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "spending_policy_pkey" PRIMARY KEY ("wallet_id","agent_id")
);

-- CreateTable
CREATE TABLE "spending_authorization" (
    "id" TEXT NOT NULL,
    "wallet_id" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "merchant" TEXT,
    "category" TEXT,
    "currency" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "used_amount" BIGINT NOT NULL,
    "single_use" BOOLEAN NOT NULL,
    "confirmation_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "spending_authorization_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "spending_authorization_agent_id_currency_idx" ON "spending_authorization"("agent_id", "currency");

-- CreateIndex
CREATE INDEX "spending_authorization_wallet_id_idx" ON "spending_authorization"("wallet_id");

-- CreateIndex
CREATE UNIQUE INDEX "spending_authorization_confirmation_id_key" ON "spending_authorization"("confirmation_id");

-- AddForeignKey
ALTER TABLE "spending_policy" ADD CONSTRAINT "spending_policy_wallet_id_fkey" FOREIGN KEY ("wallet_id") REFERENCES "wallet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "spending_authorization" ADD CONSTRAINT "spending_authorization_wallet_id_agent_id_fkey" FOREIGN KEY ("wallet_id", "agent_id") REFERENCES "agent"("wallet_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema language cannot say.
ALTER TABLE spending_history ADD CONSTRAINT spending_history_counts CHECK (purchases > 0 AND amount >= 0);
ALTER TABLE spending_authorization
  ADD CONSTRAINT spending_authorization_amount CHECK (0 < amount AND 0 <= used_amount AND used_amount <= amount),
  -- An authorisation says where: without a merchant or a category it would be a limit.
  ADD CONSTRAINT spending_authorization_scope CHECK (merchant IS NOT NULL OR category IS NOT NULL);
-- It is used and revoked, and otherwise stays as the passkey signed it.
REVOKE UPDATE, DELETE ON spending_authorization FROM countersign_app;
GRANT UPDATE (used_amount, revoked_at) ON spending_authorization TO countersign_app;

-- What was bought before histories were kept.
INSERT INTO spending_history (agent_id, key, purchases, amount)
  SELECT h.agent_id, k.key, count(*), sum(CASE WHEN k.key LIKE 'c:%' THEN h.amount ELSE 0 END)
    FROM spending_hold h
    JOIN agent_payment p ON p.id = h.payment_id
    JOIN wallet w ON w.id = p.wallet_id
    JOIN merchant m ON m.id = p.merchant_id
   CROSS JOIN LATERAL (VALUES ('n'), ('c:' || h.currency), ('h:' || to_char(h.created_at AT TIME ZONE w.time_zone, 'HH24')), ('m:' || m.handle)) k(key)
   WHERE h.status = 'used' GROUP BY 1, 2;
