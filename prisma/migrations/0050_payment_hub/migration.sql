-- A merchant's account at the payment provider, and what the platform keeps of its card orders (ADR 0039).

-- AlterTable
ALTER TABLE "hosted_checkout" ADD COLUMN     "application_fee_amount" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "payee_account_id" TEXT;

-- AlterTable
ALTER TABLE "stripe_payment" ADD COLUMN     "application_fee_amount" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "payee_account_id" TEXT;

-- CreateTable
CREATE TABLE "payment_account" (
    "merchant_id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "account_id" TEXT,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "availability" TEXT NOT NULL DEFAULT 'needs_onboarding',
    "requirements" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "payouts_enabled" BOOLEAN NOT NULL DEFAULT false,
    "simulated_state" TEXT,
    "fee_basis_points" INTEGER NOT NULL DEFAULT 0,
    "synced_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_account_pkey" PRIMARY KEY ("merchant_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "payment_account_account_id_key" ON "payment_account"("account_id");

-- AddForeignKey
ALTER TABLE "payment_account" ADD CONSTRAINT "payment_account_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ------------------------------------------------------------------------------------------------------------------ what Prisma cannot say
ALTER TABLE payment_account
  ADD CONSTRAINT payment_account_provider CHECK (provider IN ('simulator', 'stripe')),
  ADD CONSTRAINT payment_account_availability CHECK (availability IN ('available', 'needs_onboarding', 'pending', 'requires_action')),
  ADD CONSTRAINT payment_account_simulated CHECK (simulated_state IS NULL OR (provider = 'simulator' AND simulated_state IN ('available', 'needs_onboarding', 'pending', 'requires_action'))),
  ADD CONSTRAINT payment_account_opened CHECK (account_id IS NOT NULL OR (availability = 'needs_onboarding' AND NOT payouts_enabled)),
  ADD CONSTRAINT payment_account_fee CHECK (fee_basis_points BETWEEN 0 AND 10000);
ALTER TABLE hosted_checkout ADD CONSTRAINT hosted_checkout_fee CHECK (application_fee_amount BETWEEN 0 AND amount AND (payee_account_id IS NOT NULL OR application_fee_amount = 0));
ALTER TABLE stripe_payment ADD CONSTRAINT stripe_payment_fee CHECK (application_fee_amount >= 0 AND (payee_account_id IS NOT NULL OR application_fee_amount = 0));

-- Storefronts that took cards go on to.
INSERT INTO payment_account (merchant_id, provider, account_id, availability, payouts_enabled, simulated_state, updated_at)
SELECT merchant_id, 'simulator', 'acct_sim_' || replace(merchant_id, '-', ''), 'available', true, 'available', updated_at FROM merchant_storefront;

GRANT SELECT, INSERT, UPDATE ON payment_account TO countersign_app;
-- The payouts page tells what was paid, and what of it the platform keeps.
GRANT SELECT (application_fee_amount) ON hosted_checkout TO countersign_page;
CALL row_security('payment_account', 'merchant_id = page_merchant_id()');
