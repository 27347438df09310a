-- What a payment provider pays out to a merchant's bank, as it last told.

-- CreateTable
CREATE TABLE "merchant_payout" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "status" TEXT NOT NULL,
    "arrives_on" DATE NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "merchant_payout_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateIndex
CREATE INDEX "merchant_payout_merchant_id_created_at_idx" ON "merchant_payout"("merchant_id", "created_at");

-- AddForeignKey
ALTER TABLE "merchant_payout" ADD CONSTRAINT "merchant_payout_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ------------------------------------------------------------------------------------------------------------------ what Prisma cannot say
ALTER TABLE merchant_payout ADD CONSTRAINT merchant_payout_status_known CHECK (status IN ('pending', 'in_transit', 'paid', 'failed', 'canceled'));
GRANT SELECT, INSERT, UPDATE ON merchant_payout TO countersign_app;
CALL row_security('merchant_payout', 'merchant_id = page_merchant_id()');
