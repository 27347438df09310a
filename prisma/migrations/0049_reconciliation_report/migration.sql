-- What each scheduled reconciliation found, for operators.

-- CreateTable
CREATE TABLE "reconciliation_report" (
    "id" BIGSERIAL NOT NULL,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "until_at" TIMESTAMPTZ(3) NOT NULL,
    "checked" INTEGER NOT NULL,
    "mismatches" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reconciliation_report_pkey" PRIMARY KEY ("id")
);

-- ------------------------------------------------------------------------------------------------------------------ what Prisma cannot say
ALTER TABLE reconciliation_report ADD CONSTRAINT reconciliation_report_span CHECK (from_at < until_at AND checked >= 0);
GRANT SELECT, INSERT, DELETE ON reconciliation_report TO countersign_app;
GRANT USAGE ON SEQUENCE reconciliation_report_id_seq TO countersign_app;
