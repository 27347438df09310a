-- Who captures: we, once the order stands, or the merchant that authorised at the network itself.
-- AlterTable
ALTER TABLE "payment_attempt" ADD COLUMN     "capture_method" TEXT NOT NULL DEFAULT 'automatic';

-- What Prisma's schema language cannot say.
ALTER TABLE payment_attempt ADD CONSTRAINT payment_attempt_capture_method CHECK (capture_method IN ('automatic', 'manual'));

-- What the bank was shown of a purchase: the payment mandate, and whether a person was there.
-- AlterTable
ALTER TABLE "bank_hold" ADD COLUMN     "human_present" BOOLEAN,
ADD COLUMN     "mandate" TEXT,
ADD COLUMN     "mandate_id" TEXT;

-- Two banks, each with its own ledger. What was there is the first one's.
-- DropForeignKey
ALTER TABLE "ledger_transfer" DROP CONSTRAINT "ledger_transfer_credit_account_id_currency_fkey";

-- DropForeignKey
ALTER TABLE "ledger_transfer" DROP CONSTRAINT "ledger_transfer_debit_account_id_currency_fkey";

-- DropIndex
DROP INDEX "bank_account_user_id_currency_key";

-- DropIndex
DROP INDEX "ledger_account_id_currency_key";

-- CreateTable
CREATE TABLE "bank" (
    "id" TEXT NOT NULL,
    "down_since" TIMESTAMPTZ(3),

    CONSTRAINT "bank_pkey" PRIMARY KEY ("id")
);

INSERT INTO bank (id) VALUES ('maple'), ('harbour');

-- AlterTable
ALTER TABLE "ledger_account" ADD COLUMN     "bank" TEXT NOT NULL DEFAULT 'maple';

-- AlterTable
ALTER TABLE "ledger_transfer" ADD COLUMN     "bank" TEXT NOT NULL DEFAULT 'maple';

-- AlterTable
ALTER TABLE "bank_account" ADD COLUMN     "bank" TEXT NOT NULL DEFAULT 'maple';

-- AlterTable
ALTER TABLE "bank_card" ADD COLUMN     "bank" TEXT NOT NULL DEFAULT 'maple',
ADD COLUMN     "bin" TEXT NOT NULL DEFAULT '400012';

-- AlterTable
ALTER TABLE "network_transaction" ADD COLUMN     "bank" TEXT NOT NULL DEFAULT 'maple';

-- AlterTable
ALTER TABLE "payment_method" ADD COLUMN     "bin" TEXT NOT NULL DEFAULT '400012';

-- CreateIndex
CREATE UNIQUE INDEX "bank_account_user_id_bank_currency_key" ON "bank_account"("user_id", "bank", "currency");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_account_id_currency_bank_key" ON "ledger_account"("id", "currency", "bank");

-- AddForeignKey
ALTER TABLE "ledger_transfer" ADD CONSTRAINT "ledger_transfer_debit_account_id_currency_bank_fkey" FOREIGN KEY ("debit_account_id", "currency", "bank") REFERENCES "ledger_account"("id", "currency", "bank") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_transfer" ADD CONSTRAINT "ledger_transfer_credit_account_id_currency_bank_fkey" FOREIGN KEY ("credit_account_id", "currency", "bank") REFERENCES "ledger_account"("id", "currency", "bank") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_account" ADD CONSTRAINT "ledger_account_bank_fkey" FOREIGN KEY ("bank") REFERENCES "bank"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bank_account" ADD CONSTRAINT "bank_account_bank_fkey" FOREIGN KEY ("bank") REFERENCES "bank"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bank_card" ADD CONSTRAINT "bank_card_bank_fkey" FOREIGN KEY ("bank") REFERENCES "bank"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

GRANT INSERT (bank) ON ledger_account TO countersign_app;
REVOKE INSERT, UPDATE, DELETE ON bank FROM countersign_app;
GRANT UPDATE (down_since) ON bank TO countersign_app;

-- The last transactions of an agent, by which its risk is judged.
DROP INDEX network_transaction_agent;
CREATE INDEX network_transaction_agent ON network_transaction ((agent_context->>'agentId'), created_at);
