-- What was asked of Stripe and what it told (ADR 0028). Pages read none of it: the order says what became of a payment.

-- CreateTable
CREATE TABLE "stripe_payment" (
    "token_id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "checkout_id" TEXT NOT NULL,
    "claimed_at" TIMESTAMPTZ(3) NOT NULL,
    "attempt_id" TEXT,
    "asked_at" TIMESTAMPTZ(3),
    "payment_intent_id" TEXT,
    "decline_reason" TEXT,

    CONSTRAINT "stripe_payment_pkey" PRIMARY KEY ("token_id")
);

-- CreateTable
CREATE TABLE "stripe_refund" (
    "payment_intent_id" TEXT NOT NULL,
    "refund_key" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "refund_id" TEXT,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stripe_refund_pkey" PRIMARY KEY ("payment_intent_id","refund_key")
);

-- CreateTable
CREATE TABLE "stripe_event" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stripe_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "stripe_payment_attempt_id_key" ON "stripe_payment"("attempt_id");

-- CreateIndex
CREATE UNIQUE INDEX "stripe_payment_payment_intent_id_key" ON "stripe_payment"("payment_intent_id");

-- CreateIndex
CREATE INDEX "stripe_payment_merchant_id_idx" ON "stripe_payment"("merchant_id");

-- CreateIndex
CREATE UNIQUE INDEX "stripe_payment_token_checkout_id_key" ON "stripe_payment"("token", "checkout_id");

-- AddForeignKey
ALTER TABLE "stripe_payment" ADD CONSTRAINT "stripe_payment_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- An attempt was asked about once it has a time, and only an attempt has an answer.
ALTER TABLE "stripe_payment" ADD CONSTRAINT "stripe_payment_asked" CHECK ((attempt_id IS NULL) = (asked_at IS NULL));
ALTER TABLE "stripe_refund" ADD CONSTRAINT "stripe_refund_amount" CHECK (amount > 0);
