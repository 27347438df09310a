-- Operators in a browser, and what they count of the last day (ADR 0051).

-- CreateTable
CREATE TABLE "operator_session" (
    "token_hash" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "operator_session_pkey" PRIMARY KEY ("token_hash")
);

-- CreateIndex
CREATE INDEX "checkout_created_at_idx" ON "checkout" USING BRIN ("created_at");

-- CreateIndex
CREATE INDEX "payment_attempt_created_at_idx" ON "payment_attempt" USING BRIN ("created_at");

-- CreateIndex
CREATE INDEX "purchase_order_created_at_idx" ON "purchase_order" USING BRIN ("created_at");

-- CreateIndex
CREATE INDEX "approval_created_at_idx" ON "approval" USING BRIN ("created_at");

-- AddForeignKey
ALTER TABLE "operator_session" ADD CONSTRAINT "operator_session_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "api_key"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ------------------------------------------------------------------------------------------------------------------ what Prisma cannot say
GRANT SELECT, INSERT, DELETE ON operator_session TO countersign_app;
