-- AlterTable
ALTER TABLE "bank_hold" ADD COLUMN     "refunded_amount" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "purchase_order" ADD COLUMN     "refunded_amount" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "network_refund" (
    "id" TEXT NOT NULL,
    "transaction_id" TEXT NOT NULL,
    "refund_key" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "status" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "network_refund_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "network_refund_transaction_id_refund_key_key" ON "network_refund"("transaction_id", "refund_key");

-- AddForeignKey
ALTER TABLE "network_refund" ADD CONSTRAINT "network_refund_transaction_id_fkey" FOREIGN KEY ("transaction_id") REFERENCES "network_transaction"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema language cannot say.
ALTER TABLE bank_hold ADD CONSTRAINT bank_hold_refunded CHECK (refunded_amount BETWEEN 0 AND captured_amount);

ALTER TABLE network_refund
  ADD CONSTRAINT network_refund_status CHECK (status IN ('requested', 'done', 'refused')),
  ADD CONSTRAINT network_refund_amount CHECK (amount > 0);

ALTER TABLE network_transaction
  DROP CONSTRAINT network_transaction_status,
  ADD CONSTRAINT network_transaction_status CHECK (
    status IN ('initiated', 'authorized', 'captured', 'refunded', 'voided', 'expired', 'declined')
  );

ALTER TABLE payment_attempt
  DROP CONSTRAINT payment_attempt_status,
  ADD CONSTRAINT payment_attempt_status CHECK (status IN ('authorizing', 'authorized', 'captured', 'declined', 'voided', 'expired'));

ALTER TABLE purchase_order
  DROP CONSTRAINT purchase_order_payment_status,
  ADD CONSTRAINT purchase_order_payment_status CHECK (payment_status IN ('authorized', 'captured', 'voided', 'expired')),
  ADD CONSTRAINT purchase_order_refunded CHECK (refunded_amount BETWEEN 0 AND total_amount);

-- Holds past their life, and refunds that an interrupted process left behind.
CREATE INDEX bank_hold_open ON bank_hold (expires_at) WHERE status = 'held';
CREATE INDEX network_refund_requested ON network_refund (created_at) WHERE status = 'requested';

-- A refund is asked for once and is never taken back.
REVOKE UPDATE, DELETE ON network_refund FROM countersign_app;
GRANT UPDATE (status, updated_at) ON network_refund TO countersign_app;
