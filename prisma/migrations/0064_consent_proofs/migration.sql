-- The consent proof that a payment was attempted with, as it came, with the key that it held under (ADR 0048): a dispute may ask years later.
-- CreateTable
CREATE TABLE "consent_proof" (
    "attempt_id" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "checkout_id" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "mandate_id" TEXT NOT NULL,
    "signed_text" TEXT NOT NULL,
    "jws" TEXT NOT NULL,
    "key_id" TEXT,
    "key_thumbprint" TEXT NOT NULL,
    "public_key" JSONB NOT NULL,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "consent_proof_pkey" PRIMARY KEY ("attempt_id")
);

-- CreateIndex
CREATE INDEX "consent_proof_checkout_id_idx" ON "consent_proof"("checkout_id");

-- CreateIndex
CREATE INDEX "consent_proof_mandate_id_idx" ON "consent_proof"("mandate_id");

-- AddForeignKey
ALTER TABLE "consent_proof" ADD CONSTRAINT "consent_proof_attempt_id_fkey" FOREIGN KEY ("attempt_id") REFERENCES "payment_attempt"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent_proof" ADD CONSTRAINT "consent_proof_merchant_id_checkout_id_fkey" FOREIGN KEY ("merchant_id", "checkout_id") REFERENCES "checkout"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ------------------------------------------------------------------------------------------------------------------ what Prisma cannot say
ALTER TABLE consent_proof ADD CONSTRAINT consent_proof_public CHECK (public_key ?& ARRAY['kty', 'crv', 'x', 'y'] AND public_key - ARRAY['kty', 'crv', 'x', 'y'] = '{}');
-- Written once, never changed.
GRANT SELECT, INSERT ON consent_proof TO countersign_app;
