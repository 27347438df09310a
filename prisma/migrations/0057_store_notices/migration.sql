-- What a merchant's people are told by mail, as each of them chose.

-- CreateTable
CREATE TABLE "member_notice_choice" (
    "merchant_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "member_notice_choice_pkey" PRIMARY KEY ("merchant_id","user_id","event")
);

-- CreateTable
CREATE TABLE "store_notice" (
    "merchant_id" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "told_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "store_notice_pkey" PRIMARY KEY ("merchant_id","event","subject")
);

-- CreateIndex
CREATE INDEX "store_notice_told_at_idx" ON "store_notice"("told_at");

-- AddForeignKey
ALTER TABLE "member_notice_choice" ADD CONSTRAINT "member_notice_choice_merchant_id_user_id_fkey" FOREIGN KEY ("merchant_id", "user_id") REFERENCES "merchant_member"("merchant_id", "user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "store_notice" ADD CONSTRAINT "store_notice_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ------------------------------------------------------------------------------------------------------------------ what Prisma cannot say
ALTER TABLE member_notice_choice ADD CONSTRAINT member_notice_choice_event CHECK (event IN ('order', 'cancellation', 'return', 'payments', 'webhook'));
ALTER TABLE store_notice ADD CONSTRAINT store_notice_event CHECK (event IN ('order', 'cancellation', 'return', 'payments', 'webhook'));
GRANT SELECT, INSERT, UPDATE, DELETE ON member_notice_choice TO countersign_app;
GRANT SELECT, INSERT, DELETE ON store_notice TO countersign_app;
CALL row_security('member_notice_choice', 'merchant_id = page_merchant_id()');
